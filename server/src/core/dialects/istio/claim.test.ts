import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimIstio } from './claim.ts';

function claims(text: string, path = 'web.yaml'): boolean {
  return claimIstio({ uri: `file:///repo/${path}` as Uri, version: 0, text }) > 0;
}

test('objects that route or change routes', () => {
  assert.ok(claims('apiVersion: networking.istio.io/v1beta1\nkind: VirtualService\n'));
  assert.ok(claims('kind: EnvoyFilter\napiVersion: "networking.istio.io/v1alpha3"\n'));
  assert.ok(claims('apiVersion: networking.istio.io/v1\nkind: Gateway\n'));
  assert.ok(claims('{"apiVersion": "networking.istio.io/v1", "kind": "VirtualService"}', 'web.json'));
});

test('other objects, and other groups with the same kinds', () => {
  assert.ok(!claims('apiVersion: networking.istio.io/v1\nkind: DestinationRule\n'));
  assert.ok(!claims('apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n'));
  assert.ok(!claims('apiVersion: gateway.solo.io/v1\nkind: VirtualService\n'));
  assert.ok(!claims('apiVersion: networking.istio.io/v1\nkind: VirtualService\n', 'notes.md'));
});
