import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineIndex } from './lines.ts';

const text = 'ab\ncd\r\nef\rgh\n';
const lines = lineIndex(text);

test('lines end at LF, CRLF and a lone CR; the last may be empty', () => {
  const offsets = Array.from({ length: text.length }, (_, offset) => offset);
  const starts = offsets.filter((offset) => lines.positionAt(offset).character === 0);
  assert.deepEqual(starts, [0, 3, 7, 10]);
  assert.deepEqual(lines.positionAt(text.length), { line: 4, character: 0 });
});

test('every offset has one position, and the position leads back, save between CR and LF', () => {
  for (let offset = 0; offset <= text.length; offset++) {
    const back = lines.offsetAt(lines.positionAt(offset));
    assert.equal(back, offset === text.indexOf('\r\n') + 1 ? offset - 1 : offset);
  }
});

test('a character beyond the end of its line is that end, before the line break', () => {
  const ends = [0, 1, 2, 3, 4].map((line) => lines.offsetAt({ line, character: 99 }));
  assert.deepEqual(ends, [2, 5, 9, 12, 13]);
});

test('a line beyond the end of the text is that end', () => {
  assert.equal(lines.offsetAt({ line: 5, character: 0 }), text.length);
  assert.equal(lines.offsetAt({ line: 99, character: 3 }), text.length);
  assert.deepEqual(lines.positionAt(99), { line: 4, character: 0 });
});
