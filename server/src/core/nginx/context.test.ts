import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nginxGrammar } from '../syntax/nginx/directive-table.ts';
import { parseNginx } from '../syntax/nginx/parser.ts';
import { childOf, fragmentContext, type Context } from './context.ts';

function contextOf(text: string, path?: string): Context {
  return fragmentContext(parseNginx(text, nginxGrammar), path);
}

describe('the context of a file', () => {
  test('is what its comment says, blocks from the outermost in', () => {
    assert.equal(contextOf('# gateway-lint: context=http,server\nadd_header A b;'), 'server');
    assert.equal(contextOf('# gateway-lint: context=http, server, location, if\n'), 'if in location');
    assert.equal(contextOf('# gateway-lint: context=http,server,if\n'), 'if in server');
    assert.equal(contextOf('# gateway-lint: context=stream,server\n'), 'stream server');
    assert.equal(contextOf('# gateway-lint: context=server\n'), 'server');
    assert.equal(contextOf('# gateway-lint: context=constructor\nserver { }'), 'unknown');
  });
  test('is main where the great blocks stand', () => {
    assert.equal(contextOf('events { } http { }'), 'main');
    assert.equal(contextOf('stream { }', 'conf.d/x.conf'), 'main');
    assert.equal(contextOf('worker_processes 1;'), 'main');
  });
  test('is http for servers, upstreams and maps', () => {
    assert.equal(contextOf('server { listen 80; location / { } }'), 'http');
    assert.equal(contextOf('upstream a { server b; }'), 'http');
    assert.equal(contextOf('map $a $b { }'), 'http');
  });
  test('is stream where only a stream server could hold what the server holds', () => {
    assert.equal(contextOf('server { listen 80; proxy_pass a:1; proxy_timeout 1s; }'), 'stream');
  });
  test('is server for locations, location for what only a location holds, upstream for servers without blocks', () => {
    assert.equal(contextOf('location / { }'), 'server');
    assert.equal(contextOf('server_name a; listen 80;'), 'server');
    assert.equal(contextOf('proxy_pass http://a;'), 'location');
    assert.equal(contextOf('server 127.0.0.1:80;'), 'upstream');
  });
  test('is what the path says where the content leaves it open', () => {
    assert.equal(contextOf('add_header A b;', 'file:///etc/nginx/conf.d/headers.conf'), 'http');
    assert.equal(contextOf('gzip on;', 'sites-enabled/default'), 'http');
    assert.equal(contextOf('', 'nginx.conf'), 'main');
  });
  test('is unknown where nothing says it', () => {
    assert.equal(contextOf('add_header A b;', 'snippets/headers.conf'), 'unknown');
    assert.equal(contextOf(''), 'unknown');
  });
  test('is not put in doubt by one directive that is out of place', () => {
    assert.equal(contextOf('server { } server { } add_heeder A b; proxy_pass x;'), 'http');
  });
});

describe('the context of a block', () => {
  test('depends on where the block stands', () => {
    assert.equal(childOf('http', 'server'), 'server');
    assert.equal(childOf('stream', 'server'), 'stream server');
    assert.equal(childOf('server', 'if'), 'if in server');
    assert.equal(childOf('location', 'if'), 'if in location');
    assert.equal(childOf('http', 'map'), 'data');
    assert.equal(childOf('location', 'content_by_lua_block'), 'data');
    assert.equal(childOf('http', 'frobnicate'), 'unknown');
    assert.equal(childOf('http', 'toString'), 'unknown');
  });
});
