import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PredictionsJson } from '../../server/src/cli/reporters/predictions-json.ts';
import { folder, invoke } from './support/invoke.ts';
import { documentedSchema } from './support/json-doc.ts';
import { violations } from './support/schema.ts';

const shop = `events {}
http {
    add_header X-Frame-Options SAMEORIGIN;
    include conf.d/*.conf;
}
`;
const server = `server {
    listen 80;
    server_name shop.example;
    root www;
    location /api/ {
        add_header X-Method $request_method;
        add_header X-Version $arg_v;
        proxy_pass http://10.0.0.7;
    }
    location /login { return 302 /; }
    location /closed { return 444; }
}
`;

type Response = PredictionsJson['responses'][number];

async function responses(path: string, requests: unknown, cwd: string): Promise<readonly Response[]> {
  const { code, stdout, stderr } = await invoke(['headers', path, '--requests', '-'], {
    cwd,
    stdin: JSON.stringify(requests),
  });
  assert.deepEqual([code, stderr], [0, '']);
  const json: unknown = JSON.parse(stdout);
  assert.deepEqual(violations(json, documentedSchema('predictions')), []);
  return (json as PredictionsJson).responses;
}

test('one request: the blocks that answer it, the status, the headers and where they are set', async (t) => {
  const cwd = folder(t, { 'nginx.conf': shop, 'conf.d/shop.conf': server });
  const { code, stdout, stderr } = await invoke(['headers', '.', '--url', 'http://shop.example/login'], {
    cwd,
  });
  assert.deepEqual([code, stderr], [0, '']);
  assert.deepEqual(stdout.split('\n'), [
    'GET http://shop.example/login  302',
    '  server shop.example  conf.d/shop.conf:1:1',
    '  location /login      conf.d/shop.conf:10:5',
    '  frame policy: same-origin (X-Frame-Options is SAMEORIGIN.)',
    '  X-Frame-Options  SAMEORIGIN  nginx.conf:3:5',
    '',
  ]);
});

test('one request: what is not known is said', async (t) => {
  const cwd = folder(t, {
    'nginx.conf': shop,
    'conf.d/shop.conf': server.replace('root www', 'root /srv/www'),
  });
  const text = async (url: string): Promise<string> =>
    (await invoke(['headers', '.', '--url', url], { cwd })).stdout;
  const file = await text('http://shop.example/a.html');
  assert.match(file, /^GET \S+ {2}status not known\n/);
  assert.match(file, /\n {2}X-Frame-Options {2}SAMEORIGIN \(not known in full\) {2}nginx\.conf:3:5\n/);
  assert.match(file, /\n {2}not known: whether \/srv\/www\/a\.html exists\n$/);
  assert.match(
    await text('http://shop.example/api/'),
    /\n {2}frame policy: unknown .*\n {2}not known: .*service.*\n$/,
  );
  assert.equal(
    await text('http://shop.example:81/'),
    'GET http://shop.example:81/  no server listens there\n',
  );
  assert.match(
    await text('http://shop.example/closed'),
    /^GET \S+ {2}closed without an answer\n(?!.*policy)/s,
  );
});

test('one request: method, headers and query are those given', async (t) => {
  const vary =
    '    if ($http_x_embed = yes) { return 403; }\n    location = /v { add_header X-V "$request_method $arg_v"; return 200; }\n}\n';
  const cwd = folder(t, { 'nginx.conf': shop, 'conf.d/shop.conf': server.replace(/\}\n$/, vary) });
  const ask = async (...argv: readonly string[]): Promise<Response | undefined> => {
    const { stdout } = await invoke(['headers', '.', '--format', 'json', ...argv], { cwd });
    const json = JSON.parse(stdout) as PredictionsJson;
    assert.deepEqual(violations(json, documentedSchema('predictions')), []);
    return json.responses[0];
  };
  const plain = await ask(
    '--url',
    'http://127.0.0.1/v?v=1',
    '--method',
    'HEAD',
    '--header',
    'Host: shop.example',
  );
  assert.deepEqual(plain?.headers.find(({ name }) => name === 'X-V')?.values, ['HEAD 1']);
  assert.equal((await ask('--url', 'http://a/v', '--header', 'X-Embed:yes'))?.status, 403);
});

test('many requests: a response each, in their order, with what the service behind sends', async (t) => {
  const cwd = folder(t, { 'nginx.conf': shop, 'conf.d/shop.conf': server, 'www/index.html': '' });
  const url = 'http://shop.example/api/?v=2';
  const upstream = { status: 201, headers: [['X-Frame-Options', 'DENY']] };
  const [post, silent, page, missing] = await responses(
    '.',
    [
      { url, method: 'POST', headers: [['A', 'b']], upstream },
      { url, method: null, headers: null, upstream: null },
      { url: 'http://shop.example/' },
      { url: 'http://shop.example/none' },
    ],
    cwd,
  );
  const at = {
    path: 'conf.d/shop.conf',
    range: { start: { line: 6, column: 9 }, end: { line: 6, column: 45 } },
  };
  assert.deepEqual(post?.headers.slice(0, 2), [
    { name: 'X-Frame-Options', values: ['DENY'], complete: true, at: [] },
    { name: 'X-Method', values: ['POST'], complete: true, at: [at] },
  ]);
  assert.deepEqual([post.url, post.status, post.complete], [url, 201, true]);
  assert.deepEqual(
    post.answeredBy.map(({ kind, label, path, range }) => [kind, label, path, range.start.line]),
    [
      ['server', 'server shop.example', 'conf.d/shop.conf', 1],
      ['location', 'location /api/', 'conf.d/shop.conf', 5],
    ],
  );
  assert.deepEqual([silent?.status, silent?.complete, silent?.framePolicy.verdict], [null, false, 'unknown']);
  assert.deepEqual([page?.status, page?.complete, page?.framePolicy.verdict], [200, true, 'same-origin']);
  assert.deepEqual([missing?.status, missing?.complete, missing?.framePolicy.verdict], [404, true, 'open']);
  assert.deepEqual(Object.keys(post), ['url', 'status', 'answeredBy', 'complete', 'headers', 'framePolicy']);
});

test('many requests from a file, with a byte order mark, as text; none at all', async (t) => {
  const url = 'http://shop.example/login';
  const cwd = folder(t, {
    'nginx.conf': shop,
    'conf.d/shop.conf': server,
    'requests.json': `\ufeff${JSON.stringify([{ url }, { url, method: 'PUT' }])}`,
  });
  const { stdout } = await invoke(['headers', '.', '--requests', 'requests.json', '--format', 'text'], {
    cwd,
  });
  assert.deepEqual(stdout.match(/^\w+ http.*$/gm), [`GET ${url}  302`, `PUT ${url}  302`]);
  assert.deepEqual(await responses('nginx.conf', [], cwd), []);
});

test('what a list of requests has wrong is named with its index, and nothing is answered', async (t) => {
  const cwd = folder(t, { 'nginx.conf': shop });
  const url = 'http://a/';
  const faults: readonly (readonly [entry: unknown, fault: string])[] = [
    [null, ' is not an object'],
    [[url], ' is not an object'],
    [{}, '.url is missing'],
    [{ url: 1 }, '.url is not an absolute http or https URL'],
    [{ url: '/path' }, '.url is not an absolute http or https URL'],
    [{ url: 'http://a:x/' }, '.url is not an absolute http or https URL'],
    [{ url: 'http://a/\r\nb' }, '.url is not an absolute http or https URL'],
    [{ url: 'http://a/\ud800' }, '.url is not an absolute http or https URL'],
    [{ url, method: 5 }, '.method is not an HTTP method'],
    [{ url, method: '' }, '.method is not an HTTP method'],
    [{ url, headers: { a: 'b' } }, '.headers is not an array of [name, value] pairs'],
    [{ url, headers: [['a', 'b'], ['a']] }, '.headers[1] is not a pair of a header’s name and its value'],
    [{ url, headers: [['a', 'b', 'c']] }, '.headers[0] is not a pair of a header’s name and its value'],
    [{ url, headers: [['a b', 'c']] }, '.headers[0] is not a pair of a header’s name and its value'],
    [{ url, headers: [['a', 1]] }, '.headers[0] is not a pair of a header’s name and its value'],
    [{ url, headers: [['a', 'b\nc: d']] }, '.headers[0] is not a pair of a header’s name and its value'],
    [{ url, upstream: 200 }, '.upstream is not an object'],
    [{ url, upstream: { status: '200' } }, '.upstream.status is not a status from 100 to 599'],
    [{ url, upstream: { status: 99 } }, '.upstream.status is not a status from 100 to 599'],
    [
      { url, upstream: { headers: ['a'] } },
      '.upstream.headers[0] is not a pair of a header’s name and its value',
    ],
  ];
  const stdin = JSON.stringify([{ url }, ...faults.map(([entry]) => entry)]);
  const { code, stdout, stderr } = await invoke(['headers', '.', '--requests', '-'], { cwd, stdin });
  assert.deepEqual([code, stdout], [2, '']);
  const lines = faults.map(([, fault], index) => `gateway-lint: standard input: [${index + 1}]${fault}\n`);
  assert.equal(stderr, lines.join(''));
  const long = await invoke(['headers', '.', '--requests', '-'], {
    cwd,
    stdin: JSON.stringify(Array(23).fill(0)),
  });
  assert.match(long.stderr, /\[19\] is not an object\ngateway-lint: standard input: and 3 more\n$/);
});

test('a list of requests that cannot be read', async (t) => {
  const cwd = folder(t, {
    'nginx.conf': shop,
    'a.json': '{"url": "http://a/"}',
    'b.json': '[{"url": ',
    'd/x': '',
  });
  const stderrOf = async (source: string): Promise<string> => {
    const { code, stdout, stderr } = await invoke(['headers', '.', '--requests', source], { cwd });
    assert.deepEqual([code, stdout], [2, ''], source);
    return stderr;
  };
  assert.equal(await stderrOf('none.json'), 'gateway-lint: none.json: no such file or folder\n');
  assert.equal(await stderrOf('d'), 'gateway-lint: d: a folder\n');
  assert.match(await stderrOf('a.json'), /^gateway-lint: a\.json: not an array of requests .*\n$/);
  assert.match(await stderrOf('b.json'), /^gateway-lint: b\.json: no JSON: .+\n$/);
  assert.match(await stderrOf('-'), /^gateway-lint: standard input: no JSON: .+\n$/);
});

test('a field that a request does not have is passed over, and told once', async (t) => {
  const cwd = folder(t, { 'nginx.conf': shop, 'conf.d/shop.conf': server });
  const url = 'http://shop.example/login';
  const stdin = JSON.stringify([
    { url, upstream: { body: '' } },
    { url, methd: 'PUT' },
    { url, methd: 'PUT' },
  ]);
  const { code, stderr } = await invoke(['headers', '.', '--requests', '-'], { cwd, stdin });
  assert.equal(code, 0);
  assert.deepEqual(stderr.split('\n'), [
    'gateway-lint: standard input: [0].upstream.body is no field of a request; it is passed over',
    'gateway-lint: standard input: [1].methd is no field of a request; it is passed over',
    '',
  ]);
});

test('a folder stands for the nginx.conf in it, else for its only main file', async (t) => {
  const main = (status: number): string => `events {}\nhttp { server { listen 80; return ${status}; } }\n`;
  const cwd = folder(t, {
    'a/nginx.conf': main(201),
    'a/nginx-old.conf': main(404),
    'a/old/nginx.conf': main(404),
    'b/web.conf': main(202),
    'b/conf.d/x.conf': 'server { listen 81; return 404; }\n',
    'b/README.txt': 'server { }\n',
    'c/deep/nginx.conf': main(203),
    'c/web.conf': main(404),
    'd/one.conf': main(404),
    'd/two.conf': main(404),
    'e/x.conf': 'server { listen 80; return 204; }\n',
    'f/notes.txt': '',
    'g/rds.yaml': `resources:
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: edge
    virtual_hosts:
      - {name: v, domains: ["*"], routes: [{match: {prefix: /}, direct_response: {status: 205}}]}
`,
  });
  const ask = (path: string): ReturnType<typeof invoke> =>
    invoke(['headers', path, '--url', 'http://h/', '--format', 'json'], { cwd });
  const status = async (path: string): Promise<number | null | undefined> =>
    (JSON.parse((await ask(path)).stdout) as PredictionsJson).responses[0]?.status;
  assert.deepEqual(
    await Promise.all(['a', 'a/', 'b', 'c', 'e/x.conf', 'g'].map(status)),
    [201, 201, 202, 203, 204, 205],
  );
  const refusal = async (path: string): Promise<string> => {
    const { code, stdout, stderr } = await ask(path);
    assert.deepEqual([code, stdout], [2, '']);
    return stderr;
  };
  assert.equal(
    await refusal('d'),
    'gateway-lint: d: holds 2 configurations; name one of d/one.conf, d/two.conf\n',
  );
  assert.equal(await refusal('e'), 'gateway-lint: e: no main file of a gateway configuration found\n');
  assert.equal(await refusal('f'), 'gateway-lint: f: no main file of a gateway configuration found\n');
  assert.equal(await refusal('f/notes.txt'), 'gateway-lint: f/notes.txt: no gateway format recognised\n');
  assert.equal(await refusal('none'), 'gateway-lint: none: no such file or folder\n');
});

test('a configuration from standard input, with the files around it', async (t) => {
  const cwd = folder(t, { 'conf.d/shop.conf': server, 'www/a.html': '' });
  const { stdout } = await invoke(['headers', '-', '--url', 'http://shop.example/a.html'], {
    cwd,
    stdin: shop,
  });
  assert.match(stdout, /^GET \S+ {2}200\n/);
});

test('what it serves is looked up beside it and around a folder named conf or nginx, and nowhere else', async (t) => {
  const roots = (root: string): string => `events {}\nhttp { server { listen 80; root ${root}; } }\n`;
  const cwd = folder(t, {
    'x/nginx.conf': roots('www'),
    'x/www/a.html': '',
    'x/conf/nginx.conf': roots('www'),
    'x/nginx/nginx.conf': roots('../www'),
    'x/etc/nginx.conf': roots('../www'),
    'outside/a.html': '',
    'here/.keep': '',
  });
  symlinkSync('../../outside/a.html', join(cwd, 'x/www/link.html'));
  symlinkSync('../../outside/none.html', join(cwd, 'x/www/dangling.html'));
  const status = async (path: string, page: string): Promise<number | null | undefined> => {
    const url = `http://h/${page}`;
    const [response] = await responses(join(cwd, path), [{ url }], join(cwd, 'here'));
    return response?.status;
  };
  for (const path of ['x/nginx.conf', 'x', 'x/conf/nginx.conf', 'x/conf']) {
    assert.equal(await status(path, 'a.html'), 200, path);
    assert.equal(await status(path, 'none.html'), 404, path);
    assert.equal(await status(path, 'link.html'), null, path);
    assert.equal(await status(path, 'dangling.html'), null, path);
  }
  assert.equal(await status('x/etc', 'a.html'), null);
});

test('a configuration that nginx refuses answers nothing', async (t) => {
  const cwd = folder(t, {
    'nginx.conf': shop,
    'conf.d/shop.conf': server.replace('listen 80;', 'listen 80'),
  });
  const [response] = await responses('.', [{ url: 'http://shop.example/login' }], cwd);
  assert.deepEqual(
    [response?.refused, response?.status, response?.complete, response?.answeredBy, response?.headers],
    [true, null, false, [], []],
  );
  assert.match(response?.reason ?? '', /"listen" does not end with ";"/);
  assert.equal(response?.framePolicy.verdict, 'unknown');
  const { stdout } = await invoke(['headers', '.', '--url', 'http://shop.example/login'], { cwd });
  assert.match(
    stdout,
    /^GET \S+ {2}no answer\n {2}refused: "listen" .*\n {2}gateway-lint check tells where\.\n$/,
  );
});

test('nothing from a file or a request that a terminal would obey', async (t) => {
  const cwd = folder(t, {
    'nginx.conf':
      'events {}\nhttp { server { listen 80; add_header X-Frame-Options "\u009b2J"; return 200; } }\n',
  });
  const argv = ['headers', '.', '--url', 'http://h/\u009b'];
  const plain = await invoke(argv, { cwd });
  const coloured = await invoke(argv, { cwd, colour: true });
  assert.ok(!plain.stdout.includes('\u001b') && !plain.stdout.includes('\u009b'));
  // eslint-disable-next-line no-control-regex -- looking for them is the point
  assert.equal(coloured.stdout.replace(/\u001b\[\d+m/g, ''), plain.stdout);
});
