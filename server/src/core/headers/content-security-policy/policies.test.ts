import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { directiveNamed, parsePolicies, sourcesOf } from './policies.ts';
import { parseSource } from './sources.ts';

test('spans point at what they name', () => {
  const value = " ;default-src 'self'; Frame-Ancestors  'self'\thttps://a.example , frame-ancestors *;";
  const policies = parsePolicies(value);
  assert.equal(policies.length, 2);
  const texts = policies.map((policy) => {
    const directive = directiveNamed(policy, 'frame-ancestors');
    assert.ok(directive);
    const name = value.slice(directive.nameSpan.start, directive.nameSpan.end);
    const sources = sourcesOf(value, directive);
    for (const { text, span } of sources) assert.equal(value.slice(span.start, span.end), text);
    return [name, ...sources.map(({ text }) => text)];
  });
  assert.deepEqual(texts, [
    ['Frame-Ancestors', "'self'", 'https://a.example'],
    ['frame-ancestors', '*'],
  ]);
});

test('empty policies and directives are no policies and directives', () => {
  assert.deepEqual(parsePolicies(' , ;; ,'), []);
});

test('a directive with a non-ASCII character does not count, and the next of its name does', () => {
  const value = "frame-ancestors 'none' é; frame-ancestors 'self'";
  const [policy] = parsePolicies(value);
  assert.ok(policy);
  assert.equal(directiveNamed(policy, 'frame-ancestors')?.span.start, value.lastIndexOf('frame'));
});

describe('a source is read as', () => {
  const rows: readonly (readonly [source: string, kind: string])[] = [
    ['*', 'any'],
    ["'NONE'", 'keyword'],
    ['https:', 'scheme'],
    ['none', 'unquoted'],
    ['"self"', 'unquoted'],
    ['SAMEORIGIN', 'unquoted'],
    ['https://*.a.example:*/x?y', 'host'],
    ['localhost:3000', 'host'],
    ['*:8080', 'host'],
    ['a.example.', 'host'],
    ['http://b.*', 'invalid'],
    ['//b.test', 'invalid'],
    ['https://[::1]', 'invalid'],
    ['!!!', 'invalid'],
    ['', 'invalid'],
  ];
  for (const [source, kind] of rows) {
    test(`${source} → ${kind}`, () => {
      assert.equal(parseSource(source).kind, kind);
    });
  }
});
