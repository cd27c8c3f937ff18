import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { dialect } from './dialect.ts';
import { apisixRoute, ingress, pluginObject, standalone, UPSTREAM } from './testing.ts';

interface Asked {
  readonly files: Readonly<Record<string, string>>;
  readonly url: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly sent?: readonly (readonly [string, string])[];
  readonly status?: number;
}

/** Status and X-Frame-Options, or `unknown`. */
async function answers({
  files,
  url,
  method,
  headers = [],
  sent = [],
  status = 200,
}: Asked): Promise<string> {
  const report = await predicted(dialect, files, {
    url: url.startsWith('http') ? url : `http://web.example${url}`,
    ...(method !== undefined && { method }),
    headers,
    upstream: { status, headers: sent },
  });
  if (!report.complete) return 'unknown';
  const values = report.headers.filter(({ name }) => name.toLowerCase() === 'x-frame-options');
  return [report.status, ...values.flatMap((each) => each.values)].join(' ');
}

/** Routes in flow style, each with a response-rewrite of the value behind it. */
function table(routes: Readonly<Record<string, string>>, more = ''): Readonly<Record<string, string>> {
  const items = Object.entries(routes).map(
    ([value, match]) =>
      `- {${match}, ${UPSTREAM}, plugins: {response-rewrite: {headers: {set: {X-Frame-Options: ${value}}}}}}`,
  );
  return { 'apisix.yaml': standalone(`routes:\n${items.join('\n')}\n${more}`) };
}

async function ask(files: Asked['files'], url: string, more: Partial<Asked> = {}): Promise<string> {
  return answers({ files, url, ...more });
}

test('exact paths, then the longest prefix, wherever they stand', async () => {
  const files = table({ A: 'uri: /*', B: 'uri: /a/*', C: 'uri: /a/b', D: 'uris: [/x, /y*]' });
  assert.equal(await ask(files, '/'), '200 A');
  assert.equal(await ask(files, '/a'), '200 A');
  assert.equal(await ask(files, '/a/'), '200 B');
  assert.equal(await ask(files, '/a/b'), '200 C');
  assert.equal(await ask(files, '/a/b?c=d'), '200 C');
  assert.equal(await ask(files, '/a/b/c'), '200 B');
  assert.equal(await ask(files, '/x'), '200 D');
  assert.equal(await ask(files, '/yz'), '200 D');
});

test('no route: 404, with what global rules send', async () => {
  const files = table({ A: 'uri: /a' });
  assert.equal(await ask(files, '/b'), '404');
  const rules = 'global_rules: [{id: g, plugins: {response-rewrite: {headers: {X-Frame-Options: DENY}}}}]';
  assert.equal(await ask(table({ A: 'uri: /a' }, rules), '/b'), '404 DENY');
  assert.equal(await ask(table({ A: 'uri: /a' }, rules), '/a'), '200 A');
});

test('hosts, exact ones first, then wildcards over several labels', async () => {
  const files = table({
    A: 'uri: /*',
    B: 'uri: /*, host: a.example',
    C: 'uri: /*, hosts: ["*.a.example"]',
    D: 'uri: /deep/path, host: "*.example"',
  });
  assert.equal(await ask(files, 'http://a.example/x'), '200 B');
  assert.equal(await ask(files, 'http://A.example:8080/x'), '200 B');
  assert.equal(await ask(files, 'http://x.y.a.example/'), '200 C');
  assert.equal(await ask(files, 'http://b.example/'), '200 A');
  assert.equal(await ask(files, 'http://b.example/deep/path'), '200 D');
  assert.equal(await ask(files, 'http://x.a.example/deep/path'), '200 C');
});

test('the router that config.yaml names: hosts are told apart last', async () => {
  const boot = (router: string): string =>
    `apisix: {node_listen: 9080, router: {http: ${router}}}\ndeployment: {role: data_plane}\n`;
  const files = table({ A: 'uri: /a', B: 'uri: /*, host: web.example', C: 'uri: /u/:id/posts' });
  assert.equal(await ask(files, '/a'), '200 B');
  assert.equal(await ask({ ...files, 'config.yaml': boot('radixtree_uri') }, '/a'), '200 A');
  const named = { ...files, 'config.yaml': boot('radixtree_uri_with_parameter') };
  assert.equal(await ask(named, '/u/7/posts'), '200 C');
  assert.equal(await ask(named, '/u/7/other'), '200 B');
  assert.equal(await ask({ ...files, 'config.yaml': boot('radixtree_host_uri') }, '/u/7/posts'), '200 B');
});

test('of one path the higher priority, then the earlier in the file', async () => {
  const files = table({ A: 'uri: /*', B: 'uri: /*, priority: 1', C: 'uri: /a*', D: 'uri: /a*' });
  assert.equal(await ask(files, '/'), '200 B');
  assert.equal(await ask(files, '/a'), '200 C');
});

test('methods and conditions', async () => {
  const files = table({
    A: 'uri: /*',
    B: 'uri: /m, methods: [POST, PUT]',
    C: 'uri: /v, vars: [[arg_a, "==", "1"], [http_x_b, "~~", "^c+$"]]',
    D: 'uri: /i, vars: [[cookie_k, in, [x, z]]]',
    E: 'uri: /o, vars: [OR, [arg_a, "==", "1"], [arg_b, "!", "==", "2"]]',
  });
  assert.equal(await ask(files, '/m'), '200 A');
  assert.equal(await ask(files, '/m', { method: 'POST' }), '200 B');
  assert.equal(await ask(files, '/v?a=1'), '200 A');
  assert.equal(await ask(files, '/v?a=1', { headers: [['X-B', 'cc']] }), '200 C');
  assert.equal(await ask(files, '/i', { headers: [['Cookie', 'j=1; k=z']] }), '200 D');
  assert.equal(await ask(files, '/i'), '200 A');
  assert.equal(await ask(files, '/o?b=2'), '200 A');
  assert.equal(await ask(files, '/o'), '200 E');
});

test('what addresses and Lua decide is not known', async () => {
  const files = table({ A: 'uri: /*', B: 'uri: /a, remote_addr: 10.0.0.0/8' });
  assert.equal(await ask(files, '/a'), 'unknown');
  assert.equal(await ask(files, '/b'), '200 A');
});

test('an asterisk in the middle is read as an expression', async () => {
  const files = table({ A: 'uri: /*', B: 'uri: /api/v*/**' });
  assert.equal(await ask(files, '/api/v1/x'), 'unknown');
  assert.equal(await ask(files, '/x'), '200 A');
});

test('a route that is switched off, or left out for its plugin, is not there', async () => {
  const files = table({ A: 'uri: /*', B: 'uri: /a, status: 0', '[x]': 'uri: /b' });
  assert.equal(await ask(files, '/a'), '200 A');
  assert.equal(await ask(files, '/b'), '200 A');
});

test('the header of the service stays, is joined or goes', async () => {
  const one = (headers: string): Readonly<Record<string, string>> => ({
    'apisix.yaml': standalone(
      `routes:\n- {uri: /*, ${UPSTREAM}, plugins: {response-rewrite: {headers: ${headers}}}}`,
    ),
  });
  const sent = [['X-Frame-Options', 'DENY']] as const;
  assert.equal(await ask(one('{set: {A: b}}'), '/', { sent }), '200 DENY');
  assert.equal(
    await ask(one('{add: ["X-Frame-Options: SAMEORIGIN"]}'), '/', { sent }),
    '200 DENY SAMEORIGIN',
  );
  assert.equal(
    await ask(one('{add: ["X-Frame-Options: A"], set: {X-Frame-Options: B}}'), '/', { sent }),
    '200 B',
  );
  assert.equal(await ask(one('{remove: [x-frame-options]}'), '/', { sent }), '200');
  assert.equal(await ask(one('{X-Frame-Options: ""}'), '/', { sent }), '200');
});

test('conditions on the status and on the request', async () => {
  const files = {
    'apisix.yaml': standalone(
      `routes:\n- {uri: /*, ${UPSTREAM}, plugins: {response-rewrite: {vars: [[status, ">=", 400], [arg_a, "==", "1"]], headers: {set: {X-Frame-Options: DENY}}}}}`,
    ),
  };
  assert.equal(await ask(files, '/?a=2', { status: 404 }), '404');
  const plain = {
    'apisix.yaml': files['apisix.yaml'].replace(', [arg_a, "==", "1"]', ''),
  };
  assert.equal(await ask(plain, '/', { status: 404 }), '404 DENY');
  assert.equal(await ask(plain, '/'), '200');
});

test('redirects, mocked answers and faults come with the headers too', async () => {
  const one = (plugin: string): Readonly<Record<string, string>> => ({
    'apisix.yaml': standalone(
      `routes:\n- {uri: /*, ${UPSTREAM}, plugins: {${plugin}, response-rewrite: {headers: {set: {X-Frame-Options: DENY}}}}}`,
    ),
  });
  assert.equal(await ask(one('redirect: {uri: /a}'), '/'), '302 DENY');
  assert.equal(await ask(one('redirect: {uri: /a, ret_code: 301}'), '/'), '301 DENY');
  assert.equal(await ask(one('redirect: {http_to_https: true}'), '/'), '301 DENY');
  assert.equal(await ask(one('redirect: {http_to_https: true}'), 'https://web.example/'), '200 DENY');
  assert.equal(await ask(one('mocking: {response_status: 201}'), '/'), '201 DENY');
  assert.equal(await ask(one('fault-injection: {abort: {http_status: 503}}'), '/'), '503 DENY');
});

test('another status that the plugin writes', async () => {
  const files = {
    'apisix.yaml': standalone(
      `routes:\n- {uri: /*, ${UPSTREAM}, plugins: {response-rewrite: {status_code: 403, headers: {X-Frame-Options: DENY}}}}`,
    ),
  };
  assert.equal(await ask(files, '/'), '403 DENY');
});

test('a file without its marker answers nothing', async () => {
  const text = table({ A: 'uri: /*' })['apisix.yaml'] ?? '';
  const report = await predicted(
    dialect,
    { 'apisix.yaml': text.replace('#END\n', '') },
    { url: 'http://web.example/', upstream: { status: 200, headers: [] } },
  );
  assert.equal(report.complete, false);
});

test('objects: an ApisixRoute, an Ingress, a global rule', async () => {
  const set = (value: string): string =>
    `plugins: [{name: response-rewrite, enable: true, config: {headers: {set: {X-Frame-Options: ${value}}}}}]`;
  const files = {
    'web.yaml': apisixRoute(set('A')),
    'ingress.yaml': ingress('a: b').replace('path: /', 'path: /shop'),
    'rule.yaml': pluginObject(
      'ApisixGlobalRule',
      '- {name: response-rewrite, enable: true, config: {headers: {set: {X-Frame-Options: G}}}}',
    ),
  };
  assert.equal(await ask(files, 'http://other.example/'), '200 A');
  assert.equal(await ask(files, '/shop'), '200 G');
  assert.equal(await ask(files, '/shop/x'), '200 G');
  assert.equal(await ask(files, '/shopping'), '200 A');
  // Of two objects for one path nothing says which was written first.
  const twice = { 'a.yaml': apisixRoute(set('A'), 'a'), 'b.yaml': apisixRoute(set('B'), 'b') };
  assert.equal(await ask(twice, '/'), 'unknown');
});

test('a route to gRPC takes its requests, one that is switched off takes none', async () => {
  const files = {
    'apisix.yaml': standalone(
      `routes:\n- {uri: /*, ${UPSTREAM}, plugins: {response-rewrite: {headers: {X-Frame-Options: A}}}}\n- {uri: /grpc, upstream: {scheme: grpc, nodes: {"a:1": 1}}}\n- {uri: /off, status: 0, ${UPSTREAM}}`,
    ),
  };
  assert.equal(await ask(files, '/off'), '200 A');
  assert.equal(await ask(files, '/grpc'), 'unknown');
});

test('a global rule that redirects does so without a route, too', async () => {
  const rules = 'global_rules: [{id: g, plugins: {redirect: {http_to_https: true}}}]';
  const files = table({ A: 'uri: /a' }, rules);
  assert.equal(await ask(files, '/b'), '301');
  assert.equal(await ask(files, 'https://web.example/b'), '404');
  assert.equal(await ask(files, '/a'), '301 A');
});

test('who has to say who it is may get another answer, with the header all the same', async () => {
  const files = {
    'apisix.yaml': standalone(
      `routes:\n- {uri: /*, ${UPSTREAM}, plugins: {key-auth: {}, response-rewrite: {headers: {set: {X-Frame-Options: A}}}}}`,
    ),
  };
  const report = await predicted(dialect, files, {
    url: 'http://web.example/',
    upstream: { status: 200, headers: [] },
  });
  assert.equal(report.status, null);
  const headers = { 'web.yaml': ingress('k8s.apisix.apache.org/http-to-https: "true"') };
  assert.equal(await ask(headers, '/'), 'unknown');
});

test('priorities across hosts count with one router, and not with the other', async () => {
  const files = table({ A: 'uri: /*, priority: 9', B: 'uri: /*, host: web.example' });
  assert.equal(await ask(files, '/'), 'unknown');
  const boot = 'apisix: {router: {http: radixtree_host_uri}}\ndeployment: {role: data_plane}\n';
  assert.equal(await ask({ ...files, 'config.yaml': boot }, '/'), '200 B');
});

test('a parameter in a path, where nothing says which router there is', async () => {
  const files = table({ A: 'uri: /*', B: 'uri: /u/:id' });
  assert.equal(await ask(files, '/u/7'), 'unknown');
  assert.equal(await ask(files, '/u/7/x'), '200 A');
});
