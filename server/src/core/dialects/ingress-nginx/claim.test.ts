import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimIngressNginx } from './claim.ts';
import { configMap, controller, ingress } from './testing.ts';

function claim(text: string, path = 'web.yaml'): number {
  return claimIngressNginx({ uri: `file:///repo/${path}` as Uri, version: 0, text });
}

test('Ingresses of its class or with its annotations, more than those of others', () => {
  const own = claim(ingress(''));
  const other = claim(ingress('').replace('ClassName: nginx', 'ClassName: traefik'));
  assert.ok(claim(ingress('    nginx.ingress.kubernetes.io/proxy-body-size: 8m')) >= own);
  assert.ok(own > other && other > 0);
});

test('classes, the ConfigMap of the controller and those of headers', () => {
  const controllerClass =
    'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nspec: {controller: k8s.io/ingress-nginx}\n';
  assert.ok(claim(controllerClass) > 0);
  assert.ok(claim(controller('use-gzip: "true"')) > 0);
  assert.ok(claim(configMap('own', 'shop', 'X-Frame-Options: DENY')) > 0);
  assert.ok(claim(configMap('own', 'shop', 'Referrer-Policy: no-referrer')) > 0);
});

test('values of its chart, and workloads that run it', () => {
  assert.ok(claim('controller:\n  addHeaders:\n    X-Frame-Options: DENY\n', 'values.yaml') > 0);
  assert.ok(
    claim('ingress-nginx:\n  controller:\n    config:\n      hide-headers: X-A\n', 'values.yaml') > 0,
  );
  const release = (values: string): string =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values:\n${values}\n`;
  assert.ok(claim(release('    controller:\n      addHeaders:\n        X-Frame-Options: DENY')) > 0);
  assert.equal(claim(release('    controller:\n      replicas: 2')), 0);
  assert.ok(claim('kind: Deployment\nimage: registry.k8s.io/ingress-nginx/controller:v1.9.4\n') > 0);
});

test('ordinary files', () => {
  assert.equal(claim(configMap('app', 'shop', 'LOG_LEVEL: info', 'app.properties: x')), 0);
  assert.equal(claim('controller:\n  replicas: 2\n', 'values.yaml'), 0);
  assert.equal(claim('apiVersion: v1\nkind: Service\nmetadata: {name: ingress}\n'), 0);
  assert.equal(claim('# kind: Ingress\n'), 0);
  assert.equal(claim(ingress(''), 'web.md'), 0);
});
