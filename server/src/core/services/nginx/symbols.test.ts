import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DocumentSymbol } from '../answers.ts';
import { outline, servicesFor, uri } from '../testing/at-cursor.ts';

describe('the outline', () => {
  it('names blocks as a person would', async () => {
    const text = `
events { worker_connections 64; }
http {
    map $http_upgrade $connection_upgrade { default upgrade; }
    upstream backend { server 127.0.0.1:8080; }
    server {
        listen 80;
        listen 443 ssl;
        server_name example.com www.example.com;
        location /api/ {
            proxy_pass http://backend;
            if ($request_method = POST) { return 405; }
        }
        location ~ \\.php$ { content_by_lua_block { if x then y = {} end } }
    }
    server { listen 8080 default_server; server_name _; return 444; }
    server { }
}
`;
    assert.equal(
      await outline(text),
      `block: events
gateway: http
  block: map $http_upgrade $connection_upgrade
  block: upstream backend
  host: server example.com www.example.com — 80, 443 ssl
    route: location /api/
      condition: if ($request_method = POST)
    route: location ~ \\.php$
      block: content_by_lua_block
  host: server 8080 default_server — 8080 default_server
  host: server
`,
    );
  });

  it('stands for broken files too, every symbol named and inside its parent', async () => {
    const whole =
      'http {\n  server {\n    location / { root "/a b"; }\n    {\n } if ($a) { return 1; }\n  }\n}\n}';
    for (let end = 0; end <= whole.length; end++) {
      const text = whole.slice(0, end);
      const top = await servicesFor(text, []).symbols(uri);
      for (const symbol of top) check(symbol, { start: 0, end: text.length });
    }
  });
});

function check({ name, at, block, children }: DocumentSymbol, around: DocumentSymbol['block']): void {
  assert.notEqual(name, '');
  assert.ok(around.start <= block.start && block.end <= around.end, `${name} leaves its parent`);
  assert.ok(block.start <= at.start && at.start <= at.end && at.end <= block.end, `${name}'s head leaves it`);
  for (const child of children) check(child, block);
}
