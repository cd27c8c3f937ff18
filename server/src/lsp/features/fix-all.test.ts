import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyChanges, type Uri } from '../../core/index.ts';
import { difference } from './fix-all.ts';

const uri = 'file:///nginx.conf' as Uri;

describe('the difference of two texts as one replacement', () => {
  const cases: readonly (readonly [before: string, after: string, removed: string, inserted: string])[] = [
    ['one two three', 'one 2 three', 'two', '2'],
    ['aaa', 'aaaa', '', 'a'],
    ['aaaa', 'aaa', 'a', ''],
    ['a\r\nb', 'a\nb', '\r\n', '\n'],
    ['a\nb', 'a\r\nb', '\n', '\r\n'],
    ['😀', '😁', '😀', '😁'],
    ['', 'text', '', 'text'],
    ['text', '', 'text', ''],
  ];
  for (const [before, after, removed, inserted] of cases) {
    it(`${JSON.stringify(before)} to ${JSON.stringify(after)}`, () => {
      const change = difference({ uri, version: 1, text: before }, after);
      assert.equal(before.slice(change.at.start, change.at.end), removed);
      assert.equal(change.text, inserted);
      assert.equal(applyChanges(uri, before, [change]), after);
    });
  }
});
