import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { uriOfPath } from '../../text/uri.ts';
import type { Uri } from '../../model/place.ts';
import { claimNginx } from './claim.ts';

function claim(path: string, text: string): number {
  return claimNginx({ uri: uriOfPath(`/repo/${path}`, 'file:///' as Uri), version: 0, text });
}

describe('is nginx', () => {
  for (const [path, text] of [
    ['nginx.conf', 'events {}\nhttp {}\n'],
    ['nginx.conf', '# to be written\n'],
    ['default.conf', 'server {\n  listen 80;\n}\n'],
    ['default.conf', 'server\n{\n}\n'],
    ['sites-available/shop', 'server {\n}\n'],
    ['conf.d/upstream.conf', 'upstream backend {\n  server a:80;\n}\n'],
    ['snippets/headers.conf', 'add_header X-Frame-Options DENY always;\n'],
    ['snippets/ssl.conf', '\tssl_protocols TLSv1.2 TLSv1.3; # modern\n'],
    ['allow.conf', 'allow 10.0.0.0/8;\ndeny all;\n'],
    ['proxy_params', 'proxy_set_header Host $http_host;\n'],
    ['scgi_params', '\nscgi_param  REQUEST_METHOD     $request_method;\r\n'],
    ['templates/default.conf.template', 'server {\n  listen ${PORT};\n}\n'],
    ['nginx.conf.j2', 'http {\n}\n'],
    ['whatever', '# gateway-lint: context=http\nmap $a $b { }\n'],
    ['a b/größe.vhost', 'server {\n}\n'],
  ] as const) {
    test(`${path}: ${JSON.stringify(text)}`, () => {
      assert.ok(claim(path, text) > 0);
    });
  }
});

describe('is not nginx', () => {
  for (const [path, text] of [
    ['httpd.conf', '<VirtualHost *:80>\n  ServerName a.example\n</VirtualHost>\n'],
    ['app.service', '[Unit]\nDescription=x\n'],
    ['my.conf', '[mysqld]\nport = 3306\n'],
    ['haproxy.cfg', 'frontend a\n  bind :80\n'],
    ['named.conf', 'options {\n  directory "/var/cache/bind";\n  allow-query { any; };\n};\n'],
    ['dhcpd.conf', 'allow booting;\nsubnet 10.0.0.0 netmask 255.0.0.0 {\n}\n'],
    ['redis.conf', 'port 6379\nbind 127.0.0.1\n'],
    ['docker-compose.yml', 'services:\n  nginx:\n    image: nginx\n'],
    ['Caddyfile', 'example.com {\n  reverse_proxy localhost:8080\n}\n'],
    ['nginx.md', '```nginx\nserver {\n}\n```\n'],
    ['nginx.conf.lua', 'server { }\n'],
    ['notes', ''],
    ['conf.d/empty.conf', ''],
  ] as const) {
    test(`${path}: ${JSON.stringify(text)}`, () => {
      assert.equal(claim(path, text), 0);
    });
  }
});

test('a path that is no valid encoding is taken as it is', () => {
  assert.ok(claimNginx({ uri: 'file:///%zz/nginx.conf' as Uri, version: 0, text: 'http { }' }) > 0);
});
