import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimTraefik } from './claim.ts';

function claims(text: string, path = 'file.yml'): boolean {
  return claimTraefik({ uri: `file:///repo/${path}` as Uri, version: 0, text }) > 0;
}

test('files of the file provider', () => {
  assert.ok(claims('http:\n  routers:\n    a:\n      rule: Host(`a`)\n'));
  assert.ok(claims('HTTP:\n  MiddleWares:\n    m: {}\n'));
  assert.ok(claims('x-h: &h {}\n# the site\nhttp:\n  # first\n\n  middlewares: {m: {headers: *h}}\n'));
  assert.ok(claims('{"http": {"routers": {"r": {}}}}', 'file.json'));
});

test('static files', () => {
  assert.ok(claims('entryPoints:\n  web:\n    address: ":80"\n'));
  assert.ok(claims('api: {dashboard: true}\nproviders:\n  docker: {}\n', 'traefik.yml'));
});

test('compose files with labels or flags of Traefik', () => {
  assert.ok(claims('services:\n  a:\n    image: x\n    labels:\n      - traefik.enable=true\n'));
  assert.ok(claims('services:\n  t:\n    image: traefik\n    command: [--entrypoints.web.address=:80]\n'));
  assert.ok(!claims('services:\n  t:\n    image: traefik/whoami\n'));
});

test('objects of Kubernetes', () => {
  assert.ok(claims('apiVersion: traefik.io/v1alpha1\nkind: Middleware\n'));
  assert.ok(claims('apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  ingressClassName: traefik\n'));
  assert.ok(!claims('apiVersion: v1\nkind: Service\nmetadata: {name: traefik}\n'));
});

test("values of Traefik's Helm chart", () => {
  assert.ok(
    claims('ports:\n  websecure:\n    http:\n      middlewares: [infra-sec@kubernetescrd]\n', 'values.yaml'),
  );
  assert.ok(claims('additionalArguments:\n  - --entrypoints.web.http.middlewares=sec@file\n', 'values.yaml'));
  assert.ok(!claims('ports:\n  - 8080:80\n', 'values.yaml'));
});

test('other files with the same words', () => {
  assert.ok(!claims('http:\n  use_x_frame_options: false\n  server_port: 8123\n', 'configuration.yaml'));
  assert.ok(!claims('http:\n  port: 8080\napiEndpoints: {}\n', 'gateway.config.yml'));
  assert.ok(!claims('providers:\n  - name: x\n'));
  assert.ok(!claims('# http: routers:\nname: x\n'));
  assert.ok(!claims('http:\n  routers: {}\n', 'notes.md'));
});
