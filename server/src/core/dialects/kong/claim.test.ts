import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimKong } from './claim.ts';

function claims(text: string, path = 'kong.yml'): boolean {
  return claimKong({ uri: `file:///repo/${path}` as Uri, version: 0, text }) > 0;
}

test('declarative files, partial ones too', () => {
  assert.ok(claims('_format_version: "3.0"\nplugins: []\n'));
  assert.ok(claims('# ours\n"_format_version": 1.1\n'));
  assert.ok(claims('{"_format_version": "3.0", "services": []}', 'kong.json'));
});

test('objects of the ingress controller', () => {
  assert.ok(claims('apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\n'));
  assert.ok(claims('apiVersion: v1\nkind: Service\nmetadata: {annotations: {konghq.com/plugins: a}}\n'));
  assert.ok(claims('apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  ingressClassName: kong\n'));
});

test('nothing else', () => {
  assert.ok(!claims('services:\n  - name: a\n    routes: [{uris: [/]}]\n'));
  assert.ok(!claims('apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  ingressClassName: nginx\n'));
  assert.ok(!claims('image: kong\nenvironment: {KONG_DATABASE: "off"}\n'));
  assert.ok(!claims('_format_version: "3.0"\n', 'readme.md'));
});
