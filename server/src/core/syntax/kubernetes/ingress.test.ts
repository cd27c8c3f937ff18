import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { parseYaml } from '../yaml/parse.ts';
import { ingressPaths, takesHost } from './ingress.ts';
import { objectsOf } from './objects.ts';

function paths(version: string, spec: string): readonly string[] {
  const text = `apiVersion: ${version}\nkind: Ingress\nmetadata: {name: web}\nspec: ${spec}\n`;
  const objects = objectsOf(parseYaml({ uri: 'file:///web.yaml' as Uri, version: 0, text }));
  return objects
    .flatMap(ingressPaths)
    .map(
      ({ kind, host = 'any', path, pathType, service = 'none' }) =>
        `${kind} ${host} ${pathType} ${path} to ${service}`,
    );
}

test('paths, a rule without any, and the default backend', () => {
  const spec = `{
    defaultBackend: {service: {name: fallback, port: {number: 80}}},
    rules: [
      {host: Shop.example, http: {paths: [{path: /a, pathType: Exact, backend: {service: {name: web}}}]}},
      {http: {paths: [{pathType: Prefix, backend: {service: {name: web}}}]}},
      {host: bare.example}
    ]}`;
  assert.deepEqual(paths('networking.k8s.io/v1', spec), [
    'path shop.example Exact /a to web',
    'path any Prefix / to web',
    'rule bare.example Prefix / to none',
    'default any Prefix / to fallback',
  ]);
});

test('the shape of the beta groups', () => {
  const spec = `{
    backend: {serviceName: fallback, servicePort: 80},
    rules: [{host: a.example, http: {paths: [{path: /a, backend: {serviceName: web, servicePort: 80}}]}}]}`;
  assert.deepEqual(paths('extensions/v1beta1', spec), [
    'path a.example ImplementationSpecific /a to web',
    'default any Prefix / to fallback',
  ]);
});

test('a wildcard stands for one label', () => {
  assert.ok(takesHost('*.example.org', 'a.example.org'));
  assert.ok(!takesHost('*.example.org', 'a.b.example.org'));
  assert.ok(!takesHost('*.example.org', 'example.org'));
  assert.ok(takesHost(undefined, 'any'));
});
