/** A VirtualServer with these items of `routes`, and an upstream `app`. */
export function server(routes: string, spec = ''): string {
  return `---
apiVersion: k8s.nginx.org/v1
kind: VirtualServer
metadata: {name: cafe, namespace: shop}
spec:
  host: cafe.example
${spec === '' ? '' : `${spec.trim().replace(/^/gm, '  ')}\n`}  upstreams:
  - {name: app, service: app-svc, port: 80}
  routes:
${routes.trim().replace(/^/gm, '  ')}
`;
}

/** A VirtualServerRoute with these items of `subroutes`. */
export function route(name: string, subroutes: string): string {
  return `---
apiVersion: k8s.nginx.org/v1
kind: VirtualServerRoute
metadata: {name: ${name}, namespace: shop}
spec:
  host: cafe.example
  upstreams:
  - {name: app, service: app-svc, port: 80}
  subroutes:
${subroutes.trim().replace(/^/gm, '  ')}
`;
}

/** The ConfigMap of the controller. */
export function configMap(data: string): string {
  return `---
apiVersion: v1
kind: ConfigMap
metadata: {name: nginx-config, namespace: nginx-ingress}
data:
${data.trim().replace(/^/gm, '  ')}
`;
}

/** An item of `routes` whose service answers with this header added. */
export function adding(value: string, more = ', always: true', name = 'X-Frame-Options', path = '/'): string {
  return `- path: ${path}
  action:
    proxy:
      upstream: app
      responseHeaders:
        add: [{name: ${name}, value: ${value}${more}}]`;
}

/** An Ingress with these annotations, and one path. */
export function ingress(annotations: string, name = 'shop', paths = '- path: /'): string {
  return `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
  annotations:
    nginx.org/proxy-buffering: "true"
${annotations.trim().replace(/^/gm, '    ')}
spec:
  ingressClassName: nginx
  rules:
  - host: shop.example
    http:
      paths:
${paths
  .split('\n')
  .map(
    (line) => `      ${line}
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}`,
  )
  .join('\n')}
`;
}

/** The controller, with these arguments more. */
export function controller(argument = ''): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: nginx-ingress, namespace: nginx-ingress}
spec:
  template:
    spec:
      containers:
      - image: nginx/nginx-ingress:5.5.0
        args: ["-nginx-configmaps=$(POD_NAMESPACE)/nginx-config"${argument === '' ? '' : `, "${argument}"`}]
`;
}
