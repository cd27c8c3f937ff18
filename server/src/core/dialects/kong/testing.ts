/** A declarative configuration. */
export function native(text: string): string {
  return `_format_version: "3.0"\n${text}\n`;
}

export const SHOP = `services:
  - name: shop
    url: http://shop.internal:8080
    routes:
      - name: shop-web
        paths: ["/"]`;

/** A transformer that sets X-Frame-Options. */
export function both(value: string, more = ''): string {
  const list = `{headers: ["X-Frame-Options:${value}"]}`;
  return `{name: response-transformer, ${more}config: {add: ${list}, replace: ${list}}}`;
}

/** A transformer as an object. */
export function kongPlugin(config: string, name = 'hdr', more = ''): string {
  return `---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: ${name}}
plugin: response-transformer
${more}config:
  ${config}
`;
}

/** An Ingress of Kong that names plugins. */
export function ingress(plugins: string, more = ''): string {
  return `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
${plugins === '' ? '' : `  annotations:\n    konghq.com/plugins: ${plugins}\n`}spec:
  ingressClassName: kong
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
${more}`;
}

export const DENY = '{headers: ["X-Frame-Options:DENY"]}';
