import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { adding, configMap, route, server } from './testing.ts';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'web.yaml': text }), { 'web.yaml': text });
}

const PASS = '- path: /app\n  action:\n    pass: app';

test('missing', () => {
  assert.deepEqual(findings(server(PASS)), ['frame-policy-missing: path']);
});

test('missing on all routes is said once, at the name of the object', () => {
  assert.deepEqual(findings(server(`${PASS}\n- path: /b\n  action: {pass: app}`)), [
    'frame-policy-missing: cafe',
  ]);
});

test('invalid, whatever is said of always', () => {
  assert.deepEqual(findings(server(adding('ALLOW-FROM https://a.example', ''))), [
    'frame-policy-obsolete: ALLOW-FROM https://a.example',
    'frame-policy-success-only: {name: X-Frame-Options, value: ALLOW-FROM https://a.example}',
  ]);
  assert.deepEqual(findings(server(adding('SAME-ORIGIN'))), ['frame-policy-invalid: SAME-ORIGIN']);
});

test('always is false where nothing is said', () => {
  assert.deepEqual(findings(server(adding('DENY', ''))), [
    'frame-policy-success-only: {name: X-Frame-Options, value: DENY}',
  ]);
  assert.deepEqual(findings(server(adding('DENY', ', always: false'))), [
    'frame-policy-success-only: {name: X-Frame-Options, value: DENY, always: false}',
  ]);
});

test('correct', () => {
  assert.deepEqual(findings(server(adding('DENY'))), []);
  assert.deepEqual(
    findings(server(adding('"frame-ancestors \'self\'"', ', always: true', 'Content-Security-Policy'))),
    [],
  );
});

test('SAMEORIGIN beside what the service sends: hide keeps that back', () => {
  const beside = server(adding('SAMEORIGIN'));
  assert.deepEqual(findings(beside), [
    'frame-policy-conflict: {name: X-Frame-Options, value: SAMEORIGIN, always: true}',
  ]);
  assert.deepEqual(findings(beside.replace('add:', 'hide: [X-Frame-Options]\n          add:')), []);
});

test('hidden, and nothing in its place', () => {
  const hide = adding('DENY').replace(/add: .*/, 'hide: [X-Frame-Options]');
  assert.deepEqual(findings(server(hide)), ['frame-policy-removed: X-Frame-Options']);
});

test('a pass beats a hide', () => {
  const both = adding('DENY').replace(/add: .*/, 'hide: [X-Frame-Options]\n        pass: [x-frame-options]');
  assert.deepEqual(findings(server(both)), ['frame-policy-missing: path']);
});

test('redirects show nothing, gRPC no page; a body counts where it is HTML', () => {
  assert.deepEqual(findings(server('- path: /\n  action: {redirect: {url: "https://x.example"}}')), []);
  const text = '- path: /\n  action:\n    return: {body: hello}';
  assert.deepEqual(findings(server(text)), []);
  const html = text.replace('{body', '{type: text/html, body');
  assert.deepEqual(findings(server(html)), ['frame-policy-missing: path']);
  const headers = html.replace('hello', 'hello, headers: [{name: X-Frame-Options, value: DENY}]');
  assert.deepEqual(findings(server(headers)), []);
  const grpc = server(PASS).replace('port: 80}', 'port: 80, type: grpc}');
  assert.deepEqual(findings(grpc), []);
});

test('splits and matches each answer for themselves', () => {
  const splits = `- path: /
  splits:
  - weight: 90
    action: {pass: app}
  - weight: 10
    action: {proxy: {upstream: app, responseHeaders: {add: [{name: X-Frame-Options, value: DENY, always: true}]}}}`;
  assert.deepEqual(findings(server(splits)), ['frame-policy-missing: weight']);
  const matches = `- path: /
  matches:
  - conditions: [{header: X-Version, value: new}]
    action: {pass: app}
  action: {proxy: {upstream: app, responseHeaders: {add: [{name: X-Frame-Options, value: DENY, always: true}]}}}`;
  assert.deepEqual(findings(server(matches)), ['frame-policy-missing: conditions']);
});

test('an error page of HTML that can be clicked on', () => {
  const page = `${adding('DENY')}
  errorPages:
  - codes: [502]
    return: {body: "<a href=/>home</a>"}`;
  assert.deepEqual(findings(server(page)), ['frame-policy-missing: return']);
  assert.deepEqual(findings(server(page.replace('<a href=/>home</a>', 'sorry'))), []);
});

test('a route that is delegated to', () => {
  const root = server('- path: /tea\n  route: tea');
  const tea = route('tea', '- path: /tea\n  action: {pass: app}');
  assert.deepEqual(findings(root + tea), ['frame-policy-missing: path']);
  assert.deepEqual(findings(root), ['frame-policy-unresolved: tea']);
  assert.deepEqual(findings(tea), ['frame-policy-unresolved: tea']);
});

test('routes chosen by their labels', () => {
  const root = server('- path: /tea\n  routeSelector: {matchLabels: {app: tea}}');
  const tea = route('tea', '- path: /tea\n  action: {pass: app}').replace(
    'shop}',
    'shop, labels: {app: tea}}',
  );
  assert.deepEqual(findings(root + tea), ['frame-policy-missing: path']);
  assert.deepEqual(findings(root + tea.replace('namespace: shop', 'namespace: tea')), [
    'frame-policy-missing: path',
  ]);
});

test('what the ConfigMap adds for all, and a location with a line of its own', () => {
  const all = configMap('add-header: "X-Frame-Options: DENY: always"');
  assert.deepEqual(findings(all + server(PASS)), []);
  const own = adding('no-store', '', 'Cache-Control');
  assert.deepEqual(findings(all + server(own)), ['frame-policy-lost: path']);
  const merged = configMap('add-header-inherit: merge\nadd-header: "X-Frame-Options: DENY: always"');
  assert.deepEqual(findings(merged + server(own)), []);
  assert.deepEqual(findings(all + server(own, 'add-header-inherit: merge')), []);
  assert.deepEqual(findings(all + server(`${own}\n  add-header-inherit: merge`)), []);
});

function policy(name: string, spec: string): string {
  return `---
apiVersion: k8s.nginx.org/v1
kind: Policy
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
`;
}

test('policies for CORS and HSTS cut off what is in force further out', () => {
  const all = configMap('add-header: "X-Frame-Options: DENY: always"');
  const cors = policy('cors', '{cors: {allowOrigin: ["*"]}}');
  const hsts = policy('hsts', '{hsts: {maxAge: 1, behindProxy: true}}');
  const withPolicy = (name: string): string => server(`${PASS}\n  policies: [{name: ${name}}]`);
  assert.deepEqual(findings(all + cors + withPolicy('cors')), ['frame-policy-lost: path']);
  assert.deepEqual(findings(all + hsts + server(PASS, 'policies: [{name: hsts}]')), [
    'frame-policy-lost: cafe',
  ]);
  assert.deepEqual(findings(all + withPolicy('cors')), ['frame-policy-unresolved: cors']);
});

test('an HSTS policy of a route, or without TLS, makes the controller answer with 500', () => {
  const hsts = policy('hsts', '{hsts: {maxAge: 1}}');
  assert.deepEqual(findings(hsts + server(`${PASS}\n  policies: [{name: hsts}]`)), []);
  assert.deepEqual(findings(hsts + server(PASS, 'policies: [{name: hsts}]')), []);
  assert.deepEqual(findings(hsts + server(PASS, 'policies: [{name: hsts}]\ntls: {secret: tls}')), [
    'frame-policy-missing: path',
  ]);
});

test('a policy that is not seen writes no framing header', () => {
  assert.deepEqual(findings(server(`${PASS}\n  policies: [{name: limits}]`)), ['frame-policy-missing: path']);
});

test('on the request no browser sees it', () => {
  const request = adding('DENY', '').replace('responseHeaders', 'requestHeaders').replace('add:', 'set:');
  assert.deepEqual(findings(server(request)), ['frame-policy-request-side: X-Frame-Options']);
});

test('responseHeaders beside pass: the API server drops it', () => {
  const beside = `${PASS}\n    responseHeaders: {add: [{name: X-Frame-Options, value: DENY}]}`;
  assert.deepEqual(findings(server(beside)).toSorted(), [
    'frame-policy-missing: path',
    'frame-policy-unread: responseHeaders',
  ]);
});

test('always as a text, two kinds of action, an unknown upstream: nothing of the object holds', () => {
  assert.deepEqual(findings(server(adding('DENY', ', always: "true"'))), ['frame-policy-unread: "true"']);
  const two = adding('DENY').replace('    proxy:', '    pass: app\n    proxy:');
  assert.deepEqual(findings(server(two)), ['frame-policy-unread: proxy']);
  assert.deepEqual(findings(server(PASS.replace('pass: app', 'pass: other'))), [
    'frame-policy-unread: other',
  ]);
});

test('ignore knows nine names, none of them ours', () => {
  const ignore = adding('DENY').replace(/add: .*/, 'ignore: [X-Frame-Options]');
  assert.deepEqual(findings(server(ignore)), ['frame-policy-unread: X-Frame-Options']);
});

test('quotation marks and variables in values', () => {
  assert.deepEqual(findings(server(adding(`'"DENY"'`))), [`frame-policy-unread: '"DENY"'`]);
  assert.deepEqual(findings(server(adding('$frame'))), ['frame-policy-unread: $frame']);
  assert.deepEqual(findings(server(adding('"${http_frame}"'))), []);
});

test('what a template has still to write is not judged', () => {
  assert.deepEqual(findings(server(adding('"{{ .Values.frame }}"'))), []);
});

test('weights, bodies and paths that the controller refuses', () => {
  const html = '{return: {type: text/html, body: a}}';
  const splits = `- path: /\n  splits: [{weight: 50, action: ${html}}, {weight: 40, action: ${html}}]`;
  assert.match(findings(server(splits)).join(), /^frame-policy-unread: \[\{weight: 50/);
  assert.deepEqual(findings(server('- path: /\n  action: {return: {code: 200}}')), [
    'frame-policy-unread: {code: 200}',
  ]);
  const twice = `${adding('DENY', ', always: true', 'X-Frame-Options', '=/a')}\n${adding('DENY', ', always: true', 'X-Frame-Options', '"= /a"')}`;
  assert.deepEqual(findings(server(twice)), ['frame-policy-unread: "= /a"']);
});

test('a route that does not fit what delegates to it', () => {
  const root = server('- path: /tea\n  route: tea');
  assert.deepEqual(findings(root + route('tea', PASS)), ['frame-policy-unread: /app']);
  const other = route('tea', '- path: /tea\n  action: {pass: app}').replace('cafe.example', 'other.example');
  assert.deepEqual(findings(root + other), ['frame-policy-unread: other.example']);
});

test('routes of one name, as several clusters have them, go with the VirtualServer beside them', () => {
  const root = server(
    '- path: /app\n  route: app',
    'server-snippets: add_header X-Frame-Options DENY always;',
  );
  const open = server('- path: /app\n  route: app');
  const files = {
    'prod/server.yaml': root,
    'prod/route.yaml': route('app', PASS),
    'test/server.yaml': open,
    'test/route.yaml': route('app', PASS),
    'next/route.yaml': route('app', PASS),
  };
  const findings = judged(dialect, files);
  assert.deepEqual(told(findings, files), ['frame-policy-missing: path']);
  assert.deepEqual(
    findings.map(({ at }) => at.uri.replace(/.*\/(?=\w+\/)/, '')),
    ['test/route.yaml'],
  );
});
