import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimApisix } from './claim.ts';
import { apisixRoute, ingress } from './testing.ts';

function claim(text: string, path = 'gateway.yaml'): number {
  return claimApisix({ uri: `file:///repo/${path}` as Uri, version: 0, text });
}

test('apisix.yaml, files of ADC, the configuration that APISIX starts with', () => {
  assert.ok(claim('routes:\n- uri: /\n#END\n') > 0);
  assert.ok(claim('routes:\n- uri: /\n', 'apisix.yaml') > 0);
  assert.ok(claim('routes:\n  - uri: /\n    upstream_id: 1\n') > 0);
  assert.ok(claim('services:\n- name: a\n  upstream: {}\n  routes:\n  - uris: [/]\n') > 0);
  assert.ok(claim('global_rules:\n  response-rewrite:\n    headers: {A: b}\n') > 0);
  assert.ok(claim('deployment:\n  role_data_plane: {config_provider: yaml}\n', 'config.yaml') > 0);
});

test('objects of the controller, and those that may belong to it', () => {
  assert.ok(claim(apisixRoute()) > 0.5);
  assert.ok(claim(ingress('k8s.apisix.apache.org/enable-cors: "true"')) > 0.5);
  const other = claim(ingress('a: b', 'ingressClassName: edge'));
  assert.ok(other > 0 && other < 0.2);
});

test('other gateways and ordinary files', () => {
  assert.equal(claim('_format_version: "3.0"\nservices:\n- name: a\n  routes:\n  - paths: [/]\n'), 0);
  assert.equal(claim('services:\n  web:\n    image: nginx\n    labels: {uri: a}\n'), 0);
  assert.equal(claim('routes:\n- from: https://a.example\n  to: http://b\n'), 0);
  assert.equal(claim('consumers:\n- name: a\n'), 0);
  assert.equal(claim('deployment:\n  replicas: 3\n', 'config.yaml'), 0);
  assert.equal(claim('apiVersion: v1\nkind: Service\nmetadata: {name: apisix}\n'), 0);
  assert.equal(claim('routes:\n- uri: /\n#END\n', 'notes.md'), 0);
});
