import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsIn, judged } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { configMap, configuration, proxy, SERVICE } from './testing.ts';

function findings(text: string): readonly string[] {
  return findingsIn(dialect, text);
}

function policy(name: string, value: string): string {
  return `responseHeadersPolicy: {set: [{name: ${name}, value: ${value}}]}`;
}

function withPolicy(value: string, name = 'X-Frame-Options'): string {
  return proxy(`- ${policy(name, value)}\n  ${SERVICE}`);
}

test('missing', () => {
  assert.deepEqual(findings(proxy(`- ${SERVICE}`)), ['frame-policy-missing: services']);
});

test('missing on all routes is said once, at the name of the object', () => {
  const routes = `- conditions: [{prefix: /a}]\n  ${SERVICE}\n- ${SERVICE}`;
  assert.deepEqual(findings(proxy(routes)), ['frame-policy-missing: web']);
});

test('invalid', () => {
  assert.deepEqual(findings(withPolicy('"self"')), ['frame-policy-invalid: "self"']);
});

test('correct', () => {
  assert.deepEqual(findings(withPolicy('"frame-ancestors \'none\'"', 'Content-Security-Policy')), []);
  assert.deepEqual(findings(withPolicy('DENY', 'x-frame-options')), []);
});

const SERVICE_SET = `services:
  - name: web
    port: 80
    ${policy('X-Frame-Options', 'DENY')}`;

test('removed by mistake: the route acts after the service', () => {
  assert.deepEqual(
    findings(proxy(`- responseHeadersPolicy: {remove: [X-Frame-Options]}\n  ${SERVICE_SET}`)),
    ['frame-policy-removed: X-Frame-Options'],
  );
  assert.deepEqual(findings(proxy(`- ${SERVICE_SET}`)), []);
});

test('on one level a removal runs before what is set', () => {
  const both =
    'responseHeadersPolicy: {set: [{name: X-Frame-Options, value: DENY}], remove: [X-Frame-Options]}';
  assert.deepEqual(findings(proxy(`- ${both}\n  ${SERVICE}`)), []);
});

test('one service of two without a policy; a mirror answers nobody', () => {
  assert.deepEqual(findings(proxy(`- ${SERVICE_SET}\n  - {name: other, port: 80}`)), [
    'frame-policy-missing: other',
  ]);
  assert.deepEqual(findings(proxy(`- ${SERVICE_SET}\n  - {name: other, port: 80, mirror: true}`)), []);
});

test('the policy of Contour itself holds for every service, and a route may take it away', () => {
  const all = configuration('{set: {X-Frame-Options: DENY}}');
  assert.deepEqual(findings(all + proxy(`- ${SERVICE}`)), []);
  assert.deepEqual(
    findings(all + proxy(`- responseHeadersPolicy: {remove: [X-Frame-Options]}\n  ${SERVICE}`)),
    ['frame-policy-removed: X-Frame-Options'],
  );
});

test('an include hands on no policy; one that leads nowhere cannot be told', () => {
  const root = proxy(`- ${policy('X-Frame-Options', 'DENY')}\n  ${SERVICE}`, 'includes: [{name: child}]');
  const child = proxy(`- ${SERVICE}`, 'ingressClassName: contour').replace('name: web', 'name: child');
  assert.deepEqual(findings(root + child), ['frame-policy-missing: services']);
  assert.deepEqual(findings(root), ['frame-policy-unresolved: child']);
});

test('redirects show no page; a direct response gets no headers', () => {
  assert.deepEqual(findings(proxy('- requestRedirectPolicy: {hostname: other.example}')), []);
  assert.deepEqual(findings(proxy('- directResponsePolicy: {statusCode: 404}')), []);
  const page = `- directResponsePolicy: {statusCode: 200, body: "<h1>hello</h1>"}\n  ${policy('X-Frame-Options', 'DENY')}`;
  assert.deepEqual(findings(proxy(page)).toSorted(), [
    'frame-policy-missing: directResponsePolicy',
    'frame-policy-unread: responseHeadersPolicy',
  ]);
});

test('on the request no browser sees it', () => {
  const request = policy('X-Frame-Options', 'DENY').replace('response', 'request');
  assert.deepEqual(findings(proxy(`- ${request}\n  ${SERVICE}`)), [
    'frame-policy-request-side: X-Frame-Options',
  ]);
});

test('a map where a list belongs, an empty value, a name twice: nothing of the object holds', () => {
  const map = '- responseHeadersPolicy: {set: {X-Frame-Options: DENY}}';
  assert.deepEqual(findings(proxy(`${map}\n  ${SERVICE}`)), ['frame-policy-unread: {X-Frame-Options: DENY}']);
  assert.deepEqual(findings(withPolicy('""')), ['frame-policy-unread: {name: X-Frame-Options, value: ""}']);
  const twice =
    'responseHeadersPolicy: {set: [{name: X-Frame-Options, value: DENY}, {name: x-frame-options, value: DENY}]}';
  assert.deepEqual(findings(proxy(`- ${twice}\n  ${SERVICE}`)), [
    'frame-policy-unread: {name: x-frame-options, value: DENY}',
  ]);
});

test('what the API server drops has no effect', () => {
  const misspelled = policy('X-Frame-Options', 'DENY').replace('Headers', 'Header');
  assert.deepEqual(findings(proxy(`- ${misspelled}\n  ${SERVICE}`)).toSorted(), [
    'frame-policy-missing: responseHeaderPolicy',
    'frame-policy-unread: responseHeaderPolicy',
  ]);
  const host = `virtualhost: {fqdn: web.example, ${policy('X-Frame-Options', 'DENY')}}`;
  assert.ok(findings(proxy(`- ${SERVICE}`, host)).includes('frame-policy-unread: responseHeadersPolicy'));
  const add = policy('X-Frame-Options', 'DENY').replace('set', 'add');
  assert.ok(findings(proxy(`- ${add}\n  ${SERVICE}`)).includes('frame-policy-unread: add'));
});

test('a percent sign is no fault', () => {
  assert.deepEqual(findings(proxy(`- ${policy('X-A', '"100%"')}\n  ${SERVICE_SET}`)), []);
});

test('templates and patches are not missing anything', () => {
  assert.deepEqual(findings(withPolicy('"{{ .Values.policy }}"')), []);
  assert.deepEqual(judged(dialect, { 'patch.yaml': proxy(`- ${SERVICE}`) }), []);
});

test('where certificates are issued no page is shown', () => {
  const challenge = `- conditions: [{prefix: /.well-known/acme-challenge}]\n  permitInsecure: true\n  ${SERVICE}`;
  assert.deepEqual(findings(proxy(challenge)), []);
});

const IN_FILE = (value: string): string => `
# What Contour is started with.
accesslog-format: envoy
policy:
  response-headers:
    set:
      X-Frame-Options: ${value}`;

test('the policy in the ConfigMap of Contour holds for all services', () => {
  const bare = proxy(`- ${SERVICE}`);
  assert.deepEqual(findings(bare + configMap(IN_FILE('DENY'))), []);
  assert.deepEqual(findings(bare + configMap(IN_FILE('ALLOWALL'))), ['frame-policy-invalid: ALLOWALL']);
  assert.deepEqual(findings(bare + configMap('accesslog-format: envoy')), ['frame-policy-missing: web']);
  assert.deepEqual(findings(bare + configMap('# nothing')), ['frame-policy-missing: services']);
});

test('what a folded text or one of two configurations says is not told', () => {
  const bare = proxy(`- ${SERVICE}`);
  assert.deepEqual(findings(bare + configMap(IN_FILE('DENY'), '>')), []);
  assert.deepEqual(findings(bare + configMap(IN_FILE('DENY')) + configuration('{}')), []);
});

test('a ContourDeployment configures Contour as well', () => {
  const deployment = `---
apiVersion: projectcontour.io/v1alpha1
kind: ContourDeployment
metadata: {name: contour}
spec: {runtimeSettings: {policy: {responseHeaders: {set: {X-Frame-Options: DENY}}}}}
`;
  assert.deepEqual(findings(proxy(`- ${SERVICE}`) + deployment), []);
});
