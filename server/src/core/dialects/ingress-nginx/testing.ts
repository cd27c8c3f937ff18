/** An Ingress of one path in namespace `shop`. @param annotations lines, each indented by four */
export function ingress(annotations: string, more: Readonly<Record<string, string>> = {}): string {
  const { name = 'web', host = 'shop.example', path = '/', pathType = 'Prefix', spec = '' } = more;
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
${annotations === '' ? '' : `  annotations:\n${annotations}\n`}spec:
  ingressClassName: nginx
${spec}  rules:
  - host: ${host}
    http:
      paths:
      - path: ${path}
        pathType: ${pathType}
        backend:
          service: {name: web, port: {number: 80}}
`;
}

/** An annotation with a text of whole lines. */
export function block(key: string, ...lines: readonly string[]): string {
  return `    nginx.ingress.kubernetes.io/${key}: |\n${lines.map((line) => `      ${line}`).join('\n')}`;
}

export function text(key: string, value: string): string {
  return `    nginx.ingress.kubernetes.io/${key}: ${value}`;
}

/** @param data lines of `key: value` */
export function configMap(name: string, namespace: string, ...data: readonly string[]): string {
  return `---
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: ${namespace}
data:
${data.map((line) => `  ${line}`).join('\n')}
`;
}

export function controller(...data: readonly string[]): string {
  return configMap('ingress-nginx-controller', 'ingress-nginx', ...data);
}

export const ALLOWED = ['allow-snippet-annotations: "true"', 'annotations-risk-level: Critical'] as const;
