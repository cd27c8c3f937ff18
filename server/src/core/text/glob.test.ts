import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareBytes, globSegments, isPlainPath, matchesGlob } from './glob.ts';

function matching(pattern: string, paths: readonly string[]): readonly string[] {
  const segments = globSegments(pattern);
  return paths.filter((path) => matchesGlob(segments, path));
}

test('a star stays within its segment and never takes a leading dot', () => {
  const paths = ['/etc/a.conf', '/etc/.a.conf', '/etc/d/a.conf', '/etc/a.conf.bak', '/etc/.conf'];
  assert.deepEqual(matching('/etc/*.conf', paths), ['/etc/a.conf']);
  assert.deepEqual(matching('/etc/.*.conf', paths), ['/etc/.a.conf']);
  assert.deepEqual(matching('/etc/*', ['/etc/a', '/etc/a/b', '/etc', '/etc/.a']), ['/etc/a']);
});

test('a question mark is one character, also one outside the basic plane, and no leading dot', () => {
  assert.deepEqual(matching('/?.c', ['/a.c', '/😀.c', '/ab.c', '/.c', '/..c']), ['/a.c', '/😀.c']);
});

test('brackets: ranges, negation, a literal ], and an unclosed bracket', () => {
  const paths = ['/a', '/b', '/z', '/]', '/-', '/[a'];
  assert.deepEqual(matching('/[a-c]', paths), ['/a', '/b']);
  assert.deepEqual(matching('/[!a-c]', paths), ['/z', '/]', '/-']);
  assert.deepEqual(matching('/[^a-c]', paths), ['/z', '/]', '/-']);
  assert.deepEqual(matching('/[]a]', paths), ['/a', '/]']);
  assert.deepEqual(matching('/[a-]', paths), ['/a', '/-']);
  assert.deepEqual(matching('/[a', paths), ['/[a']);
  assert.deepEqual(matching('/[.]a', ['/.a']), []);
});

test('a backslash makes the next character literal; braces are literal', () => {
  assert.deepEqual(matching(String.raw`/\*`, ['/*', '/a']), ['/*']);
  assert.deepEqual(matching('/{a,b}*', ['/a', '/{a,b}1']), ['/{a,b}1']);
  assert.deepEqual(globSegments(String.raw`/a/\[1\]`), [
    { kind: 'literal', text: 'a' },
    { kind: 'literal', text: '[1]' },
  ]);
  assert.equal(isPlainPath('/etc/{a,b}'), true);
  assert.equal(isPlainPath('/etc/a*'), false);
});

test('two stars as a segment are any depth, hidden folders excluded', () => {
  const paths = ['/etc/a.conf', '/etc/x/a.conf', '/etc/x/y/a.conf', '/etc/.git/a.conf', '/var/a.conf'];
  assert.deepEqual(matching('/etc/**/*.conf', paths), paths.slice(0, 3));
  assert.deepEqual(matching('/**/y/**', paths), ['/etc/x/y/a.conf']);
});

test('many stars cost little', () => {
  const started = performance.now();
  assert.deepEqual(matching(`/${'*a'.repeat(100)}*b`, [`/${'a'.repeat(5000)}`]), []);
  assert.ok(performance.now() - started < 1000);
});

test('names are in the order of their UTF-8 bytes', () => {
  const names = ['b', 'a', 'B', 'ä', 'a/b', 'a-b', '', '\uffee', '😀', '10', '9'];
  const byBytes = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  assert.deepEqual(names.toSorted(compareBytes), byBytes);
});
