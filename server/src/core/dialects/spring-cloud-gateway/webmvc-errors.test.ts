// Seen on Spring Cloud Gateway 5.0.2: a servlet container asks for /error, and a route for everything answers that.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { dialect } from './dialect.ts';

async function answer(kind: 'webmvc' | 'webflux', other: string): Promise<string> {
  const text = `spring.cloud.gateway.server.${kind}.routes:
- {id: broken, uri: "no://op", predicates: ["Path=/b/**"]}
- {id: other, uri: "http://127.0.0.1:9000", predicates: ["Path=${other}"]}
`;
  const { status, complete } = await predicted(
    dialect,
    { 'application.yml': text },
    { url: 'http://gateway.example/b/x', upstream: { status: 200, headers: [] } },
  );
  return `${status ?? 'unknown'} ${complete ? 'complete' : 'incomplete'}`;
}

test('a route for everything may answer for the page of errors', async () => {
  assert.equal(await answer('webmvc', '/**'), 'unknown incomplete');
  assert.equal(await answer('webmvc', '/shop/**'), '500 complete');
});

test('WebFlux has no such page', async () => {
  assert.equal(await answer('webflux', '/**'), '200 complete');
});
