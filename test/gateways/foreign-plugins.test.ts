import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../support/check.ts';

/** An HTTPRoute that sets nothing itself. */
function route(className: string | undefined, annotations = ''): string {
  const gateway =
    className === undefined
      ? ''
      : `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  gatewayClassName: ${className}
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
`;
  return `${gateway}apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop${annotations} }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example.com]
  rules:
    - backendRefs: [{ name: shop, port: 80 }]
`;
}

const GLOBAL_RULE = `apiVersion: apisix.apache.org/v2
kind: ApisixGlobalRule
metadata: { name: frames, namespace: ingress }
spec:
  ingressClassName: apisix
  plugins:
    - name: response-rewrite
      enable: true
      config: { headers: { set: { X-Frame-Options: DENY } } }
`;
const GATEWAY_PROXY = `apiVersion: apisix.apache.org/v1alpha1
kind: GatewayProxy
metadata: { name: apisix, namespace: shop }
spec:
  plugins:
    - name: response-rewrite
      enabled: true
      config: { headers: { set: { X-Frame-Options: DENY } } }
`;
const CLUSTER_PLUGIN = `apiVersion: configuration.konghq.com/v1
kind: KongClusterPlugin
metadata:
  name: frames
  labels: { global: "true" }
  annotations: { kubernetes.io/ingress.class: kong }
plugin: response-transformer
config:
  replace: { headers: ["X-Frame-Options:DENY"] }
  add: { headers: ["X-Frame-Options:DENY"] }
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: shop, namespace: shop, annotations: { konghq.com/plugins: frames } }
spec: { ports: [{ port: 80 }] }
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: { name: frames, namespace: shop }
plugin: response-transformer
config:
  replace: { headers: ["X-Frame-Options:DENY"] }
  add: { headers: ["X-Frame-Options:DENY"] }
`;

const missing = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const { findings } = await lint(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`/repo/${path}`, text])),
  );
  return findings.map(({ finding }) => finding.rule);
};

for (const [what, className, text] of [
  ['an ApisixGlobalRule', 'apisix', GLOBAL_RULE],
  ['the plugins of a GatewayProxy', 'apisix', GATEWAY_PROXY],
  ['a KongClusterPlugin for everything', 'kong', CLUSTER_PLUGIN],
  ['a plugin of the Service behind', 'kong', SERVICE],
] as const) {
  test(`${what} in another file may be what an HTTPRoute lacks`, async () => {
    assert.deepEqual(await missing({ 'route.yaml': route(className), 'plugins.yaml': text }), []);
    assert.deepEqual(await missing({ 'route.yaml': route(className) }), ['frame-policy-missing']);
  });

  test(`${what} may be so where nobody says whose the Gateway is`, async () => {
    assert.deepEqual(await missing({ 'route.yaml': route(undefined), 'plugins.yaml': text }), []);
  });

  test(`${what} is nothing to a Gateway of another's`, async () => {
    assert.deepEqual(await missing({ 'route.yaml': route('eg'), 'plugins.yaml': text }), [
      'frame-policy-missing',
    ]);
  });
}
