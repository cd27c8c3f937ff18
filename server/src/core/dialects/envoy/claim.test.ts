import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimEnvoy } from './claim.ts';
import { bootstrap, routeFile } from './testing.ts';

function claims(text: string, name = 'envoy.yaml'): boolean {
  return claimEnvoy({ uri: `file:///repo/${name}` as Uri, version: 0, text }) > 0;
}

test('a bootstrap in YAML and JSON, a file of routes or listeners, whatever its name', () => {
  assert.ok(claims(bootstrap({})));
  assert.ok(claims(bootstrap({}), 'front-proxy.yml'));
  assert.ok(claims('{\n  "static_resources": {"listeners": []}, "node": {"id": "envoy"}\n}\n', 'envoy.json'));
  assert.ok(claims('dynamicResources: {ldsConfig: {path: /etc/lds.yaml}}\n'));
  assert.ok(claims(routeFile({}), 'rds.yaml'));
  assert.ok(claims(routeFile({}).replace('.route.v3.RouteConfiguration', '.listener.v3.Listener')));
});

test('nothing else: Kubernetes objects, compose files, clusters and secrets by themselves', () => {
  assert.ok(
    !claims(
      `apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nspec:\n  ${routeFile({}).replaceAll('\n', '\n  ')}`,
    ),
  );
  assert.ok(!claims('apiVersion: v1\nkind: ConfigMap\ndata:\n  envoy.yaml: |\n    static_resources: {}\n'));
  assert.ok(!claims('services:\n  envoy:\n    image: envoyproxy/envoy\n'));
  assert.ok(
    !claims('resources:\n  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: a\n'),
  );
  assert.ok(!claims(bootstrap({}), 'README.md'));
  const dump =
    '{"configs": [{"bootstrap": {"node": {"id": "envoy"}, "static_resources": {"listeners": []}}}]}\n';
  assert.ok(!claims(dump, 'config_dump.json'), 'what the administration prints');
});
