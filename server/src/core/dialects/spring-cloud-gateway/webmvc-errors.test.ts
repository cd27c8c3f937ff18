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

async function started(route: string): Promise<readonly [refused: boolean, complete: boolean]> {
  const text = `spring.cloud.gateway.server.webmvc.routes:\n- {id: other, uri: "http://x", predicates: ["Path=/shop"]}\n- {id: a, ${route}}\n`;
  const request = { url: 'http://gateway.example/shop', upstream: { status: 200, headers: [] } };
  const { refused, complete } = await predicted(dialect, { 'application.yml': text }, request);
  return [refused !== undefined, complete];
}

test('a route without a uri is no reason to refuse the others', async () => {
  const [refused] = await started('predicates: ["Path=/b"]');
  assert.equal(refused, false);
});

test('whether it starts with a shortcut of another number of parts is not known', async () => {
  const route = 'uri: "http://y", predicates: ["Path=/b"], filters: ["RewriteLocationResponseHeader=X';
  assert.deepEqual(await started(`${route}, Location"]`), [false, false]);
  assert.deepEqual(await started(`${route}, Location, host, https?"]`), [false, true]);
});
