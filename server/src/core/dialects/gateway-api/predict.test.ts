import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import type { GatewayRequest } from '../../model/prediction.ts';
import { dialect } from './dialect.ts';
import { clientPolicy, gateway } from './testing/says.ts';

/** A route of one host with rules that each say their own number. */
function numbered(
  name: string,
  hostnames: string,
  matches: readonly string[],
  parent = '{name: edge}',
): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}}
spec:
  parentRefs: [${parent}]
  hostnames: ${hostnames}
  rules:
${matches
  .map(
    (match, index) => `  - matches: [${match}]
    filters: [{type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: X-Rule, value: ${name}-${index}}]}}]
    backendRefs: [{name: web, port: 80}]
`,
  )
  .join('')}`;
}

async function asked(text: string, url: string, more: Partial<GatewayRequest> = {}): Promise<string> {
  const request = { url, upstream: { status: 200, headers: [] }, ...more };
  const report = await predicted(dialect, { 'objects.yaml': text }, request);
  if (!report.complete) return 'unknown';
  return report.headers.find(({ name }) => name === 'X-Rule')?.values.join() ?? String(report.status);
}

const prefix = (value: string): string => `{path: {type: PathPrefix, value: ${value}}}`;

describe('which rule takes a request', () => {
  const text = numbered('shop', '[shop.example]', [
    prefix('/'),
    prefix('/a/b'),
    '{path: {type: Exact, value: /a/b}}',
    '{path: {type: PathPrefix, value: /a}, method: POST}',
    '{path: {type: PathPrefix, value: /a}, headers: [{name: X-Kind, value: new}]}',
    '{path: {type: PathPrefix, value: /a}, queryParams: [{name: q, value: "1"}]}',
  ]);
  const all = text + gateway('eg');
  const cases: readonly (readonly [string, string, Partial<GatewayRequest>?])[] = [
    ['/', 'shop-0'],
    ['/ab', 'shop-0'],
    ['/a/b', 'shop-2'],
    ['/a/b/c', 'shop-1'],
    ['/a/bc', 'shop-0'],
    ['/a', 'shop-3', { method: 'POST' }],
    ['/a', 'shop-4', { headers: [['X-Kind', 'new']] }],
    ['/a?q=1', 'shop-5'],
  ];
  for (const [target, expected, more] of cases) {
    test(`${more?.method ?? 'GET'} ${target}`, async () => {
      assert.equal(await asked(all, `http://shop.example${target}`, more), expected);
    });
  }
});

test('Envoy Gateway resolves dots and merges slashes before it looks for a rule', async () => {
  const text = numbered('shop', '[shop.example]', [prefix('/'), prefix('/a/b')]) + gateway('eg');
  assert.equal(await asked(text, 'http://shop.example/c/../a/./b'), 'shop-1');
  assert.equal(await asked(text, 'http://shop.example//a//b'), 'shop-1');
  assert.equal(await asked(text, 'http://shop.example/a%41b'), 'unknown');
  assert.equal(await asked(text, 'http://shop.example/a%20b'), 'shop-0');
});

test('an escaped slash is answered with a redirect before any rule is asked', async () => {
  const text = numbered('shop', '[shop.example]', [prefix('/')]) + gateway('eg');
  assert.equal(await asked(text, 'http://shop.example/a%2Fb'), '307');
  assert.equal(await asked(text, 'http://other.example/a%5cb%20c'), '307');
  const late = text + clientPolicy('set: [{name: X-Rule, value: late}]');
  assert.equal(await asked(late, 'http://shop.example/a%2Fb'), 'late');
});

test('path settings of a ClientTrafficPolicy leave escaped and empty segments open', async () => {
  const text =
    numbered('shop', '[shop.example]', [prefix('/')]) +
    gateway('eg') +
    clientPolicy('set: [{name: X-A, value: b}]').replace(
      '  headers:',
      '  path: {disableMergeSlashes: true}\n  headers:',
    );
  assert.equal(await asked(text, 'http://shop.example/a'), 'shop-0');
  assert.equal(await asked(text, 'http://shop.example/a%2Fb'), 'unknown');
  assert.equal(await asked(text, 'http://shop.example//a'), 'unknown');
});

test('of listeners that share a port, none has a policy of its own', async () => {
  const listeners =
    '[{name: http, protocol: HTTP, port: 80}, {name: named, protocol: HTTP, port: 80, hostname: shop.example}]';
  const text = numbered('shop', '[shop.example]', [prefix('/')], '{name: edge, sectionName: named}');
  const section = clientPolicy('remove: [X-Rule]', { section: 'named', name: 'one' });
  const first = clientPolicy('remove: [X-Rule]', { section: 'http', name: 'one' });
  const wide = clientPolicy('set: [{name: X-Rule, value: late}]');
  assert.equal(await asked(text + gateway('eg', listeners) + section, 'http://shop.example/'), 'shop-0');
  assert.equal(await asked(text + gateway('eg', listeners) + section + wide, 'http://shop.example/'), 'late');
  assert.equal(await asked(text + gateway('eg', listeners) + first + wide, 'http://shop.example/'), 'late');
});

/** A rule that Envoy Gateway answers for, with a modifier before it. */
function direct(lists: string, header: string): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: edge}]
  rules:
  - filters:
    - {type: ResponseHeaderModifier, responseHeaderModifier: {${lists}}}
    - {type: ExtensionRef, extensionRef: {group: gateway.envoyproxy.io, kind: HTTPRouteFilter, name: notice}}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: HTTPRouteFilter
metadata: {name: notice}
spec: {directResponse: {statusCode: 503, header: {${header}}}}
${gateway('eg')}`;
}

test('what a modifier adds stands beside what the direct response after it sets', async () => {
  const [one, two] = ['[{name: X-Rule, value: one}]', '[{name: X-Rule, value: two}]'];
  assert.equal(await asked(direct(`add: ${one}`, `set: ${two}`), 'http://shop.example/'), 'two,one');
  assert.equal(await asked(direct(`set: ${one}`, `set: ${two}`), 'http://shop.example/'), 'two');
});

test('an override takes the place of a direct response of its status', async () => {
  const text = `${direct('set: [{name: X-A, value: b}]', 'set: [{name: X-Rule, value: one}]')}---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata: {name: pages}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop}]
  responseOverride:
  - match: {statusCodes: [{type: Value, value: STATUS}]}
    response: {header: {set: [{name: X-Rule, value: page}]}}
`;
  assert.equal(await asked(text.replace('STATUS', '503'), 'http://shop.example/'), 'page');
  assert.equal(await asked(text.replace('STATUS', '404'), 'http://shop.example/'), 'one');
  // The direct response's own headers are gone with it.
  const bare = text.replace('STATUS', '503').replace('name: X-Rule, value: page', 'name: X-B, value: page');
  assert.equal(await asked(bare, 'http://shop.example/'), '503');
});

test('a listener without routes answers 404 on its port', async () => {
  const listeners = '[{name: http, protocol: HTTP, port: 80}, {name: alt, protocol: HTTP, port: 8080}]';
  const section = '{name: edge, sectionName: http}';
  const text = numbered('shop', '[shop.example]', [prefix('/')], section) + gateway('eg', listeners);
  assert.equal(await asked(text, 'http://shop.example/'), 'shop-0');
  assert.equal(await asked(text, 'http://shop.example:8080/'), '404');
  assert.equal(await asked(text, 'http://shop.example:8080/a%41b'), 'unknown');
});

test('a listener of a more specific name takes its requests from the others of the port', async () => {
  const listeners =
    '[{name: http, protocol: HTTP, port: 80}, {name: named, protocol: HTTP, port: 80, hostname: shop.example}]';
  const section = '{name: edge, sectionName: http}';
  const text =
    numbered('shop', '[shop.example, other.example]', [prefix('/')], section) + gateway('eg', listeners);
  assert.equal(await asked(text, 'http://shop.example/'), '404');
  assert.equal(await asked(text, 'http://other.example/'), 'shop-0');
});

test('what stands in the place of a policy that the API server refuses is not known', async () => {
  const text = numbered('shop', '[shop.example]', [prefix('/')]) + gateway('eg');
  const twice = '{name: X-Frame-Options, value: DENY}';
  const refused = clientPolicy(`set: [${twice}, ${twice}]`);
  assert.equal(await asked(text, 'http://shop.example/'), 'shop-0');
  assert.equal(await asked(text + refused, 'http://shop.example/'), 'unknown');
});

test('a matched prefix is replaced in a rule of one match, by prefix', async () => {
  const rule = (matches: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: edge}]
  rules:
  - matches: ${matches}
    filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /n}}}]
    backendRefs: [{name: web, port: 80}]
`;
  const all = (matches: string): Promise<string> =>
    asked(rule(matches) + gateway('eg'), 'http://shop.example/a');
  assert.equal(await all('[{path: {value: /a}}]'), '200');
  assert.equal(await all('[{path: {value: /a}}, {path: {value: /b}}]'), 'unknown');
  assert.equal(await all('[{path: {type: Exact, value: /a}}]'), 'unknown');
});

test('the most specific host name is asked alone', async () => {
  const text =
    numbered('any', '["*.example"]', [prefix('/')]) +
    numbered('shop', '[shop.example]', [prefix('/only')]) +
    gateway('eg');
  assert.equal(await asked(text, 'http://shop.example/only'), 'shop-0');
  assert.equal(await asked(text, 'http://shop.example/'), '404');
  assert.equal(await asked(text, 'http://a.b.example/'), 'any-0');
  assert.equal(await asked(text, 'http://example/'), '404');
});

test('a listener narrows the names of a route', async () => {
  const listeners = '[{name: http, protocol: HTTP, port: 80, hostname: shop.example}]';
  const text = numbered('any', '["*.example"]', [prefix('/')]) + gateway('eg', listeners);
  assert.equal(await asked(text, 'http://shop.example/'), 'any-0');
  assert.equal(await asked(text, 'http://other.example/'), '404');
});

test('the port chooses the listener', async () => {
  const listeners = '[{name: http, protocol: HTTP, port: 80}, {name: https, protocol: HTTPS, port: 443}]';
  const text =
    numbered('plain', '[shop.example]', [prefix('/')], '{name: edge, sectionName: http}') +
    numbered('secure', '[shop.example]', [prefix('/')], '{name: edge, sectionName: https}') +
    gateway('eg', listeners);
  assert.equal(await asked(text, 'http://shop.example/'), 'plain-0');
  assert.equal(await asked(text, 'https://shop.example/'), 'secure-0');
});

test('a regular expression beside other paths is left to the implementation', async () => {
  const rules = [prefix('/'), '{path: {type: RegularExpression, value: "/a.*"}}'];
  const text = numbered('shop', '[shop.example]', rules);
  assert.equal(await asked(text + gateway('eg'), 'http://shop.example/abc'), 'shop-1');
  assert.equal(await asked(text + gateway('other'), 'http://shop.example/abc'), 'unknown');
});

test('a Gateway that is not in the workspace may do anything', async () => {
  assert.equal(
    await asked(numbered('shop', '[shop.example]', [prefix('/')]), 'http://shop.example/'),
    'unknown',
  );
});

test('an unknown field is dropped, or refused by a strict client', async () => {
  const text = numbered('shop', '[shop.example]', [prefix('/')]).replace('{set: ', '{headers: [], set: ');
  assert.equal(await asked(text + gateway('eg'), 'http://shop.example/'), 'unknown');
});

test('of two spellings of one prefix the longer is asked first', async () => {
  const text = numbered('shop', '[shop.example]', [prefix('/a'), prefix('/a/')]) + gateway('eg');
  assert.equal(await asked(text, 'http://shop.example/a/b'), 'shop-1');
});

test('a patch of the configuration may reach every answer, also where no rule is asked', async () => {
  const patch = `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyPatchPolicy
metadata: {name: patch}
spec:
  targetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: edge}
  type: JSONPatch
  jsonPatches: [{type: type.googleapis.com/envoy.config.route.v3.RouteConfiguration, name: x, operation: {op: add, path: /response_headers_to_add, value: []}}]
`;
  const text = numbered('shop', '[shop.example]', [prefix('/a')]) + gateway('eg');
  assert.equal(await asked(text, 'http://shop.example/b'), '404');
  assert.equal(await asked(text + patch, 'http://shop.example/b'), 'unknown');
});
