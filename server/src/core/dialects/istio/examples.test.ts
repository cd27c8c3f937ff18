import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ROUTE, virtualService } from './testing.ts';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'web.yaml': text }), { 'web.yaml': text });
}

function setting(value: string): string {
  return `- headers: {response: {set: {X-Frame-Options: ${value}}}}\n  ${ROUTE}`;
}

test('missing: on the item that answers, not on the redirect', () => {
  const http = `- match: [{uri: {prefix: /}}]\n  ${ROUTE}\n- match: [{uri: {exact: /old}}]\n  redirect: {uri: /new}`;
  assert.deepEqual(findings(virtualService(http)), ['frame-policy-missing: match']);
});

test('missing on all items is said once, at the name of the object', () => {
  const http = `- match: [{uri: {prefix: /a}}]\n  ${ROUTE}\n- ${ROUTE}`;
  assert.deepEqual(findings(virtualService(http)), ['frame-policy-missing: web']);
});

test('invalid', () => {
  assert.deepEqual(findings(virtualService(setting('"DENY; SAMEORIGIN"'))), [
    'frame-policy-invalid: "DENY; SAMEORIGIN"',
  ]);
});

test('correct', () => {
  assert.deepEqual(findings(virtualService(setting('DENY'))), []);
  const both = `- headers:
    response:
      set:
        Content-Security-Policy: "frame-ancestors 'self'"
        x-frame-options: SAMEORIGIN
  ${ROUTE}`;
  assert.deepEqual(findings(virtualService(both)), []);
});

const TWO = `route:
  - destination: {host: web, subset: v1}
    weight: 90
    headers: {response: {set: {X-Frame-Options: DENY}}}
  - destination: {host: web, subset: v2}
    weight: 10
    headers: {response: {set: {X-Frame-Options: DENY}}}`;

test('removed by mistake: with two destinations the route acts behind them', () => {
  assert.deepEqual(
    findings(virtualService(`- headers: {response: {remove: [x-frame-options]}}\n  ${TWO}`)).map((each) =>
      each.replace(/:.*/, ''),
    ),
    ['frame-policy-removed'],
  );
  assert.deepEqual(findings(virtualService(`- ${TWO}`)), []);
});

test('with one destination a removal of either runs before both set', () => {
  const one = `- headers: {response: {set: {X-Frame-Options: DENY}}}
  route: [{destination: {host: web}, headers: {response: {remove: [X-Frame-Options]}}}]`;
  assert.deepEqual(findings(virtualService(one)), []);
});

test('one destination of two without a policy', () => {
  const http = `- route:
  - destination: {host: web, subset: v1}
    headers: {response: {set: {X-Frame-Options: DENY}}}
  - destination: {host: web, subset: v2}`;
  assert.deepEqual(findings(virtualService(http)), ['frame-policy-missing: destination']);
});

test('on the request no browser sees it', () => {
  const http = `- headers: {request: {set: {X-Frame-Options: DENY}}}\n  ${ROUTE}`;
  assert.deepEqual(findings(virtualService(http)), ['frame-policy-request-side: X-Frame-Options']);
});

test('an empty value neither sets nor removes', () => {
  assert.deepEqual(findings(virtualService(setting('""'))), ['frame-policy-invalid: ""']);
});

test('set and add of one name are two lines', () => {
  const http = `- headers: {response: {set: {X-Frame-Options: DENY}, add: {X-Frame-Options: SAMEORIGIN}}}\n  ${ROUTE}`;
  assert.ok(findings(virtualService(http)).some((each) => each.startsWith('frame-policy-conflict')));
});

test('inside the mesh only, over TCP, or with an empty directResponse there is no page', () => {
  assert.deepEqual(findings(virtualService(`- ${ROUTE}`).replace('istio-system/edge', 'mesh')), []);
  assert.deepEqual(findings(virtualService(`- ${ROUTE}`).replace(/ +gateways.*\n/, '')), []);
  assert.deepEqual(findings(virtualService('- directResponse: {status: 404}')), []);
  assert.deepEqual(
    findings(virtualService('- directResponse: {status: 503, body: {string: "<h1>down</h1>"}}')),
    ['frame-policy-missing: directResponse'],
  );
});

test('tokens for certificates are no page', () => {
  const http = `- match: [{uri: {prefix: /.well-known/acme-challenge/}}]\n  ${ROUTE}`;
  assert.deepEqual(findings(virtualService(http)), []);
});

test('what the API server drops has no effect', () => {
  const inverted = `- headers: {response: {headers: {set: [{name: X-Frame-Options, value: DENY}]}}}\n  ${ROUTE}`;
  assert.deepEqual(findings(virtualService(inverted)).toSorted(), [
    'frame-policy-missing: headers',
    'frame-policy-unread: headers',
  ]);
  const old = `- ${ROUTE}\n  appendResponseHeaders: {X-Frame-Options: DENY}`;
  assert.deepEqual(findings(virtualService(old)).toSorted(), [
    'frame-policy-missing: route',
    'frame-policy-unread: appendResponseHeaders',
  ]);
  const inDestination =
    '- route: [{destination: {host: web, headers: {response: {set: {X-Frame-Options: DENY}}}}}]';
  assert.ok(findings(virtualService(inDestination)).includes('frame-policy-unread: headers'));
  const inMatch = `- match: [{uri: {prefix: /}, headers: {response: {set: {X-Frame-Options: DENY}}}}]\n  ${ROUTE}`;
  assert.ok(findings(virtualService(inMatch)).includes('frame-policy-unread: response'));
});

test('what the API server or Istio refuses is told where it stands', () => {
  const listed = `- headers: {response: {set: [{name: X-Frame-Options, value: DENY}]}}\n  ${ROUTE}`;
  assert.deepEqual(findings(virtualService(listed)), [
    'frame-policy-unread: [{name: X-Frame-Options, value: DENY}]',
  ]);
  const number = `- headers: {response: {set: {X-Frame-Options: DENY, X-Test: 1}}}\n  ${ROUTE}`;
  assert.deepEqual(findings(virtualService(number)), ['frame-policy-unread: 1']);
  const percent = `- headers: {response: {set: {X-Frame-Options: DENY, X-Test: "100%"}}}\n  ${ROUTE}`;
  assert.deepEqual(findings(virtualService(percent)), ['frame-policy-unread: "100%"']);
});

const ROOT = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: root, namespace: shop}
spec:
  hosts: [web.example]
  gateways: [istio-system/edge]
  http:
  - headers: {response: {set: {X-Frame-Options: DENY}}}
    delegate: {name: child}
`;

function child(http: string): string {
  return virtualService(http, 'child').replace(/ +hosts.*\n +gateways.*\n/, '');
}

test("a delegate takes its root's headers over unless it has any", () => {
  assert.deepEqual(findings(`${ROOT}---\n${child(`- ${ROUTE}`)}`), []);
  const own = child(`- headers: {request: {set: {X-A: b}}}\n  ${ROUTE}`);
  assert.deepEqual(findings(`${ROOT}---\n${own}`), ['frame-policy-lost: headers']);
});

test('what a delegate without its root takes over cannot be told', () => {
  assert.deepEqual(findings(child(`- ${ROUTE}`)), ['frame-policy-unresolved: child']);
  assert.deepEqual(findings(child(setting('NONE'))), ['frame-policy-invalid: NONE']);
});

test('a delegate that is not there cannot be told', () => {
  assert.deepEqual(findings(ROOT), ['frame-policy-unresolved: delegate']);
});

test('templates are neither missing nor refused', () => {
  assert.deepEqual(findings(virtualService(setting('"{{ .Values.policy }}"'))), []);
});

test('what a kustomize patch leaves out is not missing', () => {
  const text = virtualService(`- ${ROUTE}`);
  assert.deepEqual(judged(dialect, { 'patch-web.yaml': text }), []);
});

test('of one name in two spellings, the one in lower case is sent', () => {
  const both = (value: string): string =>
    virtualService(
      `- headers: {response: {set: {x-frame-options: DENY, X-Frame-Options: ${value}}}}\n  ${ROUTE}`,
    );
  assert.deepEqual(findings(both('SAMEORIGIN')), ['frame-policy-unread: X-Frame-Options']);
  assert.deepEqual(findings(both('DENY')), []);
});

test('a Service that speaks gRPC alone shows no page', () => {
  const service = (ports: string, name = 'web'): string =>
    `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec: {ports: [${ports}]}\n`;
  const text = virtualService(`- ${ROUTE}`);
  const missing = ['frame-policy-missing: route'];
  assert.deepEqual(findings(text + service('{name: grpc-api, port: 9000}')), []);
  assert.deepEqual(findings(text + service('{name: api, port: 9000, appProtocol: grpc}')), []);
  assert.deepEqual(findings(text + service('{name: grpc, port: 9000}, {name: http, port: 80}')), missing);
  assert.deepEqual(findings(text + service('{name: grpc, port: 9000}', 'other')), missing);
});
