import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Scope } from '../../model/scope.ts';
import { respond } from '../../model/respond.ts';
import { lowered, scopesAsText } from './testing/lowered.ts';

function scopeOf(http: string, label: string): Scope {
  const { scopes } = lowered(`events { } http { ${http} }`);
  const scope = scopes.find(({ path: [level] }) => level.label === label);
  assert.ok(scope, `no scope ${label}`);
  return scope;
}

/** What the scope sends with an answer of its service that has nothing of its own, besides what the tree shows. */
function sent(http: string, label: string, status = 200): readonly string[] {
  const { lines } = respond(scopeOf(http, label), { from: 'upstream', status, headers: [] });
  return lines.map(
    ({ name, value }) =>
      `${name}: ${typeof value === 'string' ? value : value.kind === 'literal' ? value.text : '…'}`,
  );
}

const front = (pass: string, more = ''): string => `server { listen 80; location /f { ${pass} ${more} } }`;
const back =
  'server { listen 127.0.0.1:8080; add_header X-Frame-Options DENY always; add_header X-B 1; location / { root /srv; } }';

describe('a server of the same tree behind a location', () => {
  for (const pass of [
    'proxy_pass http://127.0.0.1:8080;',
    'proxy_pass http://127.0.0.1:8080/app/;',
    'proxy_pass http://localhost:8080;',
  ]) {
    test(pass, () => {
      assert.deepEqual(sent(front(pass) + back, 'location /f'), ['X-Frame-Options: DENY', 'X-B: 1']);
    });
  }
  test('by its status', () => {
    assert.deepEqual(sent(front('proxy_pass http://127.0.0.1:8080;') + back, 'location /f', 404), [
      'X-Frame-Options: DENY',
    ]);
  });
  test('behind an upstream block of one server', () => {
    assert.deepEqual(
      sent(
        `upstream b { server 127.0.0.1:8080 weight=2; server 10.0.0.1 down; } ${front('proxy_pass http://b;')}${back}`,
        'location /f',
      ),
      ['X-Frame-Options: DENY', 'X-B: 1'],
    );
  });
  test('its lines come first, and what is hidden does not come (U01, U02)', () => {
    assert.deepEqual(
      sent(
        front('proxy_pass http://127.0.0.1:8080;', 'proxy_hide_header x-b; add_header X-F 1;') + back,
        'location /f',
      ),
      ['X-Frame-Options: DENY', 'X-F: 1'],
    );
  });
  test('headers-more replaces its lines (H02)', () => {
    assert.deepEqual(
      sent(
        front('proxy_pass http://127.0.0.1:8080;', 'more_set_headers "X-Frame-Options: SAMEORIGIN";') + back,
        'location /f',
      ),
      ['X-Frame-Options: SAMEORIGIN', 'X-B: 1'],
    );
  });
  const mixed = `server { listen 8080; add_header X-Frame-Options DENY always; location / { }
    location /a/ { add_header X-A 1 always; } location /a/b/ { add_header X-B 1 always; } location = /c { add_header X-C 1 always; } }`;
  for (const [asked, expected] of [
    ['/d/', ['X-Frame-Options: DENY']],
    ['/a/b/x/', ['X-B: 1']],
    ['/a/c/', ['X-A: 1']],
    ['/c/', ['X-Frame-Options: DENY']],
  ] as const) {
    test(`by the path that is asked: ${asked}`, () => {
      assert.deepEqual(
        sent(front(`proxy_pass http://127.0.0.1:8080${asked};`) + mixed, 'location /f'),
        expected,
      );
    });
  }
  test('by the path of the location itself', () => {
    const text = `server { listen 80; location /a/b/ { proxy_pass http://127.0.0.1:8080; } } ${mixed.replace('/a/b/', '^~ /a/b/')}`;
    assert.deepEqual(sent(text, 'location /a/b/'), ['X-B: 1']);
  });
  test('itself, at another path', () => {
    const text = `server { listen 8080; location /f/ { proxy_pass http://127.0.0.1:8080/g/; } location /g/ { add_header X-G 1; } }`;
    assert.deepEqual(sent(text, 'location /f/'), ['X-G: 1']);
  });
  test('through a third one', () => {
    assert.deepEqual(
      sent(
        `${front('proxy_pass http://127.0.0.1:8081;')}
         server { listen 8081; location / { proxy_pass http://127.0.0.1:8080; proxy_hide_header X-B; add_header X-M 1; } } ${back}`,
        'location /f',
      ),
      ['X-Frame-Options: DENY', 'X-M: 1'],
    );
  });
});

describe('a service of which nothing is known', () => {
  for (const [what, http] of Object.entries({
    'another machine': front('proxy_pass http://10.0.0.1:8080;') + back,
    'another port': front('proxy_pass http://127.0.0.1:8081;') + back,
    'a name': front('proxy_pass http://backend:8080;') + back,
    TLS: front('proxy_pass https://127.0.0.1:8080;') + back,
    'a variable': front('proxy_pass http://127.0.0.1:8080$request_uri;') + back,
    'several servers of an upstream block': `upstream b { server 127.0.0.1:8080; server 127.0.0.1:8081; } ${front('proxy_pass http://b;')}${back}`,
    'two servers at the port': `${front('proxy_pass http://127.0.0.1:8080;')}${back} server { listen 8080; server_name other; }`,
    'a path that may lead to several of its locations': `${front('proxy_pass http://127.0.0.1:8080/;')}
      server { listen 8080; add_header X-Frame-Options DENY; location / { } location /a { add_header X-A 1; } }`,
    'a path that a pattern may take': `${front('proxy_pass http://127.0.0.1:8080;')}
      server { listen 8080; add_header X-Frame-Options DENY; location /f { } location ~ x { add_header X-A 1; } }`,
    'one whose locations send different headers': `${front('proxy_pass http://127.0.0.1:8080;')}
      server { listen 8080; add_header X-Frame-Options DENY; location / { } location /f/a { add_header X-A 1; } }`,
    itself:
      'server { listen 8080; location /f { proxy_pass http://127.0.0.1:8080; add_header X-F 1; } location / { } }',
    'another protocol': front('fastcgi_pass 127.0.0.1:8080;') + back,
  })) {
    test(what, () => {
      assert.equal(scopeOf(http, 'location /f').service?.sends, undefined);
    });
  }
  test('a location that answers by itself has none', () => {
    assert.equal(scopeOf('server { location /f { root /srv; } }', 'location /f').service, undefined);
  });
});

test('hide lists inherit each by itself, and a pass beats a hide at any level (U03, U05)', () => {
  const { scopes } = lowered(`events { } http { server { proxy_hide_header X-A; proxy_hide_header X-B;
    location / { proxy_pass http://b; }
    location /o { proxy_hide_header X-O; proxy_pass http://b; }
    location /p { proxy_pass_header x-a; proxy_pass http://b; }
    location /f { fastcgi_pass b; }
    location /s { root /srv; } } }`);
  const text = scopesAsText({ dialect: 'nginx', scopes, misplaced: [] });
  assert.deepEqual(text.match(/ location [^:]+|remove \S+/g), [
    ' location /',
    'remove X-A',
    'remove X-B',
    ' location /o',
    'remove X-O',
    ' location /p',
    'remove X-B',
    ' location /f',
    ' location /s',
  ]);
});

describe('where one line would hide a header', () => {
  const places = (http: string): readonly string[] | undefined =>
    scopeOf(http, 'location /f').service?.hidings.map(({ level, keyword }) => `${keyword} in ${level.label}`);
  test('every level around', () => {
    assert.deepEqual(places('server { location /f { proxy_pass http://b; } }'), [
      'proxy_hide_header in location /f',
      'proxy_hide_header in server',
      'proxy_hide_header in http',
    ]);
  });
  test('no further out than a list that is in force', () => {
    assert.deepEqual(places('server { grpc_hide_header X-A; location /f { grpc_pass b; } }'), [
      'grpc_hide_header in location /f',
      'grpc_hide_header in server',
    ]);
  });
  test('inherited names are written again', () => {
    const scope = scopeOf(
      'proxy_hide_header X-H; server { location /f { proxy_pass http://b; } }',
      'location /f',
    );
    const [inner, , outer] = scope.service?.hidings ?? [];
    assert.deepEqual(
      [inner, outer].map((hiding) => hiding?.add('X-N').map(({ text }) => text)),
      [[' proxy_hide_header X-H; proxy_hide_header X-N;'], [' proxy_hide_header X-N;']],
    );
  });
  test('nothing helps against a pass', () => {
    const scope = scopeOf(
      'server { proxy_pass_header X-N; location /f { proxy_pass http://b; } }',
      'location /f',
    );
    assert.deepEqual(scope.service?.hidings[0]?.add('X-N'), []);
  });
});
