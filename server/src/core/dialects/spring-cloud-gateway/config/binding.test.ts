import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../../test/gateways/support/dialect.ts';
import { dialect } from '../dialect.ts';

const ROUTES = 'routes:\n  - id: a\n    uri: http://a\n    predicates:\n    - Path=/**\n';

async function asked(text: string): ReturnType<typeof predicted> {
  const request = { url: 'http://x/', upstream: { status: 200, headers: [] } };
  return predicted(dialect, { 'application.yml': text }, request);
}

const defaults = (key: string): string =>
  `spring.cloud.gateway:\n  default-filters:\n    ${key}: SetResponseHeader=X-Frame-Options, DENY\n  ${ROUTES}`;

test('a list whose first number is left out is not bound; quoted numbers are names, which nobody misses', async () => {
  assert.notEqual((await asked(defaults('1'))).refused, undefined);
  const quoted = await asked(defaults('"1"'));
  assert.equal(quoted.refused, undefined);
  assert.deepEqual(quoted.headers, []);
  assert.equal((await asked(defaults('"0"'))).headers.length, 1);
});

test('one document may lead to its properties in two spellings', async () => {
  const text = `spring:\n  application:\n    name: shop\nSPRING:\n  cloud:\n    gateway:\n      ${ROUTES.replaceAll('\n', '\n      ')}    filters:\n          - SetResponseHeader=X-Frame-Options, DENY\n`;
  assert.equal((await asked(text)).headers.length, 1);
});
