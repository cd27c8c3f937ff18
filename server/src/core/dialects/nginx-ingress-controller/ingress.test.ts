import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { configMap, controller, ingress } from './testing.ts';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'web.yaml': text }), { 'web.yaml': text });
}

const ADD = 'nginx.org/add-header';
const DENY = `${ADD}: "X-Frame-Options: DENY: always"`;
const HSTS = 'nginx.org/hsts: "true"';

function snippets(where: 'server' | 'location', ...lines: readonly string[]): string {
  return `nginx.org/${where}-snippets: |\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

test('missing is said once for the object', () => {
  assert.deepEqual(findings(ingress('', 'shop', '- path: /a\n- path: /b')), ['frame-policy-missing: shop']);
});

test('correct', () => {
  assert.deepEqual(
    findings(ingress(`${ADD}: "X-Frame-Options: DENY: always, X-Content-Type-Options: nosniff: always"`)),
    [],
  );
  const own = `${ADD}: "X-Frame-Options: SAMEORIGIN: always, X-Content-Type-Options: nosniff: always"`;
  assert.deepEqual(findings(ingress(`${own}\nnginx.org/proxy-hide-headers: "X-Frame-Options"`)), []);
  assert.deepEqual(
    findings(
      ingress(
        snippets(
          'location',
          'proxy_hide_header X-Frame-Options;',
          'add_header X-Frame-Options SAMEORIGIN always;',
        ),
      ),
    ),
    [],
  );
});

test('SAMEORIGIN beside what the service sends', () => {
  assert.deepEqual(findings(ingress(`${ADD}: "X-Frame-Options: SAMEORIGIN: always"`)), [
    'frame-policy-conflict: X-Frame-Options: SAMEORIGIN: always',
  ]);
});

test('without always only success is covered; a bad value covers nothing', () => {
  assert.deepEqual(findings(ingress(`${ADD}: "X-Frame-Options: DENY"`)), [
    'frame-policy-success-only: X-Frame-Options: DENY',
  ]);
  assert.deepEqual(findings(ingress(`${ADD}: "X-Frame-Options: ALLOWALL: always"`)), [
    'frame-policy-invalid: ALLOWALL',
  ]);
  assert.deepEqual(findings(ingress(snippets('server', 'add_header X-Frame-Options SAME-ORIGIN always;'))), [
    'frame-policy-invalid: SAME-ORIGIN',
  ]);
});

test('a line of the location drops those of the server', () => {
  const cache = snippets('location', 'add_header Cache-Control no-store;');
  assert.deepEqual(findings(ingress(`${DENY}\n${cache}`)), ['frame-policy-lost: /']);
  assert.deepEqual(findings(ingress(`${DENY}\n${cache}\nnginx.org/add-header-inherit: merge`)), []);
});

test('hsts writes a line of its own, where there is a certificate', () => {
  const all = configMap('add-header: "X-Frame-Options: DENY: always"');
  const tls = ingress(HSTS).replace(
    '  rules:',
    '  tls: [{hosts: [shop.example], secretName: tls}]\n  rules:',
  );
  assert.deepEqual(findings(all + tls), ['frame-policy-lost: shop']);
  assert.deepEqual(findings(all + ingress(HSTS)), []);
  assert.deepEqual(findings(all + ingress(`${HSTS}\nnginx.org/hsts-behind-proxy: "true"`)), [
    'frame-policy-lost: shop',
  ]);
});

test('a CORS policy drops what the server adds', () => {
  const policy = `---
apiVersion: k8s.nginx.org/v1
kind: Policy
metadata: {name: cors, namespace: shop}
spec: {cors: {allowOrigin: ["*"]}}
`;
  assert.deepEqual(findings(policy + ingress(`${DENY}\nnginx.org/policies: cors`)), ['frame-policy-lost: /']);
});

test('the ConfigMap: for all hosts, and replaced by an annotation of its name', () => {
  const all = configMap('server-snippets: |\n  add_header X-Frame-Options DENY always;');
  assert.deepEqual(findings(all + ingress('')), []);
  assert.deepEqual(findings(all + ingress(snippets('server', '# nothing'))), ['frame-policy-missing: shop']);
});

function merged(master: string, minion: string): string {
  const kind = 'nginx.org/mergeable-ingress-type';
  const top = ingress(`${kind}: master\n${master}`, 'top').replace(/\n {4}http:[^]*$/, '\n');
  return top + ingress(`${kind}: minion\n${minion}`, 'leaf');
}

test('master and minion', () => {
  assert.deepEqual(findings(merged(DENY, '')), []);
  assert.deepEqual(findings(merged('', DENY)), []);
  const cache = `${ADD}: "Cache-Control: no-store"`;
  assert.deepEqual(findings(merged(DENY, cache)), ['frame-policy-lost: /']);
  // The master's snippet for locations is copied into a minion that has none.
  const snippet = snippets('location', 'add_header X-Frame-Options DENY always;');
  assert.deepEqual(findings(merged(snippet, '')), []);
  assert.deepEqual(findings(merged(snippet, snippets('location', '# nothing'))), [
    'frame-policy-missing: top',
  ]);
});

test('a minion may not set what is the server’s', () => {
  const snippet = snippets('server', 'add_header X-Frame-Options DENY always;');
  assert.deepEqual(findings(merged('', snippet)).toSorted(), [
    'frame-policy-missing: top',
    'frame-policy-unread: nginx.org/server-snippets',
  ]);
});

test('a minion whose master is nowhere', () => {
  assert.deepEqual(findings(ingress('nginx.org/mergeable-ingress-type: minion', 'leaf')), [
    'frame-policy-unresolved: leaf',
  ]);
});

test('a value with a colon or a variable: the whole Ingress is refused', () => {
  const csp = `${ADD}: "Content-Security-Policy: frame-ancestors https://a.example: always"`;
  assert.deepEqual(findings(ingress(csp)), [
    'frame-policy-unread: "Content-Security-Policy: frame-ancestors https://a.example: always"',
  ]);
  assert.deepEqual(findings(ingress(`${ADD}: "X-Frame-Options: $frame"`)), [
    'frame-policy-unread: "X-Frame-Options: $frame"',
  ]);
});

test('annotations that do not exist', () => {
  for (const key of [
    'configuration-snippets',
    'server-snippet',
    'location-snippet',
    'add-headers',
    'custom-headers',
  ]) {
    const text = ingress(`nginx.org/${key}: "add_header X-Frame-Options DENY always;"`);
    assert.deepEqual(findings(text).toSorted(), [
      'frame-policy-missing: shop',
      `frame-policy-unread: nginx.org/${key}`,
    ]);
  }
  const other = 'nginx.ingress.kubernetes.io/configuration-snippet';
  const text = ingress(`${ADD}: "X-Test: a"\n${other}: 'more_set_headers "X-Frame-Options: DENY";'`);
  assert.ok(
    findings(text.replace('ingressClassName: nginx', 'ingressClassName: nginx-org')).includes(
      `frame-policy-unread: ${other}`,
    ),
  );
});

test('on the request no browser sees it', () => {
  assert.deepEqual(findings(ingress('nginx.org/proxy-set-headers: "X-Frame-Options: DENY"')), [
    'frame-policy-request-side: "X-Frame-Options: DENY"',
  ]);
});

test('the image has no headers-more module', () => {
  const text = ingress(snippets('location', 'more_set_headers "X-Frame-Options: DENY";'));
  assert.deepEqual(findings(text).toSorted(), [
    'frame-policy-missing: shop',
    'frame-policy-unread: more_set_headers',
  ]);
});

test('where snippets are off, an Ingress that has one is refused', () => {
  const text = ingress(snippets('location', 'add_header X-Frame-Options DENY always;'));
  assert.deepEqual(findings(controller() + text), ['frame-policy-unread: nginx.org/location-snippets']);
  assert.deepEqual(findings(controller('-enable-snippets') + text), []);
});

test('gRPC services show no page', () => {
  assert.deepEqual(findings(ingress('nginx.org/grpc-services: web')), []);
});

test('an Ingress of another controller', () => {
  assert.deepEqual(
    findings(ingress('').replace('nginx.org/proxy-buffering', 'nginx.ingress.kubernetes.io/proxy-buffering')),
    [],
  );
});

test('the class may say it, in another file', () => {
  const text = ingress('').replace('nginx.org/proxy-buffering', 'example.org/x');
  const files = {
    'web.yaml': text,
    'class.yaml':
      'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: nginx.org/ingress-controller}\n',
  };
  assert.deepEqual(told(judged(dialect, files), files), ['frame-policy-missing: shop']);
});
