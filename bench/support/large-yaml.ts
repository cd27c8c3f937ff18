/** Configurations of about 10,000 lines, one for each kind of file; half of their routes have a finding. */
export const largeYaml: Readonly<Record<string, string>> = {
  'Traefik, one document': traefik(700),
  'Traefik objects, many documents': repeat(330, ingressRoute).replace(/---\n$/, ''),
  'Ingress, many documents': repeat(430, ingress).replace(/---\n$/, ''),
  'Istio, many documents': repeat(430, virtualService).replace(/---\n$/, ''),
  'Istio, one document': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: all }
spec:
  hosts: [all.example.org]
  gateways: [edge]
  http:
${repeat(770, istioRoute)}`,
  'Gateway API, many documents': repeat(430, httpRoute).replace(/---\n$/, ''),
  'all three, many documents': repeat(145, (n) => ingress(n) + virtualService(n) + httpRoute(n)).replace(
    /---\n$/,
    '',
  ),
  'Kong decK, one document': `_format_version: "3.0"\nservices:\n${repeat(560, kongService)}`,
  'Envoy bootstrap, one document': envoy(720),
  'Spring, one document': `spring:\n  cloud:\n    gateway:\n      server:\n        webflux:\n          routes:\n${repeat(900, springRoute)}`,
  'Spring, many documents': repeat(400, springProfile).replace(/---\n$/, ''),
};

function repeat(times: number, text: (n: number) => string): string {
  return Array.from({ length: times }, (_, n) => text(n)).join('');
}

function traefik(routes: number): string {
  return `http:
  routers:
${repeat(
  routes,
  (n) => `    app${n}:
      rule: "Host(\`app${n}.example.org\`) && PathPrefix(\`/part\`)"
      entryPoints:
        - websecure
      middlewares:
        - ${n % 2 === 0 ? 'guard' : 'other'}
      service: app${n}
      tls: {}
`,
)}  services:
${repeat(
  routes,
  (n) => `    app${n}:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: http://10.0.0.${n % 256}:8080
`,
)}  middlewares:
    guard:
      headers:
        frameDeny: true
    other:
      headers:
        referrerPolicy: no-referrer
`;
}

function ingressRoute(n: number): string {
  return `apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata:
  name: guard${n}
  namespace: team${n % 40}
spec:
  headers:
    frameDeny: ${n % 2 === 0}
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata:
  name: app${n}
  namespace: team${n % 40}
spec:
  entryPoints:
    - websecure
  routes:
    - match: Host(\`app${n}.example.org\`)
      kind: Rule
      middlewares:
        - name: guard${n}
      services:
        - name: app${n}
          port: 80
---
`;
}

function ingress(n: number): string {
  const snippet = `  annotations:
    nginx.ingress.kubernetes.io/configuration-snippet: |
      add_header X-Frame-Options DENY always;
`;
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app${n}
  namespace: team${n % 40}
${n % 2 === 0 ? snippet : '  labels:\n    app.kubernetes.io/name: app\n    app.kubernetes.io/part-of: shop\n'}spec:
  ingressClassName: nginx
  rules:
    - host: app${n}.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: app${n}
                port:
                  number: 80
---
`;
}

function istioRoute(n: number): string {
  return `    - name: route${n}
      match:
        - uri:
            prefix: /part${n}/
      route:
        - destination:
            host: app${n}
            port:
              number: 80
      headers:
        response:
          set:
            ${n % 2 === 0 ? 'X-Frame-Options: DENY' : 'X-Content-Type-Options: nosniff'}
`;
}

function virtualService(n: number): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: app${n}
  namespace: team${n % 40}
spec:
  hosts:
    - istio${n}.example.org
  gateways:
    - edge
  http:
${istioRoute(n)}---
`;
}

function httpRoute(n: number): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: app${n}
  namespace: team${n % 40}
spec:
  parentRefs:
    - name: edge
  hostnames:
    - route${n}.example.org
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /
      filters:
        - type: ResponseHeaderModifier
          responseHeaderModifier:
            set:
              - name: ${n % 2 === 0 ? 'X-Frame-Options' : 'X-Served-By'}
                value: DENY
      backendRefs:
        - name: app${n}
          port: 80
---
`;
}

function kongService(n: number): string {
  return `  - name: app${n}
    url: http://app${n}.internal:8080
    routes:
      - name: app${n}
        hosts:
          - app${n}.example.org
        paths:
          - /part
        strip_path: false
    plugins:
      - name: response-transformer
        config:
          add:
            headers:
              - "${n % 2 === 0 ? 'X-Frame-Options' : 'X-Served-By'}:DENY"
          remove:
            headers: [Server]
          rename: {}
`;
}

function envoy(routes: number): string {
  return `static_resources:
  listeners:
    - name: edge
      address:
        socket_address: { address: 0.0.0.0, port_value: 8080 }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: edge
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                route_config:
                  name: local
                  virtual_hosts:
${repeat(
  routes,
  (n) => `                    - name: app${n}
                      domains:
                        - app${n}.example.org
                      routes:
                        - match:
                            prefix: /
                          route:
                            cluster: app
                            timeout: 5s
                      response_headers_to_add:
                        - header:
                            key: ${n % 2 === 0 ? 'x-frame-options' : 'x-served-by'}
                            value: DENY
                          append_action: OVERWRITE_IF_EXISTS_OR_ADD
`,
)}  clusters:
    - name: app
      connect_timeout: 1s
      type: STRICT_DNS
      load_assignment:
        cluster_name: app
        endpoints:
          - lb_endpoints:
              - endpoint: { address: { socket_address: { address: app, port_value: 80 } } }
`;
}

function springRoute(n: number): string {
  return `            - id: app${n}
              uri: http://app${n}:8080
              predicates:
                - Host=app${n}.example.org
                - Path=/part${n}/**
                - Method=GET,POST
              filters:
                - StripPrefix=1
                - PreserveHostHeader
                - SetResponseHeader=${n % 2 === 0 ? 'X-Frame-Options, DENY' : 'X-Served-By, edge'}
              metadata:
                team: shop
`;
}

function springProfile(n: number): string {
  return `spring:
  config:
    activate:
      on-profile: p${n}
  cloud:
    gateway:
      server:
        webflux:
          routes:
${springRoute(n)}---
server:
  port: 8080
---
`;
}
