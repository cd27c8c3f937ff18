// Fixes on real files: whatever nginx accepts before, it accepts after.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { lint } from '../support/check.ts';
import { applyFix } from '../support/check-fix.ts';
import { findNginx } from './support/binary.ts';
import { nginxTest, prepare, type Context } from './support/judge.ts';

/** Foreign files, which stay outside the repository. */
const corpus = '../shared/corpus/dev/nginx';
const contexts: readonly Context[] = ['main', 'http', 'server', 'location'];

type Files = Readonly<Record<string, string>>;

const none = !existsSync(corpus) && `no corpus of foreign files at ${corpus}`;
if (none !== false) console.log(`Not tested: ${none}`);

describe('on real files', { skip: none }, () => {
  const nginx = findNginx();
  /** Where nginx accepts the text, if anywhere. */
  const home = (text: string): Context | undefined =>
    contexts.find((context) => nginxTest(prepare(text), { context, nginx }).accepted);

  test('what a fix writes, nginx accepts', async (t) => {
    let fixes = 0;
    let files = 0;
    const refused: string[] = [];
    for (const tree of readdirSync(corpus)) {
      const texts = filesIn(join(corpus, tree));
      const homes = new Map(Object.entries(texts).map(([path, text]) => [path, home(text)]));
      files += [...homes.values()].filter((context) => context !== undefined).length;
      const { findings, workspace } = await lint(texts);
      const offers = findings.flatMap(({ finding }) => finding.fixes.map((fix) => ({ finding, fix })));
      for (const { finding, fix } of offers) {
        const fixed = applyFix(texts, fix, workspace);
        const changed = Object.keys(texts).filter((path) => fixed[path] !== texts[path]);
        assert.ok(changed.length > 0, `“${fix.title}” changes nothing in ${tree}`);
        // What nginx refused before, for a module that is not here say, proves nothing.
        if (changed.some((path) => homes.get(path) === undefined)) continue;
        fixes++;
        for (const path of changed) {
          const context = homes.get(path);
          const verdict = nginxTest(prepare(fixed[path] ?? ''), { ...(context && { context }), nginx });
          if (verdict.accepted) continue;
          refused.push(
            `${tree}/${path}:${verdict.line ?? '?'}: ${finding.rule}, “${fix.title}”: ${verdict.message}`,
          );
        }
      }
    }
    t.diagnostic(`${fixes} fixes, on ${files} files that nginx ${nginx.version} accepts`);
    assert.ok(fixes > 50, `only ${fixes} fixes`);
    assert.deepEqual(refused, []);
  });
});

function filesIn(root: string): Files {
  return Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [`/etc/nginx/${relative(root, path)}`, readFileSync(path, 'utf8')]),
  );
}
