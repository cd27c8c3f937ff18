import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BACKEND, clientPolicy, gateway, modifier, route, says, type Files } from './testing/says.ts';

function trap(name: string, files: Files | string, expected: readonly string[]): void {
  test(name, () => {
    assert.deepEqual(says(files), expected);
  });
}

const SET = 'set: [{name: X-Frame-Options, value: DENY}]';
const REDIRECT = `    filters:
    - type: RequestRedirect
      requestRedirect: {statusCode: 301}
`;
const NOTICE = (header = ''): string => `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: HTTPRouteFilter
metadata: {name: notice}
spec:
  directResponse:
    statusCode: 200
    contentType: text/html
    body: {type: Inline, inline: "<p>closed</p>"}
${header}`;
const EXTENSION = `    - type: ExtensionRef
      extensionRef: {group: gateway.envoyproxy.io, kind: HTTPRouteFilter, name: notice}
`;

describe('a route', () => {
  trap(
    'without a policy; a rule that only redirects needs none',
    `${route(REDIRECT)}  - backendRefs:\n    - {name: shop, port: 80}\n`,
    ['frame-policy-missing: backendRefs'],
  );
  trap(
    'with an invalid value',
    route(modifier('set: [{name: x-frame-options, value: SAME-ORIGIN}]') + BACKEND),
    ['frame-policy-invalid: SAME-ORIGIN'],
  );
  trap(
    'with frame-ancestors',
    route(modifier(`set: [{name: Content-Security-Policy, value: "frame-ancestors 'none'"}]`) + BACKEND),
    [],
  );
  trap(
    'that takes the header of the service away',
    route(modifier('remove: [Server, X-Frame-Options]') + BACKEND),
    ['frame-policy-removed: X-Frame-Options'],
  );
  trap('that sets it on the request', route(modifier(SET, 'request') + BACKEND), [
    'frame-policy-request-side: X-Frame-Options',
  ]);
  trap(
    'with a modifier for one of two backends',
    route(`    backendRefs:
    - name: web
      port: 80
      filters: [{type: ResponseHeaderModifier, responseHeaderModifier: {${SET}}}]
    - {name: old, port: 80}
`),
    ['frame-policy-missing: matches'],
  );
  trap('between services only', route(BACKEND, '{kind: Service, group: "", name: web}'), []);
  trap('that a patch completes', route(BACKEND).replace(/ {2}parentRefs.*\n/, ''), []);
  trap('without backends is an error page', route(modifier('add: []')), []);
  trap(
    'with a value that a template fills in',
    route(modifier('set: [{name: X-Frame-Options, value: "{{ .Values.framing }}"}]') + BACKEND),
    [],
  );
  trap(
    'of gRPC',
    route(BACKEND)
      .replace('HTTPRoute', 'GRPCRoute')
      .replace(/ {2}- matches[^]*?\n {4}b/, '  - b'),
    [],
  );
  trap(
    'with a filter of another program',
    route(`    filters:
    - type: ExtensionRef
      extensionRef: {group: traefik.io, kind: Middleware, name: secure}
${BACKEND}`),
    [],
  );
  trap('with a filter that is not in the workspace', route(`    filters:\n${EXTENSION}${BACKEND}`), [
    'frame-policy-unresolved: {group: gateway.envoyproxy.io, kind: HTTPRouteFilter, name: notice}',
  ]);
});

describe('what the API server refuses or drops', () => {
  const unread = (name: string, rule: string, ...expected: readonly string[]): void => {
    trap(name, route(rule), expected);
  };
  unread(
    'a map in the place of the list',
    modifier('set: {X-Frame-Options: DENY}') + BACKEND,
    'frame-policy-unread: set',
  );
  unread(
    'an empty value',
    modifier('set: [{name: X-Frame-Options, value: ""}]') + BACKEND,
    'frame-policy-unread: ""',
  );
  unread(
    'a value that is no text',
    modifier('set: [{name: X-Frame-Options, value: on}]') + BACKEND,
    'frame-policy-unread: on',
  );
  unread(
    'a name with a colon',
    modifier('set: [{name: "X-Frame-Options:", value: DENY}]') + BACKEND,
    'frame-policy-unread: "X-Frame-Options:"',
  );
  unread(
    'a name twice',
    modifier('set: [{name: X-Frame-Options, value: DENY}, {name: X-Frame-Options, value: DENY}]') + BACKEND,
    'frame-policy-unread: X-Frame-Options',
  );
  unread(
    'a second modifier',
    `    filters:
    - {type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: X-A, value: b}]}}
    - {type: ResponseHeaderModifier, responseHeaderModifier: {${SET}}}
${BACKEND}`,
    `frame-policy-unread: {type: ResponseHeaderModifier, responseHeaderModifier: {${SET}}}`,
  );
  unread(
    'a type without its field',
    `    filters: [{type: ResponseHeaderModifier, requestHeaderModifier: {${SET}}}]\n${BACKEND}`,
    'frame-policy-unread: ResponseHeaderModifier',
  );
  unread('a redirect with backends', REDIRECT + BACKEND, 'frame-policy-unread: backendRefs');
  unread(
    'headers in the place of set',
    modifier(SET.replace('set', 'headers')) + BACKEND,
    'frame-policy-missing: matches',
    'frame-policy-unread: headers',
  );
  unread(
    'a modifier on the rule',
    `    responseHeaderModifier: {${SET}}\n${BACKEND}`,
    'frame-policy-missing: matches',
    'frame-policy-unread: responseHeaderModifier',
  );
});

describe('Envoy Gateway', () => {
  const eg = gateway('eg');
  trap('a policy on the Gateway reaches all routes', route(BACKEND) + eg + clientPolicy(SET), []);
  trap('its removals act last', clientPolicy(`${SET}\n      remove: [X-Frame-Options]`), [
    'frame-policy-removed: X-Frame-Options',
  ]);
  trap(
    'and after those of the routes',
    route(modifier(SET) + BACKEND) + eg + clientPolicy('remove: [X-Frame-Options]'),
    ['frame-policy-removed: X-Frame-Options'],
  );
  trap(
    'set beside remove on a route stays',
    route(modifier(`${SET}\n        remove: [X-Frame-Options]`) + BACKEND) + eg,
    [],
  );
  trap(
    'a policy that no route of the workspace is under',
    clientPolicy('set: [{name: X-Frame-Options, value: ALLOWALL}]'),
    ['frame-policy-invalid: ALLOWALL'],
  );
  trap('a policy for a route', clientPolicy(SET).replace('kind: Gateway', 'kind: HTTPRoute'), [
    'frame-policy-unread: HTTPRoute',
  ]);
  trap(
    'a policy in another namespace',
    (route(BACKEND) + eg).replaceAll('metadata: {', 'metadata: {namespace: infra, ') +
      clientPolicy(SET, { namespace: 'web' }),
    ['frame-policy-missing: shop', 'frame-policy-unread: web'],
  );
  trap(
    'a policy for a listener that is not there',
    route(BACKEND) + eg + clientPolicy(SET, { section: 'nosuch' }),
    ['frame-policy-missing: matches', 'frame-policy-unread: nosuch'],
  );
  trap(
    'a policy on the listener stands in for the Gateway’s',
    route(BACKEND) +
      eg +
      clientPolicy(SET) +
      clientPolicy('set: [{name: X-A, value: b}]', { name: 'http', section: 'http' }),
    ['frame-policy-lost: http'],
  );
  trap(
    'a policy for one of the listeners that share a port',
    route(BACKEND) +
      gateway(
        'eg',
        '[{name: http, protocol: HTTP, port: 80}, {name: named, protocol: HTTP, port: 80, hostname: a.example}]',
      ) +
      clientPolicy(SET, { section: 'named' }),
    ['frame-policy-missing: matches', 'frame-policy-unread: named'],
  );
  test('of two policies on one Gateway the second is not read', () => {
    const second = clientPolicy('set: [{name: X-Frame-Options, value: SAMEORIGIN}]', { name: 'second' });
    const found = says(route(BACKEND) + eg + clientPolicy(SET) + second);
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', /^frame-policy-unread: group: gateway/);
  });
  trap(
    'a header on early requests',
    route(BACKEND) + eg + clientPolicy(SET).replace('lateResponseHeaders', 'earlyRequestHeaders'),
    ['frame-policy-request-side: X-Frame-Options'],
  );
  trap(
    'a single percent sign',
    route(modifier('set: [{name: X-Frame-Options, value: DENY}, {name: X-A, value: 100%}]') + BACKEND) + eg,
    ['frame-policy-unread: 100%'],
  );
  trap(
    'a modifier after a direct response',
    route(
      `    filters:\n${EXTENSION}    - type: ResponseHeaderModifier\n      responseHeaderModifier: {${SET}}\n`,
    ) + NOTICE(),
    ['frame-policy-missing: matches', 'frame-policy-unread: ResponseHeaderModifier'],
  );
  trap(
    'a direct response with a header of its own',
    route(`    filters:\n${EXTENSION}`) + NOTICE(`    header: {${SET}}\n`),
    [],
  );
  const override = (header: string): string => `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata: {name: errors}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop}]
  responseOverride:
  - match: {statusCodes: [{type: Value, value: 404}]}
    response: {header: ${header}}
`;
  trap(
    'a page in the place of the service’s adds to what the route sets',
    route(modifier('set: [{name: X-Frame-Options, value: SAMEORIGIN}]') + BACKEND) +
      override('{add: [{name: X-Frame-Options, value: DENY}]}'),
    ['frame-policy-conflict: DENY'],
  );
  trap(
    'and has nothing to remove',
    route(modifier(SET) + BACKEND) + override('{remove: [X-Frame-Options]}'),
    ['frame-policy-unread: [X-Frame-Options]'],
  );
  trap(
    'a patch may set anything',
    `${route(BACKEND)}${eg}---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyPatchPolicy
metadata: {name: patch}
spec:
  targetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: edge}
  jsonPatches: [{operation: {op: add, path: /response_headers_to_add, value: []}}]
`,
    [],
  );
  trap(
    'a route on a listener that is not there',
    route(modifier(SET) + BACKEND, '{name: edge, sectionName: nosuch}') + eg,
    ['frame-policy-unread: nosuch'],
  );
});

describe('other implementations', () => {
  trap(
    'kgateway: a TrafficPolicy on the Gateway',
    `${route(BACKEND)}${gateway('kgateway')}---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: TrafficPolicy
metadata: {name: edge-frame-policy}
spec:
  targetRefs:
  - {group: gateway.networking.k8s.io, kind: Gateway, name: edge}
  headerModifiers:
    response:
      ${SET}
`,
    [],
  );
  trap(
    'NGINX Gateway Fabric: a snippet may set it',
    `${route(`    filters:
    - type: ExtensionRef
      extensionRef: {group: gateway.nginx.org, kind: SnippetsFilter, name: frame}
${BACKEND}`)}${gateway('nginx')}---
apiVersion: gateway.nginx.org/v1alpha1
kind: SnippetsFilter
metadata: {name: frame}
spec:
  snippets: [{context: http.server.location, value: add_header X-Frame-Options DENY always;}]
`,
    [],
  );
  trap(
    'Traefik removes last',
    route(modifier(`${SET}\n        remove: [X-Frame-Options]`) + BACKEND) + gateway('traefik'),
    ['frame-policy-removed: X-Frame-Options'],
  );
  trap('AWS load balancers know no modifier', route(modifier(SET) + BACKEND) + gateway('aws-alb'), [
    'frame-policy-missing: matches',
    'frame-policy-unread: ResponseHeaderModifier',
  ]);
});

describe('a template', () => {
  const holes = (text: string): string => text.replaceAll('<', '{{ ').replaceAll('>', ' }}');
  trap(
    'names and values that it fills in',
    holes(
      route(
        modifier('set:\n        - name: X-Frame-Options\n          value: <.Values.framing>') + BACKEND,
        '{name: <.Values.gateway>}',
      ),
    ),
    [],
  );
  trap(
    'a header whose name it fills in',
    holes(route(modifier('set:\n        - name: <.Values.header>\n          value: DENY') + BACKEND)),
    [],
  );
  trap('a list of filters', holes(route(`    filters: <toYaml .Values.filters>\n${BACKEND}`)), []);
  trap(
    'a modifier',
    holes(route(modifier('').replace(/Modifier:\n.*\n/, 'Modifier: <toYaml .Values.headers>\n') + BACKEND)),
    [],
  );
  trap(
    'an invalid value beside what it fills in',
    holes(
      route(
        modifier('set:\n        - {name: X-Frame-Options, value: ALLOWALL}') + BACKEND,
        '{name: "<.Values.gateway>"}',
      ),
    ),
    ['frame-policy-invalid: ALLOWALL'],
  );
  trap('control lines, which are no YAML', holes(`<- if .Values.route>\n${route(BACKEND)}<- end>\n`), []);
});

describe('filters of a backend', () => {
  const backend = `    backendRefs:
    - name: web
      port: 80
      filters: [{type: ResponseHeaderModifier, responseHeaderModifier: {${SET}}}]
`;
  trap('are read by Envoy Gateway', route(backend) + gateway('eg'), []);
  trap('are not by NGINX Gateway Fabric', route(backend) + gateway('nginx'), [
    'frame-policy-missing: matches',
    'frame-policy-unread: X-Frame-Options',
  ]);
  trap(
    'and end before those of the rule',
    route(modifier('remove: [X-Frame-Options]') + backend) + gateway('eg'),
    ['frame-policy-removed: X-Frame-Options'],
  );
});

describe('one name in several ways', () => {
  trap(
    'set and added, where both are sent',
    route(
      modifier(
        'set: [{name: X-Frame-Options, value: DENY}]\n        add: [{name: X-Frame-Options, value: SAMEORIGIN}]',
      ) + BACKEND,
    ),
    ['frame-policy-conflict: SAMEORIGIN'],
  );
});

test('objects of several files belong together', () => {
  const files = {
    'route.yaml': route(BACKEND),
    'gateway.yaml': gateway('eg'),
    'policy.yaml': clientPolicy(SET),
  };
  assert.deepEqual(says(files), []);
});

test('a list of objects is read', () => {
  const [, spec] = route(BACKEND).split('spec:\n');
  const list = `apiVersion: v1\nkind: List\nitems:\n- apiVersion: gateway.networking.k8s.io/v1\n  kind: HTTPRoute\n  metadata: {name: shop}\n  spec:\n${(spec ?? '').replace(/^/gm, '  ').trimEnd()}\n`;
  assert.deepEqual(says(list), ['frame-policy-missing: matches']);
});
