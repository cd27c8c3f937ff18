// What EnvoyFilters do to answers at the gateway, and in which order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ROUTE, virtualService } from './testing.ts';

const BARE = virtualService(`- ${ROUTE}`);
const MISSING = 'frame-policy-missing: route';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'web.yaml': text }), { 'web.yaml': text });
}

interface Filter {
  readonly name?: string;
  readonly namespace?: string;
  readonly spec?: string;
}

function envoyFilter(
  patch: string,
  { name = 'ef', namespace = 'istio-system', spec = '' }: Filter = {},
): string {
  return `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  ${spec}
  configPatches:
  - ${patch.replaceAll('\n', '\n    ')}
`;
}

const MERGED = (value: string) => `applyTo: ROUTE_CONFIGURATION
match: {context: GATEWAY}
patch: {operation: MERGE, value: {response_headers_to_add: [{header: {key: X-Frame-Options, value: ${value}}, append: false}]}}`;

const ROUTER = 'listener: {filterChain: {filter: {subFilter: {name: envoy.filters.http.router}}}}';

const LUA = (body: string) => `applyTo: HTTP_FILTER
match: {context: GATEWAY, ${ROUTER}}
patch: {operation: INSERT_BEFORE, value: {name: envoy.filters.http.lua, typed_config: {inlineCode: 'function envoy_on_response(h) ${body} end'}}}`;

const MUTATION = (value: string, match: string, operation = 'INSERT_BEFORE') => `applyTo: HTTP_FILTER
match: {context: GATEWAY, ${match}}
patch: {operation: ${operation}, value: {name: envoy.filters.http.header_mutation, typed_config: {mutations: {response_mutations: [{append: {header: {key: X-Frame-Options, value: ${value}}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}}]}}}}`;

async function values(...filters: readonly string[]): Promise<readonly string[] | 'unknown'> {
  const { complete, headers } = await predicted(
    dialect,
    { 'web.yaml': BARE + filters.join('') },
    { url: 'http://web.example/', upstream: { status: 200, headers: [] } },
  );
  return complete ? headers.flatMap((header) => header.values) : 'unknown';
}

test('an EnvoyFilter at the gateway covers its routes, one in front of the services does not', () => {
  assert.deepEqual(findings(BARE + envoyFilter(MERGED('DENY'))), []);
  assert.deepEqual(findings(BARE + envoyFilter(MERGED('DENY').replace('GATEWAY', 'SIDECAR_INBOUND'))), [
    MISSING,
  ]);
});

test('a script of plain calls is read; what another one does cannot be told', () => {
  const lua = (body: string): readonly string[] => findings(BARE + envoyFilter(LUA(body)));
  assert.deepEqual(lua(''), [MISSING]);
  assert.deepEqual(lua('h:headers():add("X-Robots-Tag", "none")'), [MISSING]);
  assert.deepEqual(lua('h:headers():replace("X-Frame-Options", "DENY")'), []);
  assert.deepEqual(lua('if os.time() > 1 then h:headers():add("X-Frame-Options", "DENY") end'), []);
  assert.match(lua('h:headers():replace("X-Frame-Options", "ALLOWALL")')[0] ?? '', /^frame-policy-invalid/);
});

test('of two filters before the router, the one that is put in first has the last word', async () => {
  const [first, second] = [MUTATION('DENY', ROUTER), MUTATION('SAMEORIGIN', ROUTER)];
  assert.deepEqual(await values(envoyFilter(first, { name: 'a' }), envoyFilter(second, { name: 'b' })), [
    'DENY',
  ]);
  assert.deepEqual(await values(envoyFilter(first, { name: 'b' }), envoyFilter(second, { name: 'a' })), [
    'SAMEORIGIN',
  ]);
  const late = { name: 'a', spec: 'priority: 10' };
  assert.deepEqual(await values(envoyFilter(first, late), envoyFilter(second, { name: 'b' })), [
    'SAMEORIGIN',
  ]);
});

test('a filter at the front of the chain has the last word', async () => {
  const [front, back] = [MUTATION('DENY', '', 'INSERT_FIRST'), MUTATION('SAMEORIGIN', ROUTER)];
  assert.deepEqual(await values(envoyFilter(back, { name: 'a' }), envoyFilter(front, { name: 'b' })), [
    'DENY',
  ]);
});

test('beside a filter that may not be there, nothing is sure', async () => {
  const jwt = ROUTER.replace('router', 'jwt_authn');
  assert.equal(await values(envoyFilter(MUTATION('DENY', jwt))), 'unknown');
  assert.deepEqual(findings(BARE + envoyFilter(MUTATION('DENY', jwt))), []);
});

const GATEWAY = `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: istio-system}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}
`;

test('a workloadSelector is decided where the Gateway tells the labels of its pods', async () => {
  const to = (label: string): string =>
    envoyFilter(MERGED('DENY'), { spec: `workloadSelector: {labels: {${label}}}` });
  assert.deepEqual(await values(GATEWAY, to('istio: ingressgateway')), ['DENY']);
  assert.deepEqual(await values(GATEWAY, to('istio: egressgateway')), []);
  assert.equal(await values(GATEWAY, to('app: gateway')), 'unknown');
  assert.equal(await values(to('istio: ingressgateway')), 'unknown');
  assert.deepEqual(findings(BARE + GATEWAY + to('istio: egressgateway')), [MISSING]);
});

test('an EnvoyFilter beside the application, where no gateway runs, does nothing', () => {
  assert.deepEqual(findings(BARE + envoyFilter(MERGED('DENY'), { namespace: 'shop' })), [
    MISSING,
    'frame-policy-unread: ef',
  ]);
});

test('where the pods of a team’s own gateway run is not known', () => {
  const own = BARE.replace('istio-system/edge', 'edge');
  for (const namespace of ['shop', 'istio-ingress'])
    assert.deepEqual(findings(own + envoyFilter(MERGED('DENY'), { namespace })), [], namespace);
});
