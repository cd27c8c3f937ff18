import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disposition, parseMembers } from './parse.ts';

function members(values: readonly string[]) {
  return parseMembers(values, 'spec').map(({ text, line, span }) => [text, line, span.start, span.end]);
}

test('the lines of a response are one list, and each member knows its place', () => {
  assert.deepEqual(members([' SAMEORIGIN , deny', 'x']), [
    ['SAMEORIGIN', 0, 1, 11],
    ['deny', 0, 14, 18],
    ['x', 1, 0, 1],
  ]);
});

test('empty members count', () => {
  assert.deepEqual(members(['DENY,', '', 'a']), [
    ['DENY', 0, 0, 4],
    ['', 0, 5, 5],
    ['', 1, 0, 0],
    ['a', 2, 0, 1],
  ]);
});

test('a comma in double quotes does not part members, also across lines', () => {
  assert.deepEqual(members(['"a,b",c']), [
    ['"a,b"', 0, 0, 5],
    ['c', 0, 6, 7],
  ]);
  assert.deepEqual(members(['"DENY', 'DENY"']), [['"DENY, DENY"', 0, 0, 5]]);
});

test('only ASCII letters are folded', () => {
  assert.equal(disposition(['ſameorigin'], 'spec'), 'ignored');
  assert.equal(disposition(['sAmEoRiGiN'], 'spec'), 'sameorigin');
});
