// Each fixture as the editor colours it. `UPDATE=1 npm test -- syntaxes` rewrites the goldens; they are read as code.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { loadGrammar, type ScopedToken } from './tokenize.ts';

const folder = 'test/fixtures/grammar';
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.conf'));

describe('the grammar colours', async () => {
  const tokenize = await loadGrammar();

  for (const name of fixtures) {
    test(name, () => {
      const source = readFileSync(join(folder, name), 'utf8');
      const golden = join(folder, `${name}.golden`);
      const seen = render(source, tokenize(source));
      if (process.env['UPDATE'] === '1') writeFileSync(golden, seen);
      assert.ok(existsSync(golden), `${golden} is missing; make it with UPDATE=1`);
      assert.equal(seen, readFileSync(golden, 'utf8'));
    });
  }

  test('every golden belongs to a fixture', () => {
    const goldens = readdirSync(folder).filter((name) => name.endsWith('.golden'));
    assert.deepEqual(
      goldens,
      fixtures.map((name) => `${name}.golden`),
    );
  });
});

/** Each line, and below it what stands in it; plain text and blanks are left out. CR shows as `␍`. */
function render(source: string, tokens: readonly ScopedToken[]): string {
  let lineStart = 0;
  return source
    .split('\n')
    .flatMap((line) => {
      const end = lineStart + line.length;
      const here = tokens.filter((token) => token.start >= lineStart && token.end <= end);
      const rows = here
        .filter((token) => token.text.trim() !== '' && token.scopes.length > 0)
        .map((token) => `    ${token.text.trim()}  ‹${shortened(token.scopes)}›`);
      lineStart = end + 1;
      return [`| ${line.replace(/\r/g, '␍')}`, ...rows];
    })
    .join('\n')
    .concat('\n');
}

/** The suffix that every scope of a grammar carries is noise here. */
function shortened(scopes: readonly string[]): string {
  return scopes.map((scope) => scope.replace(/\.nginx\b/g, '')).join(' ');
}
