import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../../test/gateways/support/dialect.ts';
import { dialect } from '../dialect.ts';

/** Whether a route with these predicates takes a request; `undefined` where it cannot be told. */
async function takes(
  predicates: readonly string[],
  request: { readonly url: string; readonly method?: string; readonly headers?: readonly [string, string][] },
): Promise<boolean | undefined> {
  const list = predicates.map((each) => `\n    - ${each}`).join('');
  const text = `spring.cloud.gateway:\n  routes:\n  - id: a\n    uri: http://a\n    predicates:${list}\n    filters:\n    - SetResponseHeader=X-Frame-Options, DENY\n`;
  const asked = { ...request, url: `http://${request.url}`, upstream: { status: 200, headers: [] } };
  const report = await predicted(dialect, { 'application.yml': text }, asked);
  if (report.doubts.length > 0) return undefined;
  return report.headers.length > 0;
}

const path = (pattern: string, url: string): Promise<boolean | undefined> =>
  takes([`"Path=${pattern}"`], { url });

test('paths: whole segments, the rest, variables with and without a pattern', async () => {
  assert.equal(await path('/a/**', 'x/a'), true);
  assert.equal(await path('/a/**', 'x/a/b/c?d=e'), true);
  assert.equal(await path('/a/**', 'x/ab'), false);
  assert.equal(await path('/a/*', 'x/a/b/c'), false);
  assert.equal(await path('/a/{id}', 'x/a/1'), true);
  assert.equal(await path('/a/{*rest}', 'x/a/b/c'), true);
  assert.equal(await path('/a/{id:[0-9]{2}}', 'x/a/1'), false);
  assert.equal(await path('/a/{id:[0-9]+}', 'x/a/12'), true);
  assert.equal(await path('/a.html', 'x/aXhtml'), false);
  assert.equal(await path('/a/?', 'x/a/b'), true);
  assert.equal(await path('/a,/b', 'x/b'), true);
  assert.equal(await path('/A', 'x/a'), false);
  assert.equal(await path('/%20', 'x/%20'), false);
});

test('paths: a slash at the end is left open, for releases differ', async () => {
  assert.equal(await path('/a', 'x/a/'), undefined);
});

test('hosts: labels between dots, in any case; a port is left open', async () => {
  assert.equal(await takes(['Host=**.example.org'], { url: 'shop.EXAMPLE.org/' }), true);
  assert.equal(await takes(['Host=**.example.org'], { url: 'example.org/' }), true);
  assert.equal(await takes(['Host=*.example.org'], { url: 'a.b.example.org/' }), false);
  assert.equal(await takes(['Host={sub}.example.org,example.org'], { url: 'a.example.org/' }), true);
  assert.equal(await takes(['Host=**.example.org'], { url: 'a.example.org:8080/' }), undefined);
});

test('methods, headers, queries, cookies: all have to hold, values as a whole', async () => {
  const header = ['Header=X-Id, \\d+'];
  assert.equal(await takes(header, { url: 'x/', headers: [['x-id', '12']] }), true);
  assert.equal(await takes(header, { url: 'x/', headers: [['x-id', '12a']] }), false);
  assert.equal(await takes(header, { url: 'x/' }), false);
  assert.equal(await takes(['Method=GET,POST'], { url: 'x/', method: 'post' }), true);
  assert.equal(await takes(['Method=GET'], { url: 'x/', method: 'PUT' }), false);
  assert.equal(await takes(['Query=color, gre.'], { url: 'x/?color=gree' }), true);
  assert.equal(await takes(['Query=color'], { url: 'x/?colour=1' }), false);
  assert.equal(await takes(['Cookie=a, b.'], { url: 'x/', headers: [['Cookie', 'c=d; a=bc']] }), true);
  assert.equal(await takes(['Path=/**', 'Method=PUT'], { url: 'x/' }), false);
  assert.equal(await takes(['{name: Path, args: {pattern: /a/**}}'], { url: 'x/a/b' }), true);
});

test('a time that is past stays past; one that is to come is left open', async () => {
  const past = '2020-01-20T17:42:47.789-07:00[America/Denver]';
  const toCome = '2999-01-20T17:42:47.789-07:00[America/Denver]';
  assert.equal(await takes([`After=${past}`], { url: 'x/' }), true);
  assert.equal(await takes([`Before=${past}`], { url: 'x/' }), false);
  assert.equal(await takes([`{name: Before, args: {datetime: '${past}'}}`], { url: 'x/' }), false);
  assert.equal(await takes([`After=${toCome}`], { url: 'x/' }), undefined);
  assert.equal(await takes([`Before=${toCome}`], { url: 'x/' }), undefined);
});

test('a text in the long form is one pattern, whatever commas it has', async () => {
  const list = "{name: Path, args: {patterns: ['/a', '/b']}}";
  assert.equal(await takes([list], { url: 'x/b' }), true);
  assert.equal(await takes(["{name: Path, args: {patterns: '/a,/b'}}"], { url: 'x/b' }), false);
  assert.equal(await takes(["{name: Path, args: {_genkey_0: '/a', _genkey_1: '/b'}}"], { url: 'x/b' }), true);
});

test('a route alone in its group of weights gets all that comes', async () => {
  assert.equal(await takes(['Weight=group1, 8'], { url: 'x/' }), true);
  assert.equal(await takes(['Weight=group1, 0'], { url: 'x/' }), undefined);
  assert.equal(await takes(['Weight=group1, 8', 'Weight=group1, 2'], { url: 'x/' }), undefined);
});

test('what code decides is left open, unless another predicate does not hold', async () => {
  assert.equal(await takes(['Tenant=a'], { url: 'x/' }), undefined);
  assert.equal(await takes(['RemoteAddr=10.0.0.0/8', 'Path=/a'], { url: 'x/b' }), false);
});
