import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import type { GatewayRequest } from '../../model/prediction.ts';
import { dialect } from './dialect.ts';

const UPSTREAM = { status: 200, headers: [] };

async function sent(
  files: Readonly<Record<string, string>>,
  url: string,
  more: Partial<GatewayRequest> = {},
): Promise<string> {
  const report = await predicted(dialect, files, { url, upstream: UPSTREAM, ...more });
  const values = report.headers
    .filter(({ name }) => name.toLowerCase() === 'x-frame-options')
    .flatMap((header) => header.values);
  return `${report.complete ? '' : '?'}${report.status ?? 'unknown'} ${values.join()}`.trim();
}

const DYNAMIC = `http:
  routers:
    narrow: {rule: "Host(\`a.example\`) && PathPrefix(\`/admin\`)", middlewares: [deny], service: app}
    wide: {rule: "Host(\`a.example\`)", middlewares: [same], service: app}
    first: {rule: "PathPrefix(\`/first\`)", priority: 1000, service: app}
    tls: {rule: "Host(\`a.example\`)", tls: {}, middlewares: [deny], service: app}
  middlewares:
    deny: {headers: {frameDeny: true}}
    same: {headers: {customFrameOptionsValue: SAMEORIGIN}}
  services:
    app: {loadBalancer: {servers: [{url: "http://10.0.0.7"}]}}
`;

test('the longest rule first, unless a priority is set', async () => {
  const files = { 'dynamic.yml': DYNAMIC };
  assert.equal(await sent(files, 'http://a.example/admin/x'), '200 DENY');
  assert.equal(await sent(files, 'http://a.example/other'), '200 SAMEORIGIN');
  assert.equal(await sent(files, 'http://a.example/first'), '200');
  assert.equal(await sent(files, 'http://b.example/'), '404');
});

test('an encrypted request is another matter', async () => {
  const files = {
    'dynamic.yml': DYNAMIC,
    'traefik.yml':
      'entryPoints:\n  web: {address: ":80"}\n  websecure: {address: ":443"}\nproviders: {file: {filename: dynamic.yml}}\n',
  };
  assert.equal(await sent(files, 'https://a.example/'), '200 DENY');
  assert.equal(await sent(files, 'https://a.example/admin'), '200 DENY');
  assert.equal(await sent(files, 'http://a.example/'), '200 SAMEORIGIN');
});

test('of two rules of one length either may come first', async () => {
  const files = {
    'dynamic.yml': `http:
  routers:
    a: {rule: "PathPrefix(\`/ab\`)", middlewares: [m], service: app}
    b: {rule: "PathPrefix(\`/a/\`)", service: app}
    c: {rule: "PathPrefix(\`/a*\`)", service: app}
    d: {rule: "PathRegexp(\`^/a\`)", service: app}
    e: {rule: "PathRegexp(\`/ab\`)", middlewares: [m], service: app}
  middlewares:
    m: {headers: {frameDeny: true}}
`,
  };
  assert.equal(await sent(files, 'http://a/abc'), '?200 DENY');
  assert.equal(await sent(files, 'http://a/axc'), '200');
});

test('what a middleware answers carries only what stands before it', async () => {
  const file = (chain: string): Readonly<Record<string, string>> => ({
    'dynamic.yml': `http:
  routers:
    r: {rule: "PathPrefix(\`/\`)", middlewares: ${chain}, service: app}
  middlewares:
    deny: {headers: {frameDeny: true}}
    auth: {basicAuth: {users: ["u:p"]}}
    secure: {redirectScheme: {scheme: https, permanent: true}}
`,
  });
  assert.equal(await sent(file('[auth, deny]'), 'http://a/'), '401');
  assert.equal(await sent(file('[deny, auth]'), 'http://a/'), '401 DENY');
  assert.equal(await sent(file('[secure, deny]'), 'http://a/'), '301');
  assert.equal(await sent(file('[secure, deny]'), 'http://a/', { method: 'POST' }), '308');
  assert.equal(
    await sent(file('[deny, auth]'), 'http://a/', { headers: [['Authorization', 'Basic x']] }),
    'unknown DENY',
  );
});

test('what is not known of the service matters where nothing settles it', async () => {
  const report = await predicted(dialect, { 'dynamic.yml': DYNAMIC }, { url: 'http://a.example/first' });
  assert.equal(report.complete, false);
  const settled = await predicted(dialect, { 'dynamic.yml': DYNAMIC }, { url: 'http://a.example/x' });
  assert.deepEqual(
    settled.headers.map(({ name, values, complete }) => [name, values, complete]),
    [['X-Frame-Options', ['SAMEORIGIN'], true]],
  );
});

test('a static configuration that is refused answers nothing', async () => {
  const report = await predicted(
    dialect,
    { 'traefik.yml': 'entryPoints:\n  web:\n    http: {middleware: [deny@file]}\n', 'dynamic.yml': DYNAMIC },
    { url: 'http://a.example/' },
  );
  assert.match(report.refused ?? '', /no option middleware/);
});

const served = (services: string): Readonly<Record<string, string>> => ({
  'dynamic.yml': `http:
  routers:
    r: {rule: "PathPrefix(\`/\`)", service: both}
    rest: {rule: "Path(\`/\`)", service: app, middlewares: [same]}
  middlewares:
    deny: {headers: {frameDeny: true}}
    same: {headers: {customFrameOptionsValue: SAMEORIGIN}}
  services:
    app: {loadBalancer: {servers: [{url: "http://10.0.0.7"}]}}
    sound: {loadBalancer: {servers: [{url: "http://10.0.0.7"}], healthCheck: {path: /}}}
    guarded: {loadBalancer: {servers: [{url: "http://10.0.0.7"}]}, middlewares: [deny]}
${services}`,
});

test('one of several services answers, with the middlewares that it has itself', async () => {
  const weighted = (names: string): Readonly<Record<string, string>> =>
    served(`    both: {weighted: {services: [${names}]}}\n`);
  assert.equal(await sent(weighted('{name: app}, {name: guarded}'), 'http://a.example/'), '?200');
  assert.equal(await sent(weighted('{name: guarded}, {name: guarded}'), 'http://a.example/'), '200 DENY');
  const mirrored = served('    both: {mirroring: {service: guarded, mirrors: [{name: app, percent: 10}]}}\n');
  assert.equal(await sent(mirrored, 'http://a.example/'), '200 DENY');
});

test('a failover watches a service with a health check, or the router is off', async () => {
  const failover = (main: string): Readonly<Record<string, string>> =>
    served(`    both: {failover: {service: ${main}, fallback: app}}\n`);
  assert.equal(await sent(failover('sound'), 'http://a.example/'), '200');
  assert.equal(await sent(failover('app'), 'http://a.example/'), '200 SAMEORIGIN');
  assert.deepEqual(told(judged(dialect, failover('app')), failover('app')), ['frame-policy-unread: app']);
});

test('allowed hosts are compared with their port', async () => {
  const files = {
    'dynamic.yml': `http:
  routers:
    r: {rule: "PathPrefix(\`/\`)", service: app, middlewares: [guard]}
  middlewares:
    guard: {headers: {frameDeny: true, allowedHosts: [a.example]}}
  services:
    app: {loadBalancer: {servers: [{url: "http://10.0.0.7"}]}}
`,
  };
  assert.equal(await sent(files, 'http://a.example/'), '200 DENY');
  assert.equal(await sent(files, 'http://a.example:8080/'), '500');
  assert.equal(await sent(files, 'http://x/', { headers: [['Host', 'A.example']] }), '200 DENY');
});
