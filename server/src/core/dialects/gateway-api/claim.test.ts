import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { dialect } from './dialect.ts';

function claim(text: string, path = 'objects.yaml'): number {
  return dialect.claim({ uri: `file:///repo/${path}` as Uri, version: 0, text });
}

test('objects of the Gateway API and of its implementations are claimed', () => {
  assert.ok(claim('apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n') > 0);
  assert.ok(claim('kind: Gateway\napiVersion: "gateway.networking.k8s.io/v1beta1"\n') > 0);
  assert.ok(
    claim(
      'apiVersion: v1\nkind: Service\n---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: ClientTrafficPolicy\n',
    ) > 0,
  );
  assert.ok(
    claim('{"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "TrafficPolicy"}', 'policy.json') > 0,
  );
  assert.ok(claim('kind: List\nitems:\n- apiVersion: gateway.networking.k8s.io/v1\n  kind: HTTPRoute\n') > 0);
});

test('so is a filter that a route names, in a file of its own', () => {
  assert.ok(claim('apiVersion: gateway.nginx.org/v1alpha1\nkind: AuthenticationFilter\n') > 0);
});

test('other objects that name a Gateway are not', () => {
  assert.equal(
    claim(
      'apiVersion: example.org/v1\nkind: Thing\nspec: {targetRef: {group: gateway.networking.k8s.io, kind: Gateway}}\n',
    ),
    0,
  );
  assert.equal(claim('apiVersion: networking.istio.io/v1\nkind: Gateway\n'), 0);
  assert.equal(claim('apiVersion: networking.k8s.io/v1\nkind: Ingress\n'), 0);
  assert.equal(claim('apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n', 'README.md'), 0);
});
