import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { nginxGrammar } from '../../server/src/core/syntax/nginx/directive-table.ts';
import { parseNginx } from '../../server/src/core/syntax/nginx/parser.ts';
import { tokenTexts } from '../../server/src/core/syntax/nginx/tokens.ts';
import type { Directive, NginxTree } from '../../server/src/core/syntax/nginx/tree.ts';
import {
  corpusFiles,
  corpusIsAbsent,
  corpusIsHere,
  corpusVerdicts,
  type CorpusFile,
} from '../support/corpus.ts';

/** Reading every prefix of a file costs the square of its length; so many bytes of prefixes in all. */
const prefixBudget = 200_000_000;

function parse(text: string): NginxTree {
  return parseNginx(text, nginxGrammar);
}

/** The tokens give the text back, and every directive lies inside the block around it. */
function assertSound(tree: NginxTree, text: string, what: string): void {
  assert.ok(tokenTexts(tree.tokens).join('') === text, `${what}: the tokens do not give the text back`);
  const within = (directives: readonly Directive[], start: number, end: number): void => {
    for (const d of directives) {
      assert.ok(
        start <= d.start && d.start <= d.headEnd && d.headEnd <= d.end && d.end <= end,
        `${what}: a directive outside its block`,
      );
      start = d.end;
      if (d.body) within(d.body.directives, d.body.start, d.body.end);
    }
  };
  within(tree.directives, 0, text.length);
}

function read(t: TestContext): readonly CorpusFile[] {
  if (!corpusIsHere) t.diagnostic(corpusIsAbsent);
  return corpusFiles();
}

test('every file of the corpus, nginx or not, is read without a throw and given back byte for byte', (t) => {
  const files = read(t);
  for (const { path, text } of files) assertSound(parse(text), text, path);
  t.diagnostic(`${String(files.length)} files`);
});

test('so is every prefix of a sample of them', (t) => {
  const files = read(t).filter(({ text }) => text.length < 6000);
  // Spread over the kinds: every so many files, nginx's own first.
  const nginx = files.filter(({ path }) => path.includes('/nginx/'));
  const others = files.filter(({ path }) => !path.includes('/nginx/'));
  const spread = [...nginx.filter((_, i) => i % 2 === 0), ...others.filter((_, i) => i % 4 === 0)];
  let spent = 0;
  const sample = spread.filter(({ text }) => (spent += text.length ** 2 / 2) < prefixBudget);
  for (const { path, text } of sample) {
    for (let end = 0; end < text.length; end++) {
      const prefix = text.slice(0, end);
      assertSound(parse(prefix), prefix, `${path}, first ${String(end)}`);
    }
  }
  t.diagnostic(
    `${String(sample.length)} files, ${String(sample.reduce((sum, { text }) => sum + text.length, 0))} prefixes`,
  );
});

test('nothing is wrong with the syntax of the nginx files that nginx accepts', (t) => {
  if (!corpusIsHere) t.diagnostic(corpusIsAbsent);
  const verdicts = corpusVerdicts();
  const accepted = corpusFiles().filter(({ path }) => verdicts.get(path)?.afterRepair === 'pass');
  for (const { path, text } of accepted) {
    assert.deepEqual(parse(text).problems, [], path);
  }
  t.diagnostic(`${String(accepted.length)} accepted files`);
});
