import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimEmissary } from './claim.ts';

function claims(text: string, path = 'web.yaml'): boolean {
  return claimEmissary({ uri: `file:///repo/${path}` as Uri, version: 0, text }) > 0;
}

test('objects of every version', () => {
  assert.ok(claims('apiVersion: getambassador.io/v3alpha1\nkind: Mapping\n'));
  assert.ok(claims('---\nkind: Module\napiVersion: "getambassador.io/v2"\n'));
  assert.ok(claims('apiVersion: x.getambassador.io/v3alpha1\nkind: AmbassadorMapping\n'));
});

test('other objects, and files that are no manifests', () => {
  assert.ok(!claims('apiVersion: v1\nkind: Service\nmetadata: {name: getambassador.io}\n'));
  assert.ok(!claims('apiVersion: getambassador.io/v2\n', 'notes.md'));
});
