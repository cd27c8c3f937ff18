// The grammar and the parser must see the same file: what is comment, what ends a statement, what opens a block.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { lex } from '../server/src/core/syntax/nginx/lexer.ts';
import { TokenKind } from '../server/src/core/syntax/nginx/tokens.ts';
import { loadGrammar, type ScopedToken } from './tokenize.ts';

const fixtures = 'test/fixtures/grammar';
/** Foreign files, which stay outside the repository. */
const corpus = '../shared/corpus/dev/nginx';

describe('grammar and parser agree on comments, terminators and braces', async () => {
  const tokenize = await loadGrammar();

  // In a broken file the parser recovers by looking ahead, as a grammar cannot.
  const sound = readdirSync(fixtures).filter((file) => file.endsWith('.conf') && !file.startsWith('broken-'));
  for (const name of sound) {
    test(name, () => {
      const text = readFileSync(join(fixtures, name), 'utf8');
      assert.deepEqual(lex(text).problems, []);
      assert.deepEqual(differences(text, tokenize(text)), []);
    });
  }

  const none = !existsSync(corpus) && `no corpus of foreign files at ${corpus}`;
  test('every nginx file of the corpus', { skip: none }, () => {
    const files = readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    let compared = 0;
    for (const file of files) {
      const text = readFileSync(join(file.parentPath, file.name), 'utf8');
      if (lex(text).problems.length > 0) continue;
      assert.deepEqual(differences(text, tokenize(text)), [], file.name);
      compared++;
    }
    assert.ok(compared > 50, `only ${compared} files compared`);
  });
});

/** Places that one of the two takes for structure or comment and the other does not. */
function differences(text: string, tokens: readonly ScopedToken[]): readonly string[] {
  const byParser = parserView(text);
  const byGrammar = grammarView(text.length, tokens);
  const found: string[] = [];
  for (let i = 0; i < text.length && found.length < 3; i++) {
    const [parser = '', grammar = ''] = [byParser[i], byGrammar[i]];
    if (parser !== grammar && !/\s/.test(text.charAt(i))) {
      found.push(`${parser}≠${grammar} at ${i}: ${JSON.stringify(text.slice(i - 20, i + 20))}`);
    }
  }
  return found;
}

/** One letter a character: `c`omment, `l`ua, `;`, `{`, `}` or `.`. */
function parserView(text: string): readonly string[] {
  const { kinds, ends, count } = lex(text);
  const view: string[] = [];
  for (let i = 0; i < count; i++) {
    while (view.length < (ends[i] ?? 0)) view.push(letter(kinds[i]));
  }
  return view;
}

function letter(kind: number | undefined): string {
  if (kind === TokenKind.comment) return 'c';
  if (kind === TokenKind.semicolon) return ';';
  if (kind === TokenKind.open) return '{';
  if (kind === TokenKind.close) return '}';
  return kind === TokenKind.raw ? 'l' : '.';
}

function grammarView(length: number, tokens: readonly ScopedToken[]): readonly string[] {
  const view = new Array<string>(length).fill('.');
  for (const { start, end, text, scopes } of tokens) {
    const last = scopes.at(-1) ?? '';
    const mark = scopes.includes('meta.embedded.block.lua')
      ? 'l'
      : scopes.some((scope) => scope.startsWith('comment.line.number-sign'))
        ? 'c'
        : /^punctuation\.(terminator|section\.block)/.test(last)
          ? text
          : '.';
    view.fill(mark, start, end);
  }
  return view;
}
