import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chosenAnswer,
  createLinter,
  defaultSettings,
  type PredictionReport,
} from '../../server/src/core/index.ts';
import { memoryWorkspace } from '../support/workspace.ts';

function ingress(name: string, className: string, annotations: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
  annotations:
${annotations}
spec:
  ingressClassName: ${className}
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - path: /app
            pathType: Prefix
            backend: { service: { name: ${name}, port: { number: 80 } } }
`;
}

function ingressClass(name: string, controller: string): string {
  return `---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: ${name} }
spec: { controller: ${controller} }
`;
}

/** One folder, and in it a gateway of every kind, each with a host and a value of its own. */
const FOLDER: Readonly<Record<string, string>> = {
  'community.yaml': ingress(
    'community',
    'nginx',
    `    nginx.ingress.kubernetes.io/configuration-snippet: |
      more_set_headers "X-Frame-Options: DENY";`,
  ),
  'f5.yaml': ingress(
    'f5',
    'f5',
    `    nginx.org/location-snippets: |
      add_header X-Frame-Options SAMEORIGIN always;`,
  ),
  'kong.yaml':
    ingress('kong', 'kong', `    konghq.com/plugins: frames`) +
    `---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: { name: frames, namespace: shop }
plugin: response-transformer
config: { replace: { headers: ["X-Frame-Options:DENY"] }, add: { headers: ["X-Frame-Options:DENY"] } }
`,
  'apisix.yaml':
    ingress('apisix', 'apisix', `    k8s.apisix.apache.org/plugin-config-name: frames`) +
    `---
apiVersion: apisix.apache.org/v2
kind: ApisixPluginConfig
metadata: { name: frames, namespace: shop }
spec:
  ingressClassName: apisix
  plugins:
    - name: response-rewrite
      enable: true
      config: { headers: { set: { X-Frame-Options: SAMEORIGIN } } }
`,
  'traefik.yaml': `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: traefik, namespace: shop }
spec:
  entryPoints: [websecure]
  routes:
    - match: Host(\`traefik.example.com\`) && PathPrefix(\`/app\`)
      kind: Rule
      middlewares: [{ name: frames }]
      services: [{ name: traefik, port: 80 }]
---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: frames, namespace: shop }
spec: { headers: { frameDeny: true } }
`,
  'route.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  gatewayClassName: eg
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: route, namespace: shop }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [route.example.com]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /app } }]
      filters:
        - type: ResponseHeaderModifier
          responseHeaderModifier: { set: [{ name: X-Frame-Options, value: SAMEORIGIN }] }
      backendRefs: [{ name: route, port: 80 }]
`,
  'mesh.yaml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: mesh, namespace: shop }
spec:
  hosts: [mesh.example.com]
  gateways: [istio-system/public]
  http:
    - match: [{ uri: { prefix: /app } }]
      headers: { response: { set: { x-frame-options: DENY } } }
      route: [{ destination: { host: mesh } }]
`,
  'contour.yaml': `apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: { name: contour, namespace: shop }
spec:
  virtualhost: { fqdn: contour.example.com }
  routes:
    - conditions: [{ prefix: /app }]
      responseHeadersPolicy: { set: [{ name: X-Frame-Options, value: DENY }] }
      services: [{ name: contour, port: 80 }]
`,
  'emissary.yaml': `apiVersion: getambassador.io/v3alpha1
kind: Mapping
metadata: { name: emissary, namespace: shop }
spec:
  hostname: emissary.example.com
  prefix: /app
  service: emissary
  add_response_headers: { X-Frame-Options: { value: SAMEORIGIN, append: false } }
`,
  'virtual-server.yaml': `apiVersion: k8s.nginx.org/v1
kind: VirtualServer
metadata: { name: plus, namespace: shop }
spec:
  host: plus.example.com
  upstreams: [{ name: plus, service: plus, port: 80 }]
  routes:
    - path: /app
      action:
        proxy:
          upstream: plus
          responseHeaders: { add: [{ name: X-Frame-Options, value: DENY, always: true }] }
`,
  'classes.yaml':
    ingressClass('nginx', 'k8s.io/ingress-nginx') +
    ingressClass('f5', 'nginx.org/ingress-controller') +
    ingressClass('kong', 'ingress-controllers.konghq.com/kong') +
    ingressClass('apisix', 'apisix.apache.org/apisix-ingress-controller'),
};

/** What each host must be answered with under `/app`, whatever else stands in the folder. */
const VALUES: Readonly<Record<string, string>> = {
  community: 'DENY',
  f5: 'SAMEORIGIN',
  kong: 'DENY',
  apisix: 'SAMEORIGIN',
  traefik: 'DENY',
  route: 'SAMEORIGIN',
  mesh: 'DENY',
  emissary: 'SAMEORIGIN',
  plus: 'DENY',
};

async function answers(url: string): Promise<{
  readonly all: Readonly<Record<string, PredictionReport>>;
  readonly chosen: PredictionReport | undefined;
}> {
  const workspace = memoryWorkspace(
    Object.fromEntries(Object.entries(FOLDER).map(([path, text]) => [`/repo/${path}`, text])),
  );
  const linter = createLinter({
    workspace,
    settings: defaultSettings,
    log: (message) => assert.fail(message),
  });
  const all: Record<string, PredictionReport> = {};
  for (const path of Object.keys(FOLDER)) {
    const uri = workspace.uri(`/repo/${path}`);
    for (const { dialect } of await linter.claims(uri)) {
      if (dialect.id in all) continue;
      const report = await linter.predict(uri, { url, upstream: { status: 200, headers: [] } }, dialect.id);
      if (report !== undefined) all[dialect.id] = report;
    }
  }
  const chosen = chosenAnswer(Object.entries(all).map(([title, report]) => ({ title, report })));
  return { all, chosen };
}

for (const [host, value] of Object.entries(VALUES)) {
  test(`in a folder of many gateways, ${host}.example.com is answered by its own`, async () => {
    const { all, chosen } = await answers(`http://${host}.example.com/app`);
    const routed = Object.keys(all).filter((id) => all[id]?.routed);
    assert.equal(routed.length, 1, routed.join(', '));
    const frame = chosen?.headers.find(({ name }) => name.toLowerCase() === 'x-frame-options');
    assert.deepEqual([frame?.values, frame?.complete, chosen?.doubts], [[value], true, []]);
  });
}

test('what no gateway of the folder has a route for is answered by none', async () => {
  const { all } = await answers('http://elsewhere.example.org/');
  for (const [id, { routed }] of Object.entries(all)) assert.equal(routed, false, id);
});
