import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSource } from '../content-security-policy/sources.ts';
import { allowFromOrigins } from './allow-from.ts';

describe('the sources that ALLOW-FROM meant', () => {
  const rows: readonly (readonly [value: string, sources: readonly string[] | undefined])[] = [
    ['ALLOW-FROM https://a.example', ['https://a.example']],
    ['allow-from https://A.example/', ['https://a.example']],
    ['ALLOW-FROM https://a.example/some/page?x=1', ['https://a.example']],
    ['ALLOW-FROM https://a.example:443', ['https://a.example']],
    ['ALLOW-FROM http://a.example:443', ['http://a.example:443']],
    ['ALLOW-FROM: http://a.example:8080', ['http://a.example:8080']],
    ['ALLOW-FROM=https://a.example', ['https://a.example']],
    ['ALLOWFROM\thttps://a.example', ['https://a.example']],
    ['ALLOW FROM "https://a.example"', ['https://a.example']],
    ['ALLOW-FROM https://a.example https://b.example', ['https://a.example', 'https://b.example']],
    [
      'ALLOW-FROM https://a.example, ALLOW-FROM https://b.example',
      ['https://a.example', 'https://b.example'],
    ],
    ['ALLOW-FROM https://a.example,https://a.example', ['https://a.example']],
    ['ALLOW-FROM https://a.example; SAMEORIGIN', ['https://a.example', "'self'"]],
    ["ALLOW-FROM 'self'", ["'self'"]],
    ['ALLOW-FROM *.a.example', ['*.a.example']],
    ['ALLOW-FROM *', ['*']],
    ['ALLOW-FROM a.example', ['a.example']],
    ['ALLOW-FROM localhost:3000', ['localhost:3000']],
    ['ALLOW-FROM', undefined],
    ['ALLOW-FROM https://[::1]', undefined],
    ['ALLOW-FROM https://bücher.example', undefined],
    ['ALLOW-FROM https://user@a.example', undefined],
    ['ALLOW-FROM partner', undefined],
    ['ALLOW-FROM https://a.example and b', undefined],
    ['ALLOWED-FROM https://a.example', undefined],
    ['SAMEORIGIN', undefined],
  ];
  for (const [value, sources] of rows) {
    test(`${value} → ${sources?.join(' ') ?? 'cannot be read'}`, () => {
      assert.deepEqual(allowFromOrigins(value), sources);
      for (const source of sources ?? []) assert.notEqual(parseSource(source).kind, 'invalid');
    });
  }
});
