import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../support/check.ts';

/** YAML of other programs, as it stands beside the configuration of gateways; some of it speaks of framing. */
const ORDINARY: Readonly<Record<string, string>> = {
  'k8s/configmap.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: app-settings }
data:
  LOG_LEVEL: debug
  SECURITY_HEADERS: "X-Frame-Options: ALLOWALL"
  X-Api-Url: https://api.example.com
`,
  'k8s/configmap-properties.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: spring-app
data:
  application.properties: |
    server.port=8080
    security.headers.frame=SAMEORIGIN
  logback.xml: |
    <configuration/>
`,
  'k8s/configmap-haproxy.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: haproxy }
data:
  haproxy.cfg: |
    frontend www
      bind :80
      http-response set-header X-Frame-Options ALLOW-FROM
      default_backend web
`,
  'k8s/configmap-apache.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: httpd }
data:
  security.conf: |
    Header always set X-Frame-Options "ALLOW-FROM https://a.example"
  Caddyfile: |
    example.com {
      header X-Frame-Options NONE
    }
`,
  'k8s/secret.yaml': `apiVersion: v1
kind: Secret
metadata: { name: tls }
type: kubernetes.io/tls
data:
  tls.crt: LS0tLS1CRUdJTi==
  tls.key: LS0tLS1CRUdJTi==
`,
  'k8s/secret-string.yaml': `apiVersion: v1
kind: Secret
metadata: { name: config }
stringData:
  config.yaml: |
    routes:
      - uri: /
        headers: { X-Frame-Options: none }
`,
  'k8s/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [deployment.yaml, service.yaml]
commonLabels: { app: shop }
configMapGenerator:
  - name: headers
    literals: [X-Frame-Options=DENYY]
`,
  'k8s/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports: [{ containerPort: 80 }]
          env:
            - { name: X_FRAME_OPTIONS, value: DENYY }
          livenessProbe:
            httpGet: { path: /, port: 80, httpHeaders: [{ name: X-Frame-Options, value: nothing }] }
`,
  'k8s/deployment-gateways.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: traefik }
spec:
  template:
    spec:
      containers:
        - name: traefik
          image: traefik:v3.1
          args: [--entrypoints.web.address=:80, --providers.kubernetescrd]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong }
spec:
  template:
    spec:
      containers:
        - name: proxy
          image: kong:3.7
          env: [{ name: KONG_PROXY_LISTEN, value: "0.0.0.0:8000" }]
`,
  'k8s/service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-type: nlb
    prometheus.io/scrape: "true"
spec:
  ports: [{ port: 80, targetPort: http }]
`,
  'k8s/network-policy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec:
  podSelector: {}
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: ingress-nginx } } }] }]
`,
  'k8s/hpa.yaml': `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 8
`,
  'k8s/cronjob.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: { name: check-headers }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: curl
              image: curlimages/curl
              args: [sh, -c, "curl -sI https://example.com | grep -i 'x-frame-options: denyy'"]
          restartPolicy: Never
`,
  'k8s/rbac.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: traefik }
rules:
  - apiGroups: [traefik.io, networking.k8s.io, gateway.networking.k8s.io, configuration.konghq.com]
    resources: [ingressroutes, middlewares, ingresses, httproutes, kongplugins]
    verbs: [get, list, watch]
`,
  'k8s/certificate.yaml': `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    privateKeySecretRef: { name: letsencrypt }
    solvers:
      - http01: { ingress: { class: nginx } }
      - http01: { gatewayHTTPRoute: { parentRefs: [{ name: edge, kind: Gateway }] } }
`,
  'crd/middlewares.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: middlewares.traefik.io }
spec:
  group: traefik.io
  names: { kind: Middleware, plural: middlewares }
  scope: Namespaced
  versions:
    - name: v1alpha1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          properties:
            apiVersion: { type: string }
            kind: { type: string }
            spec:
              properties:
                headers:
                  properties:
                    customFrameOptionsValue:
                      description: Sets the X-Frame-Options header value.
                      type: string
                    frameDeny:
                      description: Sets X-Frame-Options to DENY.
                      type: boolean
                    customResponseHeaders:
                      additionalProperties: { type: string }
                      type: object
`,
  'crd/httproutes.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: httproutes.gateway.networking.k8s.io
spec:
  group: gateway.networking.k8s.io
  names: { kind: HTTPRoute, listKind: HTTPRouteList, plural: httproutes }
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          description: |
            An example:
              apiVersion: gateway.networking.k8s.io/v1
              kind: HTTPRoute
              spec:
                rules:
                - filters:
                  - type: ResponseHeaderModifier
                    responseHeaderModifier:
                      set: [{ name: X-Frame-Options, value: DENYY }]
          properties:
            spec:
              properties:
                rules: { items: { properties: { filters: { type: array } } } }
`,
  'crd/virtualservers.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: virtualservers.k8s.nginx.org }
spec:
  group: k8s.nginx.org
  names: { kind: VirtualServer }
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          properties:
            server-snippets: { type: string, description: 'e.g. add_header X-Frame-Options DENYY;' }
`,
  'crd/kongplugins.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: kongplugins.configuration.konghq.com, annotations: { controller-gen.kubebuilder.io/version: v0.15.0 } }
spec:
  group: configuration.konghq.com
  names: { kind: KongPlugin }
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          properties:
            plugin: { description: 'response-transformer with X-Frame-Options:NONE', type: string }
            config: { type: object }
`,
  'crd/apisixroutes.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: apisixroutes.apisix.apache.org }
spec:
  group: apisix.apache.org
  names: { kind: ApisixRoute }
  versions:
    - name: v2
      schema:
        openAPIV3Schema:
          properties:
            spec: { properties: { http: { items: { properties: { plugins: { type: array } } } } } }
`,
  'chart/Chart.yaml': `apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - { name: ingress-nginx, version: 4.11.0, repository: "https://kubernetes.github.io/ingress-nginx" }
  - { name: traefik, version: 30.0.0, repository: "https://traefik.github.io/charts" }
`,
  'chart/values.yaml': `replicaCount: 2
image: { repository: shop, tag: "1.0" }
service: { type: ClusterIP, port: 80 }
ingress:
  enabled: true
  className: nginx
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
  hosts:
    - host: shop.example.com
      paths: [{ path: /, pathType: Prefix }]
securityHeaders:
  xFrameOptions: DENYY
`,
  'chart/values-routes.yaml': `routes:
  - uri: /shop
    name: shop
    upstream: shop-service
services:
  - name: shop
    port: 80
global:
  security: { headers: { frameOptions: allow-from } }
`,
  'gitops/argo-application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd }
spec:
  project: default
  source:
    repoURL: https://charts.example.com
    chart: shop
    targetRevision: 1.0.0
    helm:
      values: |
        ingress:
          enabled: true
          ingressClassName: nginx
          annotations:
            kubernetes.io/tls-acme: "true"
        headers:
          X-Frame-Options: ALLOWALL
  destination: { server: https://kubernetes.default.svc, namespace: shop }
`,
  'gitops/argo-application-set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: clusters }
spec:
  generators: [{ clusters: {} }]
  template:
    metadata: { name: "{{name}}-shop" }
    spec:
      source: { repoURL: https://git.example.com/shop, path: deploy }
      destination: { server: "{{server}}" }
`,
  'gitops/flux-release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: shop }
spec:
  interval: 10m
  chart: { spec: { chart: shop, sourceRef: { kind: HelmRepository, name: shop } } }
  values:
    controller: { replicas: 2 }
    headers: { response: { X-Frame-Options: NEVER } }
`,
  'gitops/flux-kustomization.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  path: ./apps
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
  postBuild: { substitute: { host: shop.example.com } }
`,
  'docker-compose.yml': `services:
  web:
    image: nginx:1.27
    ports: ["80:80"]
    labels: { com.example.team: shop }
    environment:
      X_FRAME_OPTIONS: DENYY
      HEADERS: "X-Frame-Options: NONE"
  db:
    image: postgres:16
    volumes: [db:/var/lib/postgresql/data]
volumes: { db: {} }
`,
  'compose.override.yaml': `version: "3.8"
services:
  web:
    command: ["--header", "X-Frame-Options: NOPE"]
    labels:
      - "prometheus.io/port=9090"
networks: { default: { external: true, name: shared } }
`,
  'api/openapi.yaml': `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
paths:
  /orders:
    get:
      responses:
        "200":
          description: Orders
          headers:
            X-Frame-Options: { schema: { type: string }, example: DENYY }
            Content-Security-Policy: { schema: { type: string, default: "frame-ancestors noone" } }
          content: { application/json: { schema: { type: array, items: { type: object } } } }
`,
  'api/swagger.yaml': `swagger: "2.0"
info: { title: Shop, version: "1" }
host: api.example.com
basePath: /v1
paths:
  /pets:
    get:
      responses:
        200: { description: ok, headers: { X-Frame-Options: { type: string, default: SAME } } }
`,
  'api/asyncapi.yaml': `asyncapi: 2.6.0
info: { title: Events, version: 1.0.0 }
channels:
  orders: { publish: { message: { headers: { type: object, properties: { x-frame-options: { const: no } } } } } }
`,
  '.github/workflows/ci.yml': `name: ci
on: [push]
jobs:
  headers:
    runs-on: ubuntu-latest
    services:
      web: { image: nginx, ports: ["80:80"] }
    steps:
      - uses: actions/checkout@v4
      - name: Check the header
        run: |
          curl -sI http://localhost | grep -i "X-Frame-Options: DENYY"
          cat > nginx.conf <<EOF
          add_header X-Frame-Options DENYY;
          EOF
        env: { TOKEN: "\${{ secrets.TOKEN }}" }
`,
  '.gitlab-ci.yml': `stages: [test, deploy]
variables: { KUBECONFIG: /tmp/kube }
test:
  stage: test
  script: ["curl -H 'X-Frame-Options: NOPE' http://web"]
deploy:
  stage: deploy
  script: [kubectl apply -f k8s]
  rules: [{ if: $CI_COMMIT_BRANCH == "main" }]
`,
  'ansible/site.yml': `- hosts: web
  become: true
  vars:
    security_headers: { X-Frame-Options: DENYY }
  roles: [nginx]
  tasks:
    - name: Install nginx
      ansible.builtin.apt: { name: nginx, state: present }
    - name: Write the headers
      ansible.builtin.lineinfile:
        path: /etc/nginx/conf.d/headers.conf
        line: 'add_header X-Frame-Options {{ frame | default("SAMEORIGIN") }};'
      notify: reload
  handlers:
    - name: reload
      ansible.builtin.service: { name: nginx, state: reloaded }
`,
  'ansible/group_vars/all.yml': `nginx_sites:
  - name: shop
    listen: 80
    headers: [{ name: X-Frame-Options, value: DENYY }]
traefik_version: v3
envoy_clusters: []
`,
  'monitoring/rules.yaml': `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: ingress }
spec:
  groups:
    - name: ingress
      rules:
        - alert: NoFrameOptions
          expr: sum(rate(nginx_ingress_controller_requests{status=~"5.."}[5m])) > 1
          annotations: { summary: "{{ $labels.ingress }} sends no X-Frame-Options" }
`,
  'monitoring/prometheus.yml': `global: { scrape_interval: 15s }
rule_files: [rules/*.yml]
scrape_configs:
  - job_name: envoy
    metrics_path: /stats/prometheus
    static_configs: [{ targets: ["envoy:9901"] }]
`,
  'monitoring/blackbox.yml': `modules:
  http_2xx:
    prober: http
    http:
      headers: { X-Frame-Options: NOPE }
      fail_if_header_not_matches: [{ header: X-Frame-Options, regexp: DENYY }]
`,
  'monitoring/alertmanager.yml': `route:
  receiver: team
  routes: [{ match: { severity: critical }, receiver: pager }]
receivers: [{ name: team }, { name: pager }]
`,
  'spring/application.yml': `spring:
  application: { name: shop }
  datasource: { url: "jdbc:postgresql://db/shop" }
server: { port: 8080 }
security: { headers: { frame-options: SAMEORIGINS } }
management: { endpoints: { web: { exposure: { include: health } } } }
`,
  'mkdocs.yml': `site_name: Shop
theme: { name: material }
nav:
  - Home: index.md
  - Headers: x-frame-options.md
plugins: [search]
`,
  'pnpm-workspace.yaml': `packages: ["packages/*"]
`,
  'serverless.yml': `service: shop
provider: { name: aws, runtime: nodejs20.x }
functions:
  hello:
    handler: handler.hello
    events: [{ http: { path: hello, method: get, cors: { headers: [X-Frame-Options] } } }]
`,
  'cloudformation.yaml': `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Policy:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: !Sub "\${AWS::StackName}-headers"
        SecurityHeadersConfig: { FrameOptions: { FrameOption: DENYY, Override: true } }
`,
  'netlify/_config.yml': `title: Shop
plugins: [jekyll-feed]
webrick: { headers: { X-Frame-Options: NOPE } }
`,
  'otel/collector.yaml': `receivers: { otlp: { protocols: { http: { cors: { allowed_headers: [X-Frame-Options] } } } } }
exporters: { debug: {} }
service: { pipelines: { traces: { receivers: [otlp], exporters: [debug] } } }
`,
  'tests/expected.yaml': `- request: { url: http://shop.example.com/ }
  response:
    status: 200
    headers: { X-Frame-Options: DENYY, Content-Security-Policy: "frame-ancestors noone" }
`,
  'locales/en.yml': `en:
  security:
    frame: "X-Frame-Options: %{value} is not valid"
    routes: Routes
`,
};

test('ordinary YAML has no finding when it stands alone', async () => {
  const found: string[] = [];
  for (const [path, text] of Object.entries(ORDINARY)) {
    const { findings } = await lint({ [`/repo/${path}`]: text });
    found.push(...findings.map(({ finding }) => `${path}: ${finding.rule}: ${finding.message}`));
  }
  assert.deepEqual(found, []);
});

test('nor has it in one folder with all the others', async () => {
  const files = Object.fromEntries(Object.entries(ORDINARY).map(([path, text]) => [`/repo/${path}`, text]));
  const { findings } = await lint(files);
  assert.deepEqual(
    findings.map(({ path, finding }) => `${path}: ${finding.rule}: ${finding.message}`),
    [],
  );
});
