/** An apisix.yaml with these sections. */
export function standalone(sections: string): string {
  return `${sections.trim()}\n#END\n`;
}

export const UPSTREAM = 'upstream: {type: roundrobin, nodes: {"10.0.0.7:80": 1}}';

/** An ApisixRoute with these lines in its only item of `http`. */
export function apisixRoute(lines = '', name = 'web', version = 'v2'): string {
  const more = lines.trim() === '' ? '' : `${lines.trim().replace(/^/gm, '    ')}\n`;
  return `---
apiVersion: apisix.apache.org/${version}
kind: ApisixRoute
metadata: {name: ${name}}
spec:
  http:
  - name: ${name}
    match: {paths: ["/*"]}
    backends: [{serviceName: web, servicePort: 80}]
${more}`;
}

/** An object that holds plugins. */
export function pluginObject(kind: string, plugins: string, name = 'guard', version = 'v2'): string {
  return `---
apiVersion: apisix.apache.org/${version}
kind: ${kind}
metadata: {name: ${name}}
spec:
  plugins:
${plugins.trim().replace(/^/gm, '  ')}
`;
}

/** An Ingress of APISIX with these annotations. */
export function ingress(annotations: string, spec = 'ingressClassName: apisix'): string {
  return `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
${annotations.trim().replace(/^/gm, '    ')}
spec:
  ${spec}
  rules:
  - host: web.example
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
`;
}
