// Every snippet for gateway YAML, expanded with its defaults where it is meant to stand, protects the route around it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLinter, defaultSettings } from '../../server/src/core/index.ts';
import { expandSnippet } from '../support/snippet.ts';
import { readSnippets } from '../support/snippet-file.ts';
import { memoryWorkspace } from '../support/workspace.ts';

const KONG = `_format_version: "3.0"
services:
  - name: web
    url: http://web:8080
    routes: [{name: all, paths: [/]}]
    plugins:
      @@
`;
const INGRESS = (annotations: string, className: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: default
  annotations:
    ${annotations}
spec:
  ingressClassName: ${className}
  rules:
    - host: example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
`;
const ALLOWED = `apiVersion: v1
kind: ConfigMap
metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
data:
  allow-snippet-annotations: "true"
  annotations-risk-level: Critical
  global-allowed-response-headers: X-Frame-Options
`;
const ENVOY = (filters: string, table: string): string => `static_resources:
  listeners:
    - name: front
      address: {socket_address: {address: 0.0.0.0, port_value: 80}}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: front
                http_filters:
                  ${filters}
                  - name: envoy.filters.http.router
                    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
                route_config:
                  ${table}
                  virtual_hosts:
                    - name: all
                      domains: ["*"]
                      routes: [{match: {prefix: /}, route: {cluster: web}}]
  clusters:
    - name: web
      type: STATIC
      load_assignment:
        cluster_name: web
        endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: 9000}}}}]}]
`;

/** Where each is meant to stand: \`@@\` is the place, at its indentation. */
const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'gw-traefik-frame-file': {
    'middleware.yml': '@@\n',
    'routers.yml':
      'http:\n  routers:\n    web: {rule: "PathPrefix(`/`)", middlewares: [frame-policy], service: web}\n  services:\n    web: {loadBalancer: {servers: [{url: "http://web:80"}]}}\n',
  },
  'gw-traefik-frame-crd': {
    'middleware.yml': '@@\n',
    'route.yml': `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: web, namespace: default}
spec:
  routes:
    - match: PathPrefix(\`/\`)
      kind: Rule
      middlewares: [{name: frame-policy}]
      services: [{name: web, port: 80}]
`,
  },
  'gw-ingress-nginx-frame-snippet': { 'ingress.yml': INGRESS('@@', 'nginx'), 'config.yml': ALLOWED },
  'gw-ingress-nginx-frame-headers': {
    'headers.yml': '@@\n',
    'ingress.yml': INGRESS('nginx.ingress.kubernetes.io/custom-headers: default/frame-policy', 'nginx'),
    'config.yml': ALLOWED,
  },
  'gw-nginx-virtualserver-frame': {
    'server.yml': `apiVersion: k8s.nginx.org/v1
kind: VirtualServer
metadata: {name: web, namespace: default}
spec:
  host: example.com
  upstreams: [{name: web, service: web, port: 80}]
  routes:
    - path: /
      @@
`,
  },
  'gw-nginx-org-frame': {
    'ingress.yml': INGRESS('@@', 'nginx'),
    'class.yml':
      'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: nginx.org/ingress-controller}\n',
  },
  'gw-kong-frame-deck': { 'kong.yml': KONG },
  'gw-kong-frame-crd': {
    'plugin.yml': '@@\n',
    'ingress.yml': INGRESS('konghq.com/plugins: frame-policy', 'kong'),
  },
  'gw-apisix-frame': {
    'apisix.yaml':
      'routes:\n  - id: 1\n    uri: /*\n    upstream: {type: roundrobin, nodes: {"web:80": 1}}\n@@\n#END\n',
  },
  'gw-apisix-frame-crd': {
    'plugins.yml': '@@\n',
    'route.yml': `apiVersion: apisix.apache.org/v2
kind: ApisixRoute
metadata: {name: web, namespace: default}
spec:
  http:
    - name: all
      match: {hosts: [example.com], paths: [/*]}
      plugin_config_name: frame-policy
      backends: [{serviceName: web, servicePort: 80}]
`,
  },
  'gw-gateway-api-frame': {
    'route.yml': `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: default}
spec:
  parentRefs: [{name: gateway}]
  hostnames: [example.com]
  rules:
    - filters:
        @@
      backendRefs: [{name: web, port: 80}]
`,
  },
  'gw-gateway-api-route': { 'route.yml': '@@\n' },
  'gw-nginx-configmap': { 'sites.yml': '@@\n' },
  'gw-apinto-frame-plugin': {
    'plugin.yml': '@@\n',
    'router.yml':
      'name: web\ndriver: http\nmethod: [GET]\nlisten: 80\nhost: [example.com]\nlocation: /*\nservice: web@service\n',
  },
  'gw-apinto-frame-router': {
    'plugin.yml': '- id: eolinker.com:apinto:response_rewrite\n  name: frame-guard\n  status: enable\n',
    'router.yml':
      'name: web\ndriver: http\nmethod: [GET]\nlisten: 80\nhost: [example.com]\nlocation: /*\nservice: web@service\n@@\n',
  },
  'gw-istio-frame': {
    'service.yml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: default}
spec:
  hosts: [example.com]
  gateways: [istio-system/edge]
  http:
    - route: [{destination: {host: web}}]
      @@
`,
  },
  'gw-contour-frame': {
    'proxy.yml': `apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: {name: web, namespace: default}
spec:
  virtualhost: {fqdn: example.com}
  routes:
    - services: [{name: web, port: 80}]
      @@
`,
  },
  'gw-emissary-frame': {
    'mapping.yml': `apiVersion: getambassador.io/v3alpha1
kind: Mapping
metadata: {name: web, namespace: default}
spec:
  hostname: "*"
  prefix: /
  service: web
  @@
`,
  },
  'gw-envoy-frame-routes': { 'envoy.yaml': ENVOY('', '@@') },
  'gw-envoy-frame-filter': { 'envoy.yaml': ENVOY('@@', '') },
  'gw-spring-frame': {
    'application.yml': `spring:
  cloud:
    gateway:
      server:
        webflux:
          routes: [{id: web, uri: "http://web:8080", predicates: [Path=/**]}]
          @@
`,
  },
};

function placed(text: string, snippet: string): string {
  return text.replace(
    /^( *)(.*)@@/m,
    (_all, indent: string, before: string) => `${indent}${before}${snippet.replaceAll('\n', `\n${indent}`)}`,
  );
}

describe('in its place', () => {
  for (const { prefix, source } of readSnippets('snippets/gateway-yaml.json')) {
    test(`${prefix} protects, and leaves nothing to report`, async () => {
      const place = PLACES[prefix];
      assert.ok(place !== undefined, 'a place for it');
      const snippet = expandSnippet(source).text;
      const files = Object.fromEntries(
        Object.entries(place).map(([path, text]) => [path, placed(text, snippet)]),
      );
      const failures: string[] = [];
      const workspace = memoryWorkspace(files);
      const linter = createLinter({
        workspace,
        settings: defaultSettings,
        log: (line) => failures.push(line),
      });
      const reports = await Promise.all(Object.keys(files).map((path) => linter.check(workspace.uri(path))));
      // That the service may send one of its own is a hint in the editor.
      const found = reports.flatMap((report) => report?.findings ?? []).filter(({ hint }) => hint !== true);
      assert.deepEqual(
        found.map(({ rule, message }) => `${rule}: ${message}`),
        [],
      );
      assert.deepEqual(failures, []);
      const sites = (
        await Promise.all(Object.keys(files).map((path) => linter.sites(workspace.uri(path))))
      ).flat();
      const sets = sites.flatMap(({ site }) =>
        site.scopes.flatMap(({ ops }) => ops.filter(({ name }) => name.text === 'x-frame-options')),
      );
      assert.ok(sets.length > 0, 'a scope that sets the header');
    });
  }
});
