import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialect as apisix } from '../../server/src/core/dialects/apisix/dialect.ts';
import { dialect as ingressNginx } from '../../server/src/core/dialects/ingress-nginx/dialect.ts';
import { dialect as kong } from '../../server/src/core/dialects/kong/dialect.ts';
import { dialect as f5 } from '../../server/src/core/dialects/nginx-ingress-controller/dialect.ts';
import { knownClasses } from '../../server/src/core/syntax/kubernetes/ingress-class.ts';
import { predicted } from './support/dialect.ts';

const ingress = (className: string, host: string, block = ''): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  ingressClassName: ${className}
  rules:
    - host: ${host}
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
${block}`;

const BLOCK = `  {{- if .Values.tls }}
  tls: [{ secretName: tls }]
  {{- end }}
`;

for (const [dialect, own, foreign] of [
  [ingressNginx, 'nginx', 'traefik'],
  [f5, 'f5', 'kong'],
  [kong, 'kong', 'traefik'],
  [apisix, 'apisix', 'nginx'],
] as const) {
  const ask = async (host: string, template: string): Promise<boolean> => {
    const files = { 'web.yaml': ingress(own, 'web.example.com'), 'template.yaml': template };
    const request = { url: `http://${host}/`, upstream: { status: 200 } };
    return (await predicted(dialect, files, request)).complete;
  };

  test(`${dialect.title}: a template leaves open what it is for, and nothing else`, async () => {
    const template = ingress(own, 'other.example.com', BLOCK);
    assert.equal(await ask('web.example.com', template), true);
    assert.equal(await ask('other.example.com', template), false);
    assert.equal(await ask('web.example.com', ingress(own, '{{ .Values.host }}', BLOCK)), false);
  });

  test(`${dialect.title}: a template for the class of another controller leaves nothing open`, async () => {
    assert.equal(await ask('web.example.com', ingress(foreign, '{{ .Values.host }}', BLOCK)), true);
    for (const each of knownClasses.filter((name) => ![own, 'nginx'].includes(name)))
      assert.equal(await ask('web.example.com', ingress(each, '{{ .Values.host }}', BLOCK)), true, each);
  });
}
