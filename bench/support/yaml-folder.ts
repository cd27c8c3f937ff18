import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A repository of YAML files, made from a seed: the same one each time. */
export interface YamlFolder {
  readonly files: ReadonlyMap<string, string>;
  readonly gateways: number;
}

type Pick = (most: number) => number;

/** Numerical Recipes' generator: enough to vary names and lengths. */
function picker(seed: number): Pick {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

export function yamlFolder(all: number, gateways: number, seed = 1): YamlFolder {
  const pick = picker(seed);
  const files = new Map<string, string>();
  const every = all / gateways;
  for (let i = 0; i < all; i++) {
    const isGateway = Math.floor(i / every) !== Math.floor((i - 1) / every);
    const kinds = isGateway ? GATEWAYS : ORDINARY;
    const make = kinds[i % kinds.length] ?? deployment;
    files.set(`team${i % 40}/app${i}/${make.name}${i}.yaml`, make(i, pick));
  }
  return { files, gateways };
}

export function writeFolder(root: string, { files }: YamlFolder): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function repeat(times: number, line: (n: number) => string): string {
  return Array.from({ length: times }, (_, n) => line(n)).join('');
}

function deployment(i: number, pick: Pick): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app${i}
  namespace: team${i % 40}
spec:
  replicas: ${pick(5)}
  selector:
    matchLabels: { app: app${i} }
  template:
    metadata:
      labels: { app: app${i} }
    spec:
      containers:
        - name: app
          image: registry.example.org/app${i}:1.${pick(90)}
          ports: [{ name: http, containerPort: 8080 }]
          env:
${repeat(5 + pick(25), (n) => `            - name: SETTING_${n}\n              value: "http://gateway.example.org/${pick(999)}"\n`)}---
apiVersion: v1
kind: Service
metadata:
  name: app${i}
spec:
  selector: { app: app${i} }
  ports: [{ name: http, port: 80, targetPort: http }]
`;
}

function workflow(i: number, pick: Pick): string {
  return `name: build ${i}
on: { push: { branches: [main] } }
jobs:
${repeat(
  2 + pick(4),
  (n) => `  job${n}:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: test
        run: |
          npm ci
          npm test -- --shard \${{ matrix.shard }}/${pick(9)}
          curl -sI http://localhost:8080/ | grep -i x-frame-options
`,
)}`;
}

function openapi(i: number, pick: Pick): string {
  return `openapi: 3.1.0
info: { title: Service ${i}, version: 1.0.${pick(9)} }
servers: [{ url: "https://api${i}.example.org" }]
paths:
${repeat(
  10 + pick(20),
  (n) => `  /things${n}/{id}:
    get:
      operationId: getThing${n}
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200":
          description: A thing of the gateway
          content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } }
`,
)}components:
  schemas:
    Thing: { type: object, properties: { id: { type: string }, name: { type: string } } }
`;
}

function compose(i: number, pick: Pick): string {
  return `services:
${repeat(
  3 + pick(5),
  (n) => `  service${n}:
    image: registry.example.org/service${n}:${pick(50)}
    restart: unless-stopped
    environment:
      DATABASE_URL: postgres://db/${i}
    labels:
      org.example.team: team${n}
    networks: [backend]
`,
)}networks: { backend: {} }
`;
}

function translations(i: number, pick: Pick): string {
  return `de:
  app${i}:
${repeat(60 + pick(120), (n) => `    key_${n}: "Der Rahmen Nummer ${pick(999)} wird geladen"\n`)}`;
}

function values(i: number, pick: Pick): string {
  return `replicaCount: ${pick(4)}
image: { repository: registry.example.org/app${i}, tag: "1.${pick(9)}" }
ingress:
  enabled: true
  className: internal
  annotations: {}
  hosts: [{ host: app${i}.example.org, paths: [{ path: /, pathType: Prefix }] }]
resources:
${repeat(20 + pick(30), (n) => `  limit${n}: { cpu: ${pick(900)}m, memory: ${pick(900)}Mi }\n`)}`;
}

function virtualService(i: number, pick: Pick): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: app${i}, namespace: team${i % 40} }
spec:
  hosts: [app${i}.example.org]
  gateways: [istio-system/edge]
  http:
${repeat(
  1 + pick(6),
  (n) => `    - match: [{ uri: { prefix: /part${n} } }]
      route: [{ destination: { host: app${i} } }]
      headers: { response: { set: { X-Frame-Options: ${pick(2) === 0 ? 'DENY' : 'ALLOWALL'} } } }
`,
)}`;
}

function httpRoute(i: number, pick: Pick): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: app${i} }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [route${i}.example.org]
  rules:
${repeat(
  1 + pick(6),
  (n) => `    - matches: [{ path: { type: PathPrefix, value: /part${n} } }]
      backendRefs: [{ name: app${i}, port: 80 }]
`,
)}`;
}

function ingressRoute(i: number, pick: Pick): string {
  return `apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: guard${i} }
spec:
  headers: { frameDeny: ${pick(2) === 0} }
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: app${i} }
spec:
  entryPoints: [websecure]
  routes:
    - match: Host(\`traefik${i}.example.org\`)
      kind: Rule
      middlewares: [{ name: guard${i} }]
      services: [{ name: app${i}, port: 80 }]
`;
}

function proxy(i: number, pick: Pick): string {
  return `apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: { name: app${i} }
spec:
  virtualhost: { fqdn: proxy${i}.example.org }
  routes:
${repeat(
  1 + pick(5),
  (n) => `    - conditions: [{ prefix: /part${n} }]
      services: [{ name: app${i}, port: 80 }]
      responseHeadersPolicy: { set: [{ name: X-Frame-Options, value: DENY }] }
`,
)}`;
}

function envoy(i: number, pick: Pick): string {
  return `resources:
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: local${i}
    virtual_hosts:
      - name: app
        domains: [envoy${i}.example.org]
        routes:
${repeat(1 + pick(6), (n) => `          - { match: { prefix: /part${n} }, route: { cluster: app } }\n`)}`;
}

function spring(i: number, pick: Pick): string {
  return `spring:
  cloud:
    gateway:
      routes:
${repeat(
  1 + pick(6),
  (n) => `        - id: part${n}
          uri: http://app${i}:8080
          predicates: [Path=/part${n}/**]
          filters: ["AddResponseHeader=X-Frame-Options, DENY"]
`,
)}`;
}

const ORDINARY = [deployment, workflow, openapi, compose, translations, values];
const GATEWAYS = [virtualService, httpRoute, ingressRoute, proxy, envoy, spring];
