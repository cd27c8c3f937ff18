import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { claimApinto } from './claim.ts';

function claims(text: string, path = 'config.yml'): boolean {
  return claimApinto({ uri: `file:///repo/${path}` as Uri, version: 0, text }) > 0;
}

test('lists of plugins, routers, templates, exports', () => {
  assert.ok(claims('plugins:\n  - id: eolinker.com:apinto:response_rewrite\n    name: guard\n'));
  assert.ok(claims('name: shop\ndriver: http\nlocation: /shop/*\nservice: shop@service\n'));
  assert.ok(claims('{\n"driver": "http",\n"location": "/a",\n"service": "a@service"}\n', 'a.json'));
  assert.ok(claims('name: tpl\ndriver: plugin_template\nplugins: {}\n'));
  assert.ok(claims('router:\n  - id: a@router\n    name: a\n'));
});

test('the files that start the processes', () => {
  assert.ok(claims('client:\n  listen_urls: [a]\ngateway:\n  listen_urls: [b]\n'));
  assert.ok(claims('data_dir: /a\nsocket_dir: /b\nextends_dir: /c\n'));
  assert.ok(claims('mysql:\n  user_name: root\nredis:\n  addr: [a]\nerror_log:\n  dir: b\n'));
  assert.ok(claims('services:\n  a:\n    image: eolinker/apinto-gateway:0.22\n'));
});

test('other programs of the same words', () => {
  assert.ok(!claims('mysql:\n  user: root\nredis:\n  addr: localhost:6379\nport: 8080\n'));
  assert.ok(!claims('driver: http\nurl: https://a.example\n'));
  assert.ok(!claims('plugins:\n  - id: eslint\n    name: eslint\n', 'plugin.yml'));
  assert.ok(!claims('services:\n  web:\n    image: nginx\n', 'docker-compose.yml'));
  assert.ok(!claims('router:\n  id: 1\n  name: core\n'));
  assert.ok(!claims('client:\n  timeout: 3\ngateway: 10.0.0.1\n'));
  assert.ok(!claims('apiVersion: v1\nkind: ConfigMap\ndata: {a: "id: eolinker.com:apinto:x"}\n'));
});
