import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ALLOWED, block, configMap, controller, ingress, text } from './testing.ts';

function findings(source: string): readonly string[] {
  return told(judged(dialect, { 'web.yaml': source }), { 'web.yaml': source });
}

const DENY = 'more_set_headers "X-Frame-Options: DENY";';
const SNIPPET = block('configuration-snippet', DENY);
const GUARDED = ingress(SNIPPET);

/** A Deployment of the controller in a release. */
function release(version: string): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress-nginx-controller}
spec:
  template:
    spec:
      containers:
      - name: controller
        image: registry.k8s.io/ingress-nginx/controller:v${version}@sha256:0
`;
}

const SNIPPET_UNREAD = 'frame-policy-unread: nginx.ingress.kubernetes.io/configuration-snippet';

test('snippets where nothing says whether they are allowed', () => {
  assert.deepEqual(findings(GUARDED), []);
  assert.deepEqual(findings(GUARDED + controller('use-forwarded-headers: "true"')), []);
});

test('snippets that the controller forbids, or whose risk it does not take', () => {
  assert.deepEqual(findings(GUARDED + controller(...ALLOWED)), []);
  assert.deepEqual(findings(GUARDED + controller('allow-snippet-annotations: "false"')), [SNIPPET_UNREAD]);
  assert.deepEqual(
    findings(GUARDED + controller('allow-snippet-annotations: "true"', 'annotations-risk-level: High')),
    [SNIPPET_UNREAD],
  );
});

test('the defaults of a release', () => {
  assert.deepEqual(findings(GUARDED + release('1.9.0')), []);
  assert.deepEqual(findings(GUARDED + release('1.9.1')), [SNIPPET_UNREAD]);
  const allowed = controller('allow-snippet-annotations: "true"');
  assert.deepEqual(findings(GUARDED + allowed + release('1.11.3')), []);
  assert.deepEqual(findings(GUARDED + allowed + release('1.12.0')), [SNIPPET_UNREAD]);
  assert.deepEqual(findings(GUARDED + controller(...ALLOWED) + release('1.13.0')), []);
});

test('values of the Helm chart', () => {
  const values = (text: string): readonly string[] => {
    const files = { 'web.yaml': ingress(''), 'values.yaml': text };
    return told(judged(dialect, files), files);
  };
  assert.deepEqual(values('controller:\n  addHeaders:\n    X-Frame-Options: DENY\n'), []);
  assert.deepEqual(values('ingress-nginx:\n  controller:\n    addHeaders: {X-Frame-Options: ALLOWALL}\n'), [
    'frame-policy-invalid: ALLOWALL',
  ]);
  const forbidden = { 'web.yaml': GUARDED, 'values.yaml': 'controller:\n  allowSnippetAnnotations: false\n' };
  assert.deepEqual(told(judged(dialect, forbidden), forbidden), [SNIPPET_UNREAD]);
});

const OWN = configMap('frame', 'shop', 'X-Frame-Options: DENY');
const LISTED = controller('global-allowed-response-headers: X-Frame-Options');

test('custom-headers names a ConfigMap, whose headers the controller must list letter by letter', () => {
  const named = ingress(text('custom-headers', 'shop/frame'));
  assert.deepEqual(findings(named + OWN), []);
  assert.deepEqual(findings(named + OWN + LISTED), []);
  assert.deepEqual(findings(named + OWN + controller('use-forwarded-headers: "true"')), [
    'frame-policy-unread: X-Frame-Options',
  ]);
  const other = controller('global-allowed-response-headers: x-frame-options');
  assert.deepEqual(findings(named + OWN + other), ['frame-policy-unread: X-Frame-Options']);
  const wrong = configMap('frame', 'shop', 'X-Frame-Options: SAME-ORIGIN');
  assert.deepEqual(findings(named + wrong + LISTED), ['frame-policy-invalid: SAME-ORIGIN']);
  const broken = configMap('frame', 'shop', '"X-Frame-Options:": DENY');
  assert.deepEqual(findings(named + broken), ['frame-policy-unread: "X-Frame-Options:"']);
});

test('custom-headers without a namespace, or of a ConfigMap that is elsewhere', () => {
  assert.deepEqual(findings(ingress(text('custom-headers', 'frame')) + OWN), ['frame-policy-unread: frame']);
  assert.deepEqual(findings(ingress(text('custom-headers', 'shop/frame'))), [
    'frame-policy-unresolved: shop/frame',
  ]);
  const named = ingress(text('custom-headers', 'shop/frame'));
  assert.deepEqual(findings(named + OWN + release('1.10.0')).toSorted(), [
    'frame-policy-missing: /',
    'frame-policy-unread: nginx.ingress.kubernetes.io/custom-headers',
  ]);
});

test('custom-headers runs last', () => {
  const clears = block('configuration-snippet', 'more_clear_headers X-Frame-Options;');
  assert.deepEqual(findings(ingress(`${clears}\n${text('custom-headers', 'shop/frame')}`) + OWN), []);
});

test('headers that the controller adds everywhere, and a path that takes them away', () => {
  const all = controller('add-headers: ingress-nginx/security', ...ALLOWED);
  const headers = configMap('security', 'ingress-nginx', 'X-Frame-Options: DENY');
  assert.deepEqual(findings(ingress('') + all + headers), []);
  assert.deepEqual(findings(ingress('') + all), ['frame-policy-unresolved: ingress-nginx/security']);
  const clears = 'more_clear_headers X-Frame-Options;';
  assert.deepEqual(findings(ingress(block('configuration-snippet', clears)) + all + headers), [
    `frame-policy-removed: ${clears}`,
  ]);
  const unqualified = controller('add-headers: security');
  assert.deepEqual(findings(ingress('') + unqualified + headers).toSorted(), [
    'frame-policy-missing: /',
    'frame-policy-unread: security',
  ]);
});

test("snippets of the controller's own configuration need no permission", () => {
  const forbidden = 'allow-snippet-annotations: "false"';
  for (const key of ['http-snippet', 'server-snippet', 'location-snippet']) {
    assert.deepEqual(findings(ingress('') + controller(forbidden, `${key}: '${DENY}'`)), [], key);
  }
});

test('headers of requests', () => {
  const proxied = block('configuration-snippet', 'proxy_set_header X-Frame-Options DENY;');
  assert.deepEqual(findings(ingress(proxied)), [
    'frame-policy-request-side: proxy_set_header X-Frame-Options DENY',
  ]);
  const source =
    ingress('') +
    controller('proxy-set-headers: ingress-nginx/security') +
    configMap('security', 'ingress-nginx', 'X-Frame-Options: DENY');
  assert.ok(findings(source).includes('frame-policy-request-side: X-Frame-Options'));
});

test('redirects, TCP, gRPC and canaries show no page of their own', () => {
  assert.deepEqual(findings(ingress(text('permanent-redirect', 'https://other.example'))), []);
  assert.deepEqual(findings(ingress(text('temporal-redirect', 'https://other.example'))), []);
  assert.deepEqual(findings(ingress(text('ssl-passthrough', '"true"'))), []);
  assert.deepEqual(findings(ingress(text('backend-protocol', 'GRPC'))), []);
  assert.deepEqual(findings(ingress(text('canary', '"true"'))), []);
  assert.deepEqual(findings(ingress(text('backend-protocol', 'FCGI'))), ['frame-policy-missing: /']);
  assert.deepEqual(findings(ingress(text('app-root', '/app'))), ['frame-policy-missing: /']);
});

test('of a canary nothing else is read', () => {
  assert.deepEqual(findings(ingress(`${text('canary', '"true"')}\n${SNIPPET}`)), [SNIPPET_UNREAD]);
});

test('one server-snippet for a host: that of the oldest Ingress', () => {
  const own = block('server-snippet', DENY);
  const source = `${ingress(own)}---\n${ingress(own, { name: 'cart', path: '/cart' })}`;
  assert.deepEqual(findings(source), ['frame-policy-unread: nginx.ingress.kubernetes.io/server-snippet']);
  const other = `${ingress(own)}---\n${ingress('', { name: 'cart', path: '/cart' })}`;
  assert.deepEqual(findings(other), []);
});

test('one object as two clusters have it', () => {
  const files = {
    'dev/web.yaml': ingress(block('server-snippet', DENY)),
    'prod/web.yaml': ingress(block('server-snippet', DENY)),
  };
  assert.deepEqual(judged(dialect, files), []);
});

test('auth-snippet acts on another request', () => {
  assert.deepEqual(findings(ingress(block('auth-snippet', DENY))).toSorted(), [
    'frame-policy-missing: /',
    'frame-policy-unread: nginx.ingress.kubernetes.io/auth-snippet',
  ]);
});

test('annotations that ingress-nginx does not have', () => {
  for (const key of [
    'nginx.ingress.kubernetes.io/custom-response-headers: "X-Frame-Options: DENY"',
    'nginx.ingress.kubernetes.io/x-frame-options: DENY',
    `nginx.ingress.kubernetes.io/location-snippet: '${DENY}'`,
    `nginx.ingress.kubernetes.io/server-snippets: '${DENY}'`,
    `nginx.ingress.kubernetes.io/http-snippet: '${DENY}'`,
    `ingress.kubernetes.io/configuration-snippet: '${DENY}'`,
  ]) {
    const [name = ''] = key.split(': ');
    const found = findings(ingress(`    ${key}\n    nginx.ingress.kubernetes.io/proxy-body-size: 8m`));
    assert.deepEqual(found.toSorted(), ['frame-policy-missing: /', `frame-policy-unread: ${name}`]);
  }
});

test('annotations under spec', () => {
  const source = ingress('', { spec: `  nginx.ingress.kubernetes.io/configuration-snippet: '${DENY}'\n` });
  assert.deepEqual(findings(source).toSorted(), ['frame-policy-missing: /', SNIPPET_UNREAD]);
});

test('what the API server refuses, and a word that the controller forbids', () => {
  assert.deepEqual(findings(ingress(text('ssl-redirect', 'true'))), ['frame-policy-unread: true']);
  const source = GUARDED + controller('annotation-value-word-blocklist: "load_module,more_set_headers"');
  assert.deepEqual(findings(source), [SNIPPET_UNREAD]);
});

test('add_header: the location drops those of the server, and errors need always', () => {
  const lines = `${block('server-snippet', 'add_header X-Frame-Options DENY always;')}\n${block('configuration-snippet', 'add_header X-A b;')}`;
  assert.deepEqual(findings(ingress(lines)), ['frame-policy-lost: /']);
  const bare = block('configuration-snippet', 'add_header X-Frame-Options DENY;');
  assert.ok(findings(ingress(bare)).every((each) => each.startsWith('frame-policy-success-only')));
  assert.equal(findings(ingress(bare)).length, 1);
});

test('inside if, and for some statuses', () => {
  const inside = block('configuration-snippet', 'if ($arg_embed) {', `  ${DENY}`, '}');
  assert.deepEqual(findings(ingress(inside)), ['frame-policy-missing: /']);
  const some = block('configuration-snippet', 'more_set_headers -s 404 "X-Frame-Options: DENY";');
  assert.deepEqual(findings(ingress(some)), ['frame-policy-missing: /']);
});

test('a forgotten semicolon', () => {
  const source = ingress(block('configuration-snippet', 'more_set_headers "X-Frame-Options: DENY"'));
  assert.ok(findings(source).some((each) => each.startsWith('nginx-syntax')));
});

test('all paths of an Ingress share its annotations: one finding at its name', () => {
  const source = ingress('').replace(
    '      - path: /\n',
    '      - path: /a\n        pathType: Exact\n        backend: {service: {name: web, port: {number: 80}}}\n      - path: /\n',
  );
  assert.deepEqual(findings(source), ['frame-policy-missing: web']);
});

test('the default backend answers, too', () => {
  const source = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 8m}}
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
`;
  assert.equal(findings(source).length, 1);
});

test('what others serve', () => {
  for (const name of ['traefik', 'kong', 'alb']) {
    assert.deepEqual(
      findings(ingress('').replace('ingressClassName: nginx', `ingressClassName: ${name}`)),
      [],
    );
  }
  assert.deepEqual(findings(ingress('').replace('  ingressClassName: nginx\n', '')), []);
  assert.deepEqual(findings(ingress('    nginx.org/client-max-body-size: 8m')), []);
});

test('templates and patches are not missing anything', () => {
  const files = { 'ingress-patch.yaml': ingress('') };
  assert.deepEqual(judged(dialect, files), []);
  assert.deepEqual(findings(ingress(block('configuration-snippet', '{{ .Values.snippet }}'))), []);
  assert.deepEqual(findings(ingress(text('custom-headers', '"{{ .Values.headers }}"'))), []);
});

test('values are judged where the rest is written elsewhere: patches, values of charts', () => {
  const line = 'more_set_headers "X-Frame-Options: ALLOWALL";';
  const patch = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    nginx.ingress.kubernetes.io/configuration-snippet: |
      ${line}
`;
  const values = `web:
  ingress:
    annotations:
      nginx.ingress.kubernetes.io/configuration-snippet: |
        ${line}
`;
  for (const files of [{ 'web-patch.yaml': patch }, { 'values.yaml': values }]) {
    assert.deepEqual(told(judged(dialect, files), files), [
      'frame-policy-invalid: "X-Frame-Options: ALLOWALL"',
    ]);
  }
  const empty = { 'values.yaml': values.replace(line, 'gzip on;') };
  assert.deepEqual(judged(dialect, empty), []);
});

test('one header by two directives: both are sent', () => {
  const both = block(
    'configuration-snippet',
    'more_set_headers "X-Frame-Options: DENY";',
    'add_header X-Frame-Options SAMEORIGIN always;',
  );
  assert.ok(findings(ingress(both)).some((each) => each.startsWith('frame-policy-conflict')));
  const hidden = block(
    'configuration-snippet',
    'proxy_hide_header X-Frame-Options;',
    'add_header X-Frame-Options DENY always;',
  );
  assert.deepEqual(findings(ingress(hidden)), []);
});

test('whole lists and the beta groups', () => {
  const beta = `apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: web, annotations: {kubernetes.io/ingress.class: nginx}}
spec:
  rules:
  - http:
      paths:
      - path: /a
        backend: {serviceName: web, servicePort: 80}
`;
  assert.deepEqual(findings(beta), ['frame-policy-missing: /a']);
});

/** Flux installs the chart. @param values lines, each indented by four */
function helmRelease(name: string, values: string): string {
  return `---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${name}}
spec:
  values:
${values}
`;
}

test('values that Flux or Argo CD gives to the chart', () => {
  const headers = (value: string): string =>
    helmRelease('ingress', `    controller:\n      addHeaders:\n        X-Frame-Options: ${value}`);
  assert.deepEqual(findings(ingress('') + headers('DENY')), []);
  assert.deepEqual(findings(ingress('') + headers('ALLOWALL')), ['frame-policy-invalid: ALLOWALL']);
  const application = (helm: string): string =>
    `---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ingress}\nspec:\n  source:\n    helm:\n${helm}\n`;
  const asObject =
    '      valuesObject:\n        controller:\n          addHeaders: {X-Frame-Options: deny-all}';
  assert.deepEqual(findings(ingress('') + application(asObject)), ['frame-policy-invalid: deny-all']);
  const asText =
    '      values: |\n        controller:\n          addHeaders:\n            X-Frame-Options: DENY';
  assert.deepEqual(findings(ingress('') + application(asText)), []);
});

test('annotations that Flux gives to the chart of an application', () => {
  const source = helmRelease(
    'web',
    `    ingress:
      main:
        annotations:
          nginx.ingress.kubernetes.io/configuration-snippet: |
            more_set_headers "X-Frame-Options: ALLOWALL";`,
  );
  assert.deepEqual(findings(source), ['frame-policy-invalid: "X-Frame-Options: ALLOWALL"']);
});

test('several controllers none of which says anything of framing', () => {
  const quiet = (name: string): string =>
    configMap(`${name}-ingress-nginx-controller`, name, 'use-forwarded-headers: "true"');
  const missing = ['frame-policy-missing: /'];
  assert.deepEqual(findings(ingress('') + quiet('inner') + quiet('outer')), missing);
  const sets = controller('add-headers: ingress-nginx/headers');
  assert.deepEqual(findings(ingress('') + quiet('inner') + sets), []);
  const snippet = controller(`server-snippet: 'add_header X-Frame-Options DENY always;'`);
  assert.deepEqual(findings(ingress('') + quiet('inner') + snippet), []);
  const robots = controller(`server-snippet: 'add_header X-Robots-Tag none;'`);
  assert.deepEqual(findings(ingress('') + quiet('inner') + robots), missing);
});

test('a rewrite-target that is a URL redirects', () => {
  const rewritten = (target: string): string =>
    ingress(text('rewrite-target', target), { path: '/(.*)', pathType: 'ImplementationSpecific' });
  assert.deepEqual(findings(rewritten('https://new.example/$1')), []);
  assert.deepEqual(findings(rewritten('$scheme://new.example/$1')), []);
  assert.deepEqual(findings(rewritten('/new/$1')), ['frame-policy-missing: /(.*)']);
});
