import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimController } from './claim.ts';

function claims(text: string, path = 'web.yaml'): boolean {
  return claimController({ uri: `file:///repo/${path}` as Uri, version: 0, text }) > 0;
}

test('objects of the controller', () => {
  assert.ok(claims('apiVersion: k8s.nginx.org/v1\nkind: VirtualServer\n'));
  assert.ok(claims('kind: Policy\napiVersion: "k8s.nginx.org/v1"\n'));
});

test('Ingresses and their classes', () => {
  assert.ok(claims('apiVersion: networking.k8s.io/v1\nkind: Ingress\n'));
  assert.ok(claims('{"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass"}', 'class.json'));
});

test('its ConfigMap, by its plural keys, and its Deployment', () => {
  assert.ok(claims('apiVersion: v1\nkind: ConfigMap\ndata:\n  http-snippets: ""\n'));
  assert.ok(!claims('apiVersion: v1\nkind: ConfigMap\ndata:\n  http-snippet: ""\n'));
  assert.ok(claims('kind: Deployment\nargs:\n- -nginx-configmaps=a/b\n'));
});

test('other objects, and files that are no manifests', () => {
  assert.ok(!claims('apiVersion: v1\nkind: Service\nmetadata: {name: nginx}\n'));
  assert.ok(!claims('apiVersion: k8s.nginx.org/v1\n', 'notes.md'));
});
