import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimSpring } from './claim.ts';

const claim = (text: string, name = 'application.yml'): number =>
  claimSpring({ uri: `file:///repo/${name}` as Uri, version: 0, text });

test('the prefix counts in any spelling: nested, dotted, mixed, in capitals', () => {
  for (const text of [
    'spring:\n  cloud:\n    gateway:\n      routes: []\n',
    'spring.cloud.gateway.default-filters: []\n',
    'spring:\n  cloud.gateway:\n    routes: []\n',
    'spring:\n  cloud:\n    gateway.server.webflux:\n      routes: []\n',
    'SPRING.CLOUD.GATEWAY.SERVER.WEBMVC:\n  ROUTES: []\n',
    'spring: {cloud: {gateway: {routes: []}}}\n',
    'a: 1\n---\nspring:\n  # the gateway\n  cloud:\n\n    config: {}\n    gateway:\n      discovery:\n        locator:\n          enabled: true\n',
  ]) {
    assert.ok(claim(text) > 0, text);
  }
});

test('any name will do, and the usual one is a better claim', () => {
  const text = 'spring.cloud.gateway.routes: []\n';
  assert.ok(claim(text, 'shop-gateway.yaml') > 0);
  assert.ok(claim(text) > claim(text, 'shop-gateway.yaml'));
});

test('other files are none of it', () => {
  for (const text of [
    'spring:\n  cloud:\n    nacos:\n      server-addr: x\n  application:\n    name: gateway\nroutes: []\n',
    'spring:\n  cloud:\n    config: {}\ngateway:\n  routes: []\n',
    'apiVersion: v1\nkind: ConfigMap\ndata:\n  application.yml: |\n    spring.cloud.gateway.routes: []\n',
    'management.endpoint.gateway.enabled: true\nspring.cloud.config.uri: x\n',
    'gateway:\n  routes:\n    - spring\n',
  ]) {
    assert.equal(claim(text), 0, text);
  }
  assert.equal(claim('spring.cloud.gateway.routes: []\n', 'application.properties'), 0);
});
