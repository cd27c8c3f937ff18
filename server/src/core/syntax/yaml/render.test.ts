import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { renderBlock, renderFlow } from './render.ts';

test('a text of whole lines is a literal block, and reads as it was', () => {
  const value = { snippet: 'add_header X-A "b";\n\nmore_clear_headers X-B;\n', next: 'c' };
  const text = renderBlock(value, '', '  ', '\n');
  assert.equal(text, 'snippet: |\n  add_header X-A "b";\n\n  more_clear_headers X-B;\nnext: c');
  assert.deepEqual(parse(text), value);
});

test('in flow style, and where a block would not keep it, such a text is quoted', () => {
  assert.deepEqual(parse(renderFlow({ snippet: 'a;\n' })), { snippet: 'a;\n' });
  const indented = { snippet: ' a;\n' };
  assert.deepEqual(parse(renderBlock(indented, '', '  ', '\n')), indented);
});
