import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../support/check.ts';

/** An Ingress that several dialects claim, since only its class says whose it is. */
function ingress(className: string, annotations: string, rest = ''): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
${annotations}
spec:
  ingressClassName: ${className}
  rules:
    - host: web.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
${rest}`;
}

const CASES: Readonly<Record<string, readonly [text: string, rules: readonly string[]]>> = {
  'a broken line': [
    ingress('nginx', '    nginx.ingress.kubernetes.io/enable-cors: "true"', '  tls: [{ secretName: a\n'),
    ['frame-policy-missing', 'yaml-syntax'],
  ],
  'a key that is written twice': [
    ingress('kong', '    konghq.com/strip-path: "true"\n    konghq.com/strip-path: "false"'),
    ['yaml-syntax', 'frame-policy-missing'],
  ],
  'nothing at all': [ingress('nginx', '    cert-manager.io/cluster-issuer: le'), ['frame-policy-missing']],
  'a bad value': [
    ingress(
      'nginx',
      '    nginx.ingress.kubernetes.io/configuration-snippet: |\n      more_set_headers "X-Frame-Options: DENYY";',
    ),
    ['frame-policy-invalid'],
  ],
  'annotations of two controllers': [
    ingress(
      'nginx',
      '    nginx.ingress.kubernetes.io/configuration-snippet: |\n      more_set_headers "X-Frame-Options: DENY";\n    traefik.ingress.kubernetes.io/router.middlewares: default-frames@kubernetescrd',
    ),
    [],
  ],
};

for (const [what, [text, rules]] of Object.entries(CASES)) {
  test(`${what} in an Ingress that several dialects claim is told once`, async () => {
    const { findings } = await lint({ '/repo/web.yaml': text });
    assert.deepEqual(
      findings.map(({ finding }) => finding.rule),
      rules,
      JSON.stringify(findings.map(({ finding: { rule, message } }) => [rule, message])),
    );
  });
}
