import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { apisixRoute } from './testing.ts';

function findings(text: string, path = 'apisix.yaml'): readonly string[] {
  return told(judged(dialect, { [path]: text }), { [path]: text });
}

test('missing', () => {
  const text = `routes:
  - id: shop
    uri: /shop/*
    upstream:
      type: roundrobin
      nodes: {"10.0.0.7:8080": 1}
#END
`;
  assert.deepEqual(findings(text), ['frame-policy-missing: uri']);
});

test('the plugin of the route replaces that of its service', () => {
  const text = `services:
  - id: web
    plugins:
      response-rewrite:
        headers: {X-Frame-Options: DENY}
    upstream:
      type: roundrobin
      nodes: {"10.0.0.7:8080": 1}
routes:
  - id: "1"
    uri: /a/*
    service_id: web
  - id: "2"
    uri: /b/*
    service_id: web
    plugins:
      response-rewrite:
        headers:
          set: {X-Cache: none}
#END
`;
  const found = judged(dialect, { 'apisix.yaml': text });
  assert.deepEqual(told(found, { 'apisix.yaml': text }), ['frame-policy-lost: uri']);
  assert.equal(found[0]?.at.start, text.indexOf('uri: /b'));
});

test('what is set and removed is removed', () => {
  const text = `routes:
  - uri: /*
    plugins:
      response-rewrite:
        headers:
          set: {X-Frame-Options: DENY}
          remove: [X-Frame-Options, Server]
    upstream_id: u1
upstreams:
  - id: u1
    type: roundrobin
    nodes: {"10.0.0.7:80": 1}
#END
`;
  assert.deepEqual(findings(text), ['frame-policy-removed: X-Frame-Options']);
});

test('a value that browsers do not know, in add', () => {
  const text = `routes:
  - uri: /*
    plugins:
      response-rewrite:
        vars: [["status", "==", 200]]
        headers:
          add: ["X-Frame-Options: ALLOWALL"]
    upstream: {type: roundrobin, nodes: {"10.0.0.7:80": 1}}
#END
`;
  assert.deepEqual(findings(text), ['frame-policy-invalid: ALLOWALL']);
  assert.deepEqual(findings(text.replace('ALLOWALL', 'DENY')), [
    'frame-policy-success-only: "X-Frame-Options: DENY"',
  ]);
});

test('ADC, correct', () => {
  const text = `services:
  - name: shop
    upstream:
      type: roundrobin
      nodes: [{host: 10.0.0.7, port: 8080, weight: 1}]
    routes:
      - name: shop-all
        uris: ["/*"]
        plugins:
          response-rewrite:
            headers: {set: {X-Frame-Options: SAMEORIGIN}}
`;
  assert.deepEqual(findings(text, 'adc.yaml'), []);
  assert.deepEqual(findings(text.replace(/ {8}plugins[^]*/, ''), 'adc.yaml'), ['frame-policy-missing: uris']);
});

test('an ApisixRoute: missing, invalid, correct, removed', () => {
  assert.deepEqual(findings(apisixRoute(), 'web.yaml'), ['frame-policy-missing: match']);
  const withHeaders = (headers: string): string =>
    apisixRoute(`plugins:\n- {name: response-rewrite, enable: true, config: {headers: ${headers}}}`);
  assert.deepEqual(findings(withHeaders('{set: {X-Frame-Options: allowall}}'), 'web.yaml'), [
    'frame-policy-invalid: allowall',
  ]);
  assert.deepEqual(
    findings(
      withHeaders(`{set: {Content-Security-Policy: "frame-ancestors 'self' https://a.example"}}`),
      'web.yaml',
    ),
    [],
  );
  assert.deepEqual(
    findings(withHeaders('{set: {X-Frame-Options: DENY}, remove: [Server, X-Frame-Options]}'), 'web.yaml'),
    ['frame-policy-removed: X-Frame-Options'],
  );
});
