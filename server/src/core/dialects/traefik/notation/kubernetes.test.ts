import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixed, says, type Files } from '../testing/says.ts';

function object(kind: string, name: string, spec: string, namespace = 'shop'): string {
  return `apiVersion: traefik.io/v1alpha1
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
${spec}`;
}

const route = (more = '', match = 'Host(`shop.example`)'): string => `  - kind: Rule
    match: ${match}
${more}    services:
    - name: web
      port: 80
`;
const routes = (...items: readonly string[]): string =>
  object('IngressRoute', 'web', `  entryPoints: [websecure]\n  routes:\n${items.join('')}`);
const middleware = (headers: string, name = 'sec', namespace = 'shop'): string =>
  object('Middleware', name, `  headers:\n${headers}`, namespace);
const use = (name: string): string => `    middlewares:\n    - name: ${name}\n`;
const all = (...documents: readonly string[]): string => documents.join('---\n');

function trap(name: string, text: string, expected: readonly string[]): void {
  test(name, () => {
    assert.deepEqual(says({ 'objects.yml': text }), expected);
  });
}

describe('Middleware objects as an API server takes them', () => {
  const good = '    frameDeny: true\n';
  trap('a route with a Middleware', all(routes(route(use('sec'))), middleware(good)), []);
  trap(
    'yes is a boolean in YAML 1.1',
    all(routes(route(use('sec'))), middleware('    frameDeny: yes\n')),
    [],
  );
  trap('a quoted boolean is none', all(routes(route(use('sec'))), middleware('    frameDeny: "true"\n')), [
    'frame-policy-unread: "true"',
  ]);
  trap('on is no text', all(routes(route(use('sec'))), middleware('    customFrameOptionsValue: on\n')), [
    'frame-policy-unread: on',
  ]);
  trap(
    'a list of headers',
    all(routes(route(use('sec'))), middleware('    customResponseHeaders:\n    - X-Frame-Options: DENY\n')),
    ['frame-policy-unread: - X-Frame-Options: DENY'],
  );
  trap(
    'a name in small letters is dropped, and the rest counts',
    all(routes(route(use('sec'))), middleware('    contentTypeNosniff: true\n    framedeny: true\n')),
    ['frame-policy-missing: match', 'frame-policy-unread: framedeny'],
  );
  trap(
    'options directly below spec',
    all(routes(route(use('sec'))), object('Middleware', 'sec', '  frameDeny: true\n')),
    ['frame-policy-unread: frameDeny'],
  );
  trap('nobody uses it', all(routes(route()), middleware(good)), [
    'frame-policy-missing: match',
    'frame-policy-unread: sec',
  ]);
  trap('a Middleware that is not here', routes(route(use('sec'))), ['frame-policy-unresolved: sec']);
  trap(
    'a Middleware of another namespace',
    all(routes(route(`${use('sec')}      namespace: other\n`)), middleware(good, 'sec', 'other')),
    ['frame-policy-unread: sec'],
  );
  trap(
    'the first one listed wins',
    all(
      routes(route(`${use('a')}    - name: b\n`)),
      middleware(good, 'a'),
      middleware('    customFrameOptionsValue: SAMEORIGIN\n', 'b'),
    ),
    ['frame-policy-unread: b'],
  );
  trap('templates of Helm', `{{- if .Values.x }}\n${routes(route())}{{- end }}\n`, []);
  trap('a host from a template', routes(route('', 'Host(`{{ .Values.host }}`)')), [
    'frame-policy-missing: match',
  ]);
});

describe('routes', () => {
  trap('two routes without a policy are one finding', routes(route(), route('', 'Host(`b.example`)')), [
    'frame-policy-missing: web',
  ]);
  trap(
    'one of two',
    all(routes(route(use('sec')), route('', 'Host(`b.example`)')), middleware('    frameDeny: true\n')),
    ['frame-policy-missing: match'],
  );
  trap(
    'a patch says nothing of what it leaves out',
    object('IngressRoute', 'web', '  routes:\n  - match: Host(`a`)\n'),
    [],
  );
  trap(
    'a route of TCP is no page',
    object('IngressRouteTCP', 'web', '  routes:\n  - match: HostSNI(`*`)\n'),
    [],
  );
});

describe('an Ingress', () => {
  const ingress = (annotations: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
${annotations}spec:
  ingressClassName: traefik
  rules:
  - host: shop.example
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
`;
  const annotated = (value: string): string =>
    `  annotations:\n    traefik.ingress.kubernetes.io/router.middlewares: ${value}\n`;
  const sec = middleware('    frameDeny: true\n');
  trap('without a policy', ingress(''), ['frame-policy-missing: path']);
  trap('with a Middleware', all(ingress(annotated('shop-sec@kubernetescrd')), sec), []);
  trap('with a Middleware that is not here', ingress(annotated('shop-sec@kubernetescrd')), [
    'frame-policy-unresolved: shop-sec@kubernetescrd',
  ]);
  test('a name without its suffix', () => {
    const files = { 'objects.yml': all(ingress(annotated('shop-sec')), sec) };
    assert.deepEqual(says(files), ['frame-policy-unread: shop-sec']);
    assert.deepEqual(says(fixed(files, 'frame-policy-unread', /kubernetescrd/)), []);
  });
  trap(
    'annotations of Traefik 1',
    ingress('  annotations:\n    ingress.kubernetes.io/frame-deny: "true"\n'),
    ['frame-policy-missing: path', 'frame-policy-unread: ingress.kubernetes.io/frame-deny'],
  );
  test('the fix names a new Middleware in an annotation', () => {
    const files = { 'objects.yml': ingress('') };
    const mended = fixed(files, 'frame-policy-missing', /SAMEORIGIN/);
    assert.equal(
      mended['objects.yml'],
      all(
        ingress(annotated('shop-web-frame-policy@kubernetescrd')),
        middleware('    customFrameOptionsValue: SAMEORIGIN\n', 'web-frame-policy'),
      ),
    );
    assert.deepEqual(says(mended), []);
  });
});

describe('what stands in other files', () => {
  const sec = middleware('    frameDeny: true\n');
  test("values of Traefik's Helm chart put a Middleware on an entry point", () => {
    const values = (place: string): string =>
      `ports:\n  websecure:\n${place}      middlewares:\n        - shop-sec@kubernetescrd\n`;
    const objects = all(routes(route()), sec);
    assert.deepEqual(says({ 'values.yaml': values('    http:\n'), 'objects.yml': objects }), []);
    assert.deepEqual(
      says({ 'values.yaml': values('    http:\n').replace('websecure', 'web'), 'objects.yml': objects }),
      ['frame-policy-missing: match'],
    );
  });
  test('an HTTPRoute may use a Middleware', () => {
    const httpRoute = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: h, namespace: shop}
spec:
  rules:
  - filters:
    - type: ExtensionRef
      extensionRef: {group: traefik.io, kind: Middleware, name: sec}
`;
    assert.deepEqual(says({ 'objects.yml': all(routes(route()), sec, httpRoute) }), [
      'frame-policy-missing: match',
    ]);
  });
});

describe('fixes', () => {
  test('a new Middleware in a second document, and its name first in the route', () => {
    const files = { 'objects.yml': routes(route()) };
    const mended = fixed(files, 'frame-policy-missing', /SAMEORIGIN/);
    assert.match(
      mended['objects.yml'] ?? '',
      / {4}services:\n(.*\n)*? {4}middlewares:\n {6}- name: web-frame-policy\n---/,
    );
    assert.ok(
      mended['objects.yml']?.endsWith(
        middleware('    customFrameOptionsValue: SAMEORIGIN\n', 'web-frame-policy'),
      ),
    );
    assert.deepEqual(says(mended), []);
  });

  test('the name comes before others', () => {
    const files = {
      'objects.yml': all(routes(route(use('gzip'))), object('Middleware', 'gzip', '  compress: {}\n')),
    };
    const mended = fixed(files, 'frame-policy-missing', /DENY/);
    assert.match(
      mended['objects.yml'] ?? '',
      /middlewares:\n {4}- name: web-frame-policy\n {4}- name: gzip\n/,
    );
    assert.match(mended['objects.yml'] ?? '', /spec:\n {2}headers:\n {4}frameDeny: true\n$/);
    assert.deepEqual(says(mended), []);
  });

  test('all routes of an object at once', () => {
    const files = { 'objects.yml': routes(route(), route('', 'Host(`b.example`)')) };
    const mended = fixed(files, 'frame-policy-missing', /all routes/);
    assert.equal(mended['objects.yml']?.match(/- name: web-frame-policy/g)?.length, 2);
    assert.equal(mended['objects.yml'].match(/kind: Middleware/g)?.length, 1);
    assert.deepEqual(says(mended), []);
  });

  test('a headers Middleware of the route takes one more option', () => {
    const files = {
      'objects.yml': all(routes(route(use('sec'))), middleware('    contentTypeNosniff: true\n')),
    };
    const mended = fixed(files, 'frame-policy-missing', /in the middleware sec/);
    assert.ok(
      mended['objects.yml']?.endsWith(
        '    contentTypeNosniff: true\n    customFrameOptionsValue: SAMEORIGIN\n',
      ),
    );
    assert.deepEqual(says(mended), []);
  });

  const repaired = (name: string, headers: string, title: RegExp, expected: string): void => {
    test(name, () => {
      const files: Files = { 'objects.yml': all(routes(route(use('sec'))), middleware(headers)) };
      const mended = fixed(files, 'frame-policy-unread', title);
      assert.ok(mended['objects.yml']?.endsWith(expected), mended['objects.yml']);
      assert.deepEqual(says(mended), []);
    });
  };
  repaired('quotes around a boolean', '    frameDeny: "true"\n', /Write true/, '    frameDeny: true\n');
  repaired(
    'a header value that YAML takes for something else',
    '    customResponseHeaders: {X-Frame-Options: DENY, X-A: 1}\n',
    /Write "1"/,
    '{X-Frame-Options: DENY, X-A: "1"}\n',
  );
  repaired(
    'a name in small letters',
    '    framedeny: true\n',
    /Rename to frameDeny/,
    '    frameDeny: true\n',
  );
});
