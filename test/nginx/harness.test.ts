// The instruments themselves: what the other tests of this folder measure with.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { findNginx } from './support/binary.ts';
import { nginxTest, prepare } from './support/judge.ts';
import { serve, serveHttp, type Serving } from './support/serve.ts';

describe('the judge', () => {
  test('accepts a complete file', () => {
    const verdict = nginxTest('events {}\nhttp { server { listen 127.0.0.1:18099; } }\n');
    assert.deepEqual([verdict.accepted, verdict.message], [true, '']);
  });

  test('says what is wrong and on which line', () => {
    const verdict = nginxTest('events {}\nhttp {\n  server { listen 127.0.0.1:18099 }\n}\n');
    assert.deepEqual([verdict.accepted, verdict.message, verdict.line], [false, 'unexpected "}"', 3]);
  });

  test('keeps the line numbers of a fragment', () => {
    const verdict = nginxTest('add_header A 1;\nadd_header B 2 sometimes;\n', { context: 'location' });
    assert.deepEqual([verdict.message, verdict.line], ['invalid parameter "sometimes"', 2]);
    assert.match(
      nginxTest('proxy_pass http://127.0.0.1;', { context: 'server' }).message,
      /not allowed here/,
    );
    assert.equal(nginxTest('server { listen 127.0.0.1:18099 ssl; }', { context: 'http' }).accepted, true);
  });

  test('does not let a fragment close the block around it', () => {
    const verdict = nginxTest('} server {', { context: 'server' });
    assert.deepEqual([verdict.accepted, verdict.message], [false, 'unexpected "}"']);
  });

  test('tells a missing machine from a wrong word', () => {
    const late = nginxTest(
      'events {}\nhttp { server { listen 127.0.0.1:18099; location / { proxy_pass http://no.invalid; } } }',
    );
    assert.deepEqual([late.accepted, late.late], [false, true]);
    const wrong = nginxTest('events {}\nhttp { add_heeder A 1; }');
    assert.deepEqual(
      [wrong.accepted, wrong.late, wrong.message],
      [false, false, 'unknown directive "add_heeder"'],
    );
  });

  test('knows headers-more', () => {
    assert.equal(nginxTest('more_set_headers "X-Frame-Options: DENY";', { context: 'http' }).accepted, true);
  });

  test('an absent nginx is a failure that says what to install', () => {
    const before = process.env['NGINX_BINARY'];
    process.env['NGINX_BINARY'] = '/nowhere/nginx';
    try {
      assert.throws(() => findNginx(), /\/nowhere\/nginx.*apt-get install nginx/s);
    } finally {
      if (before === undefined) delete process.env['NGINX_BINARY'];
      else process.env['NGINX_BINARY'] = before;
    }
  });
});

describe('preparing a foreign file', () => {
  const foreign = `user www;
pid /run/x.pid;
load_module modules/none.so;
error_log /var/log/nginx/e.log warn;
events {}
http {
  include /etc/nginx/mime.types;
  include conf.d/my.conf;
  log_format f "a;b{c}";
  access_log /nowhere/a.log f;
  proxy_cache_path /data/cache keys_zone=z:1m;
  upstream app { server app:3000 weight=2; server [::1]:3; }
  resolver dns.internal valid=5s;
  map $uri $x { proxy_pass "1"; default 0; }
  server {
    listen gateway.internal:18098 ssl;
    ssl_certificate /etc/letsencrypt/live/x/fullchain.pem;
    ssl_certificate_key "/etc/letsencrypt/live/x/privkey.pem";
    ssl_dhparam /etc/dh.pem;
    location / { proxy_pass http://app/v1; }
    location /b { proxy_pass https://backend.internal:8443/x?y; }
    location /c { fastcgi_pass php; }
    location /d { proxy_pass http://$host; } # proxy_pass http://comment;
  }
}
`;

  test('makes it acceptable', () => {
    assert.equal(nginxTest(foreign).accepted, false);
    const verdict = nginxTest(prepare(foreign));
    assert.equal(verdict.output.includes('syntax is ok'), true, verdict.output);
  });

  test('replaces only what belongs to another machine, on the lines where it stood', () => {
    const lines = foreign.split('\n');
    const changed = prepare(foreign).split('\n');
    assert.equal(changed.length, lines.length);
    const touched = changed.flatMap((line, i) => (line === lines[i] ? [] : [line.trim()]));
    assert.deepEqual(touched, [
      '',
      '',
      '',
      'error_log stderr warn;',
      'include judge-empty.conf;',
      'access_log access.log f;',
      'proxy_cache_path ./judge-written/data/cache keys_zone=z:1m;',
      'upstream app { server 127.0.0.1:3000 weight=2; server [::1]:3; }',
      'resolver 127.0.0.1 valid=5s;',
      'listen 127.0.0.1:18098 ssl;',
      'ssl_certificate judge-certificate.pem;',
      'ssl_certificate_key judge-key.pem;',
      '',
      'location /b { proxy_pass https://127.0.0.1:8443/x?y; }',
      'location /c { fastcgi_pass 127.0.0.1:9000; }',
    ]);
  });

  test('leaves Lua bodies and broken text alone', () => {
    const lua = 'http { content_by_lua_block { local a = "}" -- } pid x;\n user = 1 } }';
    assert.equal(prepare(lua), lua);
    for (const broken of [
      'a "b',
      "a 'b\\",
      'a {',
      '}',
      'user',
      'pid x {',
      'include',
      'content_by_lua_block { "',
    ]) {
      assert.equal(prepare(broken), broken);
    }
  });
});

describe('serving', () => {
  const running: Serving[] = [];
  const up = async (start: Promise<Serving>): Promise<Serving> => {
    const serving = await start;
    running.push(serving);
    return serving;
  };
  after(async () => {
    await Promise.all(running.map((serving) => serving.stop()));
  });

  test('shows the header lines in wire order, duplicates and case kept', async () => {
    const nginx = await up(
      serveHttp(
        'server { listen 80; add_header X-B 2; add_header x-A 1; add_header X-B "  3  ";\n location /none { return 204; } }',
      ),
    );
    const answer = await nginx.request();
    assert.equal(answer.status, 200);
    assert.deepEqual(
      answer.headers.filter(([name]) => /^x-/i.test(name)),
      [
        ['X-B', '2'],
        ['x-A', '1'],
        ['X-B', '  3  '],
      ],
    );
    assert.deepEqual(answer.values('x-b'), ['2', '  3  ']);
    assert.match(answer.body, /<title>index/);
    assert.equal((await nginx.request({ path: '/none' })).status, 204);
    const missing = await nginx.request({ path: '/missing', method: 'HEAD' });
    assert.deepEqual([missing.status, missing.values('X-B'), missing.body], [404, [], '']);
    assert.equal((await nginx.request({ raw: 'GARBAGE\r\n\r\n' })).status, 400);
  });

  test('serves a complete file with names, TLS and two addresses', async () => {
    const nginx = await up(
      serve(
        `user nobody;
events {}
http {
  include sites/*.conf;
  server { listen 443 ssl; server_name a.example.com; ssl_certificate /x.pem; ssl_certificate_key /x.key; return 200 tls; }
}`,
        {
          files: {
            'sites/a.conf': 'server { server_name a; return 200 a; }\n',
            'sites/b.conf': 'server { listen *:80; server_name b; return 200 b; }\n',
          },
        },
      ),
    );
    const [plain, secure] = [nginx.ports.get('*:80'), nginx.ports.get('*:443')];
    assert.ok(plain !== undefined && secure !== undefined);
    assert.equal((await nginx.request({ port: plain, host: 'a' })).body, 'a');
    assert.equal((await nginx.request({ port: plain, host: 'b' })).body, 'b');
    assert.equal((await nginx.request({ port: secure, host: 'a.example.com', tls: true })).body, 'tls');
  });

  test('a configuration that nginx refuses says why', async () => {
    await assert.rejects(
      serveHttp('server { listen 80; add_header X; }'),
      /invalid number of arguments in "add_header"/,
    );
  });
});

test('the recorded header cases are complete', () => {
  const cases = JSON.parse(readFileSync('test/fixtures/nginx-header-cases.json', 'utf8')) as readonly {
    readonly id: string;
    readonly requests: readonly unknown[];
  }[];
  assert.equal(cases.length, 225);
  assert.equal(new Set(cases.map((c) => c.id)).size, 225);
  assert.equal(
    cases.reduce((sum, c) => sum + c.requests.length, 0),
    591,
  );
});
