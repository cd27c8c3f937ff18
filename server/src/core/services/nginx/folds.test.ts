import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { servicesFor, uri } from '../testing/at-cursor.ts';

/** What is folded away, each as its text. */
async function folded(text: string): Promise<readonly string[]> {
  const spans = await servicesFor(text, []).folds(uri);
  return spans.map(({ start, end }) => text.slice(start, end));
}

describe('folding', () => {
  it('folds blocks and leaves the closing brace to be seen', async () => {
    assert.deepEqual(await folded('http {\n  server {\n    listen 80;\n  }\n}\n'), [
      '\n  server {\n    listen 80;\n  }',
      '\n    listen 80;',
    ]);
  });

  it('folds up to a brace that shares its line', async () => {
    assert.deepEqual(await folded('http {\n  gzip on; }\n'), ['\n  gzip on; ']);
  });

  it('does not fold what stands on one line, or holds nothing', async () => {
    assert.deepEqual(await folded('events { }\nhttp {\n}\n'), []);
  });

  it('keeps line ends of Windows out of it', async () => {
    assert.deepEqual(await folded('http {\r\n  gzip on;\r\n}\r\n'), ['\r\n  gzip on;']);
  });

  it('folds two or more lines of comment, but not one, nor across an empty line', async () => {
    assert.deepEqual(await folded('# a\n# b\n  # c\n\n# d\ngzip on; # e\n# f\n'), ['# a\n# b\n  # c']);
  });

  it('folds Lua bodies', async () => {
    assert.deepEqual(await folded('init_by_lua_block {\n  a = {\n  }\n}\n'), ['\n  a = {\n  }']);
  });

  it('folds a block that was never closed as far as there is text', async () => {
    assert.deepEqual(await folded('http {\n  gzip on;\n\n\n'), ['\n  gzip on;']);
  });
});
