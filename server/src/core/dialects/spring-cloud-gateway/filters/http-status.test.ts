import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../../test/gateways/support/dialect.ts';
import { dialect } from '../dialect.ts';

async function answer(filter: string, kind = 'webflux'): Promise<string> {
  const text = `spring.cloud.gateway.server.${kind}.routes:
- {id: r, uri: "http://127.0.0.1:9000", predicates: ["Path=/**"], filters: ["${filter}"]}
`;
  const { status, complete, refused } = await predicted(
    dialect,
    { 'application.yml': text },
    { url: 'http://gateway.example/', upstream: { status: 200, headers: [] } },
  );
  return refused ?? `${status ?? 'unknown'} ${complete ? 'complete' : 'incomplete'}`;
}

test('a status by its name', async () => {
  assert.equal(await answer('SetStatus=NOT_FOUND'), '404 complete');
  assert.equal(await answer('SetStatus=not_found'), '404 complete');
  assert.equal(await answer('RedirectTo=FOUND, https://shop.example/'), '302 complete');
});

test('WebFlux does not start with a word that is none', async () => {
  assert.equal(await answer('SetStatus=NOPE'), 'NOPE is neither a status nor the name of one');
  assert.equal(await answer('SetStatus=NOPE', 'webmvc'), 'unknown complete');
});
