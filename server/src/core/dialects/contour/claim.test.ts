import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimContour } from './claim.ts';

function claims(text: string, path = 'web.yaml'): boolean {
  return claimContour({ uri: `file:///repo/${path}` as Uri, version: 0, text }) > 0;
}

test('routes and the configuration of Contour itself', () => {
  assert.ok(claims('apiVersion: projectcontour.io/v1\nkind: HTTPProxy\n'));
  assert.ok(claims('---\nkind: ContourConfiguration\napiVersion: "projectcontour.io/v1alpha1"\n'));
});

test('the file that Contour is started with, in a ConfigMap', () => {
  assert.ok(claims('apiVersion: v1\nkind: ConfigMap\ndata:\n  contour.yaml: |\n    policy: {}\n'));
  assert.ok(!claims('apiVersion: v1\nkind: ConfigMap\ndata:\n  other.yaml: |\n    policy: {}\n'));
});

test('other objects, and files that are no manifests', () => {
  assert.ok(!claims('apiVersion: v1\nkind: Service\nmetadata: {name: contour}\n'));
  assert.ok(!claims('apiVersion: contour.heptio.com/v1beta1\nkind: IngressRoute\n'));
  assert.ok(!claims('apiVersion: projectcontour.io/v1\n', 'notes.md'));
});
