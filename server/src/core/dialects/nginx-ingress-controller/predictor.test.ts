import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import type { GatewayRequest } from '../../model/prediction.ts';
import { dialect } from './dialect.ts';
import { adding, configMap, ingress, route, server } from './testing.ts';

const SERVICE = { status: 200, headers: [] };

async function answer(text: string, path: string, more: Partial<GatewayRequest> = {}) {
  const request = { url: `http://cafe.example${path}`, upstream: SERVICE, ...more };
  return predicted(dialect, { 'web.yaml': text }, request);
}

/** The values of X-Frame-Options, or what makes them unknown. */
async function frame(text: string, path: string, more: Partial<GatewayRequest> = {}): Promise<string> {
  const { headers, complete, refused, status, doubts } = await answer(text, path, more);
  if (refused !== undefined) return `refused: ${refused}`;
  const values = headers.find(({ name }) => /^x-frame-options$/i.test(name))?.values ?? [];
  return `${status ?? '?'} ${values.join(' + ')}${complete ? '' : ` (${doubts.join(', ')})`}`;
}

test('longest prefix, exact path and pattern, as nginx chooses', async () => {
  const text = server(
    [
      adding('A', ', always: true', 'X-Frame-Options', '/'),
      adding('B', ', always: true', 'X-Frame-Options', '/tea'),
      adding('C', ', always: true', 'X-Frame-Options', '=/tea/x'),
      adding('D', ', always: true', 'X-Frame-Options', '"~ \\\\.html$"'),
    ].join('\n'),
  );
  assert.equal(await frame(text, '/coffee'), '200 A');
  assert.equal(await frame(text, '/tea/y'), '200 B');
  assert.equal(await frame(text, '/tea/x?a=b'), '200 C');
  assert.equal(await frame(text, '/tea/x.html'), '200 D');
  assert.equal(await frame(text, '/tea', { headers: [['Host', 'other.example']] }), '404 ');
});

test('always or not', async () => {
  const text = server(adding('DENY', ''));
  assert.equal(await frame(text, '/'), '200 DENY');
  assert.equal(await frame(text, '/', { upstream: { status: 404, headers: [] } }), '404 ');
});

test('a port of the Service in front makes no difference', async () => {
  assert.equal(await frame(server(adding('DENY')), '/', { url: 'http://cafe.example:30080/' }), '200 DENY');
});

test('of splits with chances on both sides only what they share is known', async () => {
  const action = (value: string): string =>
    `{return: {body: a, headers: [{name: X-Frame-Options, value: ${value}}]}}`;
  const splits = (first: string, second: string): string =>
    server(
      `- path: /\n  splits: [{weight: 50, action: ${action(first)}}, {weight: 50, action: ${action(second)}}]`,
    );
  assert.equal(await frame(splits('DENY', 'DENY'), '/'), '200 DENY');
  assert.match(await frame(splits('DENY', 'SAMEORIGIN'), '/'), /\(whether splits\[0\] is chosen\)$/);
  const never = splits('DENY', 'SAMEORIGIN')
    .replace('weight: 50', 'weight: 0')
    .replace('weight: 50', 'weight: 100');
  assert.equal(await frame(never, '/'), '200 SAMEORIGIN');
});

test('a route that is delegated to a VirtualServerRoute, and one that is nowhere', async () => {
  const root = server(`${adding('A')}\n- path: /tea\n  route: tea`);
  const tea = route('tea', adding('B', ', always: true', 'X-Frame-Options', '/tea/green'));
  assert.equal(await frame(root + tea, '/tea/green'), '200 B');
  assert.equal(await frame(root + tea, '/tea'), '200 A');
  assert.match(await frame(root, '/tea'), /what the VirtualServerRoute tea answers/);
  assert.equal(await frame(root, '/coffee'), '200 A');
});

test('an object that is refused, and a snippet that nginx refuses', async () => {
  assert.match(await frame(server(adding('DENY', ', always: "true"')), '/'), /^refused: VirtualServer cafe/);
  const more = server(adding('DENY'), 'server-snippets: |\n  more_set_headers "X-Frame-Options: DENY";');
  assert.match(await frame(more, '/'), /^refused: more_set_headers/);
  const elsewhere = more.replaceAll('cafe', 'other');
  assert.equal(await frame(elsewhere + server(adding('DENY')), '/'), '200 DENY');
});

test('policies may answer in the place of the service', async () => {
  const text = `---
apiVersion: k8s.nginx.org/v1
kind: Policy
metadata: {name: limit, namespace: shop}
spec: {rateLimit: {rate: 1r/s, key: a, zoneSize: 1M}}
${server(adding('DENY'), 'policies: [{name: limit}]')}`;
  const { status, doubts } = await answer(text, '/');
  assert.equal(status, null);
  assert.deepEqual(doubts, ['whether a policy refuses the request']);
});

test('Ingresses: TLS redirects, and the ConfigMap for unknown hosts', async () => {
  const all = configMap('add-header: "X-Frame-Options: DENY: always"');
  const shop = ingress('').replace('  rules:', '  tls: [{hosts: [shop.example], secretName: tls}]\n  rules:');
  const at = (url: string): Promise<string> => frame(all + shop, '', { url });
  assert.equal(await at('http://shop.example/'), '301 DENY');
  assert.equal(await at('https://shop.example/'), '200 DENY');
  assert.equal(await at('http://nobody.example/'), '404 DENY');
});

test('several objects for one host: the oldest has it, and no file tells which that is', async () => {
  const text = server(adding('DENY')) + server(adding('SAMEORIGIN')).replace('name: cafe', 'name: second');
  assert.match(await frame(text, '/'), /which of several objects for cafe.example is the oldest/);
});
