import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GatewayRequest } from '../../model/prediction.ts';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { dialect } from './dialect.ts';
import { block, configMap, controller, ingress, text } from './testing.ts';

const UPSTREAM: NonNullable<GatewayRequest['upstream']> = {
  status: 200,
  headers: [['X-Frame-Options', 'SAMEORIGIN']],
};

/** `status X-Frame-Options…`, or `unknown`. */
async function answer(source: string, url: string, more: Partial<GatewayRequest> = {}): Promise<string> {
  const report = await predicted(dialect, { 'web.yaml': source }, { url, upstream: UPSTREAM, ...more });
  const values = report.headers.flatMap(({ name, values: all }) => (name === 'X-Frame-Options' ? all : []));
  return report.complete ? [report.status ?? 'any', ...values].join(' ') : 'unknown';
}

const DENY = block('configuration-snippet', 'more_set_headers "X-Frame-Options: DENY";');

test('a prefix ends at a slash, and what no path takes is answered by the controller', async () => {
  const source = ingress(DENY, { path: '/shop' });
  assert.equal(await answer(source, 'http://shop.example/shop'), '200 DENY');
  assert.equal(await answer(source, 'http://shop.example/shop/cart'), '200 DENY');
  assert.equal(await answer(source, 'http://shop.example/shopping'), '404 DENY');
  assert.equal(await answer(source, 'http://other.example/shop'), '404');
});

test('an exact path beside a prefix', async () => {
  const source = `${ingress(DENY, { path: '/a' })}---\n${ingress('', { name: 'b', path: '/a', pathType: 'Exact' })}`;
  assert.equal(await answer(source, 'http://shop.example/a'), '200 SAMEORIGIN');
  assert.equal(await answer(source, 'http://shop.example/a/b'), '200 DENY');
});

test('patterns make all paths of the host patterns, longer ones first', async () => {
  const pattern = ingress(`${DENY}\n${text('use-regex', '"true"')}`, {
    path: '/v[0-9]+/items',
    pathType: 'ImplementationSpecific',
  });
  const source = `${pattern}---\n${ingress('', { name: 'b', path: '/v' })}`;
  assert.equal(await answer(source, 'http://shop.example/V2/items/1'), '200 DENY');
  assert.equal(await answer(source, 'http://shop.example/v/items'), '200 SAMEORIGIN');
  assert.equal(await answer(source, 'http://shop.example/very'), '200 SAMEORIGIN');
});

test('a wildcard host takes one label, and an exact host comes first', async () => {
  const source = `${ingress(DENY, { host: '"*.example"' })}---\n${ingress('', { name: 'b' })}`;
  assert.equal(await answer(source, 'http://a.example/'), '200 DENY');
  assert.equal(await answer(source, 'http://shop.example/'), '200 SAMEORIGIN');
  assert.equal(await answer(source, 'http://a.b.example/'), '404');
});

test('plain requests are sent to https where a certificate is there', async () => {
  const tls = '  tls: [{hosts: [shop.example], secretName: certificate}]\n';
  const source = ingress(DENY, { spec: tls });
  assert.equal(await answer(source, 'http://shop.example/'), '308 DENY');
  assert.equal(await answer(source, 'https://shop.example/'), '200 DENY');
  const off = ingress(`${DENY}\n${text('ssl-redirect', '"false"')}`, { spec: tls });
  assert.equal(await answer(off, 'http://shop.example/'), '200 DENY');
  const forced = ingress(text('force-ssl-redirect', '"true"'));
  assert.equal(await answer(forced, 'http://shop.example/'), '308');
  // The names in the certificate decide.
  const nameless = ingress('', { spec: '  tls: [{secretName: certificate}]\n' });
  assert.equal(await answer(nameless, 'http://shop.example/'), 'unknown');
});

test('any port leads to those that the controller listens on', async () => {
  assert.equal(await answer(ingress(DENY), 'http://shop.example:8080/'), '200 DENY');
});

test('redirects, other names, and the root of an application', async () => {
  assert.equal(
    await answer(ingress(text('permanent-redirect', 'https://o.example')), 'http://shop.example/'),
    '301',
  );
  assert.equal(
    await answer(ingress(text('from-to-www-redirect', '"true"')), 'http://www.shop.example/'),
    '308',
  );
  assert.equal(
    await answer(ingress(`${DENY}\n${text('server-alias', 'a.example')}`), 'http://a.example/'),
    '200 DENY',
  );
  assert.equal(await answer(ingress(`${DENY}\n${text('app-root', '/app')}`), 'http://shop.example/'), '302');
});

test('whoever asks a service of which nothing is said, may be refused by auth-url', async () => {
  const source = ingress(`${DENY}\n${text('auth-url', 'https://sso.example/verify')}`);
  assert.equal(await answer(source, 'http://shop.example/'), '200 DENY');
  const report = await predicted(dialect, { 'web.yaml': source }, { url: 'http://shop.example/' });
  assert.deepEqual(report.doubts, ['whether auth-url lets the request pass']);
});

test('a denied location answers 503, and custom errors are what a default backend makes of them', async () => {
  assert.equal(await answer(ingress(text('custom-headers', 'own')), 'http://shop.example/'), '503');
  const pages = ingress(`${DENY}\n${text('custom-http-errors', '"404"')}`);
  assert.equal(await answer(pages, 'http://shop.example/'), '200 DENY');
  assert.equal(await answer(pages, 'http://shop.example/', { upstream: { status: 404 } }), 'unknown');
});

test('what is not in the workspace, or in doubt', async () => {
  const elsewhere = ingress(text('custom-headers', 'shop/own'));
  assert.equal(await answer(elsewhere, 'http://shop.example/'), 'unknown');
  const twice = `${ingress(DENY)}---\n${ingress('', { name: 'b' })}`;
  assert.equal(await answer(twice, 'http://shop.example/'), 'unknown');
  const stranger = `${ingress(DENY)}---\n${ingress('', { name: 'b', host: 'b.example' }).replace('Name: nginx', 'Name: own')}`;
  assert.equal(await answer(stranger, 'http://b.example/'), 'unknown');
  const several = ingress(DENY) + controller('hide-headers: X-A') + controller('hide-headers: X-B');
  assert.equal(await answer(several, 'http://shop.example/'), 'unknown');
});

test('a host that a template fills in may be any', async () => {
  const source = `${ingress(DENY)}---\n${ingress('', { name: 'b', host: '"{{ .Values.host }}"' })}`;
  assert.equal(await answer(source, 'http://shop.example/'), '200 DENY');
  assert.equal(await answer(source, 'http://other.example/'), 'unknown');
});

test('a canary answers through the main Ingress', async () => {
  const canary = ingress(text('canary', '"true"'), { name: 'next' });
  assert.equal(await answer(`${ingress(DENY)}---\n${canary}`, 'http://shop.example/'), '200 DENY');
});

test('a dollar sign in custom-headers stands for itself', async () => {
  const source =
    ingress(text('custom-headers', 'shop/own')) + configMap('own', 'shop', 'X-Frame-Options: "$host"');
  assert.equal(await answer(source, 'http://shop.example/'), '200 $host');
});

test('a snippet that nginx refuses', async () => {
  const source = ingress(block('configuration-snippet', 'more_set_headers "X-Frame-Options: DENY"'));
  const report = await predicted(dialect, { 'web.yaml': source }, { url: 'http://shop.example/' });
  assert.ok(report.refused !== undefined || !report.complete);
});

test('what Traefik reads in the place of the controller, it reads otherwise', async () => {
  const traefik =
    'entryPoints: {web: {address: ":80"}}\nproviders: {kubernetesIngressNGINX: {endpoint: "http://api"}}\n';
  const files = { 'traefik.yml': traefik, 'web.yaml': ingress(DENY) };
  const { complete } = await predicted(dialect, files, { url: 'http://shop.example/', upstream: UPSTREAM });
  assert.equal(complete, false);
});
