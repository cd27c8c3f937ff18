import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../../test/gateways/support/dialect.ts';
import { dialect } from '../dialect.ts';
import { adding, bootstrap, routeFile } from '../testing.ts';

const service = { headers: [] };

async function answer(text: string, url: string, headers: readonly (readonly [string, string])[] = []) {
  const report = await predicted(dialect, { 'envoy.yaml': text }, { url, headers, upstream: service });
  const values = report.headers
    .filter(({ name }) => name.toLowerCase() === 'x-frame-options')
    .flatMap((each) => each.values);
  return {
    status: report.status,
    values,
    complete: report.complete,
    by: report.answeredBy.map(({ label }) => label),
    doubts: report.doubts,
  };
}

/** A second listener beside the first. */
function twoListeners(): string {
  const [head = '', tail = ''] = bootstrap({ table: adding('DENY') }).split('  clusters:');
  const second =
    bootstrap({ table: adding('SAMEORIGIN') })
      .split('  clusters:')[0]
      ?.split('  listeners:\n')[1] ?? '';
  return `${head}${second.replace('8080', '9090').replace('front', 'back')}  clusters:${tail}`;
}

test('the port of the url picks the listener; a single listener takes every port', async () => {
  assert.deepEqual((await answer(twoListeners(), 'http://a:8080/')).values, ['DENY']);
  assert.deepEqual((await answer(twoListeners(), 'http://a:9090/')).values, ['SAMEORIGIN']);
  const unknown = await answer(twoListeners(), 'http://a/');
  assert.equal(unknown.complete, false);
  assert.match(unknown.doubts.join(), /which listener/);
  assert.deepEqual((await answer(bootstrap({ table: adding('DENY') }), 'http://a/')).values, ['DENY']);
});

test('the name that a TLS client asks for picks the filter chain', async () => {
  const chain = (name: string, value: string) =>
    bootstrap({ table: adding(value) })
      .split('filter_chains:\n')[1]
      ?.split('  clusters:')[0]
      ?.replace(
        '- filters:',
        `- filter_chain_match: {server_names: [${name}]}\n          transport_socket: {name: tls}\n          filters:`,
      ) ?? '';
  const [head = '', rest = ''] = bootstrap({}).split('filter_chains:\n');
  const text = `${head}filter_chains:\n${chain('a.example', 'DENY')}${chain('"*.example"', 'SAMEORIGIN')}  clusters:${rest.split('  clusters:')[1] ?? ''}`;
  assert.deepEqual((await answer(text, 'https://a.example/')).values, ['DENY']);
  assert.deepEqual((await answer(text, 'https://b.example/')).values, ['SAMEORIGIN']);
});

test('a chain for another port takes nothing, and one for this port leaves no room but for the default one', async () => {
  const chain = (match: string, value: string) =>
    bootstrap({ table: adding(value) })
      .split('filter_chains:\n')[1]
      ?.split('  clusters:')[0]
      ?.replace('- filters:', `- ${match}\n          filters:`) ?? '';
  const [head = '', rest = ''] = bootstrap({}).split('filter_chains:\n');
  const [, clusters = ''] = rest.split('  clusters:');
  const chains = (...all: readonly string[]) =>
    `${head}filter_chains:\n${all.join('')}  clusters:${clusters}`;
  const other = chain('filter_chain_match: {destination_port: 9999}', 'SAMEORIGIN');
  const same = chain('filter_chain_match: {destination_port: 8080}', 'DENY');
  const any = chain('filter_chain_match: {}', 'DENY');
  assert.deepEqual((await answer(chains(other, any), 'http://a:8080/')).values, ['DENY']);
  assert.deepEqual((await answer(chains(any.replace('DENY', 'SAMEORIGIN'), same), 'http://a:8080/')).values, [
    'DENY',
  ]);
  const redirected = chains(other, any).replace(
    'filter_chains:',
    'use_original_dst: true\n      filter_chains:',
  );
  assert.equal((await answer(redirected, 'http://a:8080/')).complete, false);
});

test('where the level that answers is told, and a share of requests stays open', async () => {
  const routes = `- match: {prefix: "/api"}
  route: {cluster: shop}
- match: {prefix: "/", runtime_fraction: {default_value: {numerator: 50}}}
  ${adding('DENY').replaceAll('\n', '\n  ')}
  route: {cluster: shop}
- match: {prefix: "/"}
  route: {cluster: shop}`;
  assert.deepEqual((await answer(bootstrap({ routes }), 'http://a/api')).by, [
    'virtual host shop',
    'route /api',
  ]);
  const half = await answer(bootstrap({ routes }), 'http://a/');
  assert.equal(half.complete, false);
  assert.match(half.doubts.join(), /which route/);
});

test('a path is normalized where the manager says so', async () => {
  const routes = '- match: {path: "/b"}\n  direct_response: {status: 200, body: {inline_string: b}}';
  assert.equal((await answer(bootstrap({ routes }), 'http://a/a/../b')).status, 404);
  assert.equal(
    (await answer(bootstrap({ routes, manager: 'normalize_path: true' }), 'http://a/a/../b')).status,
    200,
  );
  assert.equal(
    (await answer(bootstrap({ routes, manager: 'merge_slashes: true' }), 'http://a//b')).status,
    200,
  );
  assert.equal(
    (await answer(bootstrap({ routes, manager: 'normalize_path: true' }), 'http://a/%2e/b')).complete,
    false,
  );
});

test('a filter that may answer leaves the answer open where it would be another one', async () => {
  const filters =
    '- name: envoy.filters.http.local_ratelimit\n  typed_config:\n    "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit\n    stat_prefix: a';
  const everywhere = await answer(bootstrap({ filters, table: adding('DENY') }), 'http://a/');
  assert.deepEqual([everywhere.values, everywhere.complete, everywhere.status], [['DENY'], true, null]);
});

test('a file of routes by itself: what its listener adds is not known', async () => {
  const alone = await answer(routeFile({ table: adding('DENY') }), 'http://a/');
  assert.deepEqual([alone.status, alone.complete], [200, false]);
});
