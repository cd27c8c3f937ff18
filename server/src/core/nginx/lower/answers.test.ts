import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { heading, lowered } from './testing/lowered.ts';

/** What can come out of each scope of what stands in http. */
function answers(name: string, http: string, expected: Readonly<Record<string, string>>): void {
  test(name, () => {
    const { scopes } = lowered(`events { }\nhttp { ${http} }`);
    const found = scopes.map((scope) => heading(scope).split(/: (?=[^:]*$)/));
    assert.deepEqual(Object.fromEntries(found), expected);
  });
}

const page = 'content 200, canned 404 403 500';

describe('what a server answers itself', () => {
  answers('files from its root', 'server { }', { server: page });
  answers('what no location takes', 'server { location /a { } }', {
    server: page,
    'server > location /a': page,
  });
  for (const all of ['/', '^~ /', '~ /', '~ ^/', '~ .*', '~* ^/(.*)$', '""']) {
    answers(`nothing beside location ${all}`, `server { location ${all} { } }`, {
      server: 'no answer',
      [`server > location ${all === '""' ? '' : all}`]: page,
    });
  }
  answers('location = / takes one path only', 'server { location = / { } }', {
    server: page,
    'server > location = /': page,
  });
  answers(
    'a return answers all, and no location ever does',
    'server { return 301 /x; location / { add_header X-A 1; } }',
    {
      server: 'none 301',
      'server > location /': 'no answer',
    },
  );
  answers(
    'so does a rewrite of everything to elsewhere',
    'server { rewrite ^ https://a.example$request_uri? permanent; location / { } }',
    {
      server: 'none 301',
      'server > location /': 'no answer',
    },
  );
  answers('a rewrite of something does not', 'server { rewrite ^/old /new permanent; location / { } }', {
    server: 'no answer',
    'server > location /': page,
  });
  answers(
    "what an if returns, at the server's level",
    'server { if ($a) { return 503; } if ($b) { return 301 /; } location / { } }',
    {
      server: 'canned 503',
      'server > location /': page,
    },
  );
  answers('no handshake, no answer', 'server { listen 443 ssl; ssl_reject_handshake on; location / { } }', {
    'server (listen 443)': 'no answer',
    'server (listen 443) > location /': 'no answer',
  });
});

describe('what a location answers', () => {
  const location = (name: string, body: string, expected: string, head = '/'): void => {
    answers(name, `server { location ${head} { ${body} } }`, {
      ...(head === '/' ? { server: 'no answer' } : { server: page }),
      [`server > location ${head}`]: expected,
    });
  };
  for (const pass of [
    'proxy_pass http://b',
    'fastcgi_pass b',
    'uwsgi_pass b',
    'scgi_pass b',
    'grpc_pass b',
    'memcached_pass b',
  ]) {
    location(pass, `${pass};`, 'content from upstream 200 404 500, canned 502 504');
  }
  location('a redirect', 'return 302 /x;', 'none 302');
  location('a redirect without a status', 'return https://$host/;', 'none 302');
  location('no content', 'return 204;', 'none 204');
  location('a text', 'return 200 ok;', 'content 200');
  location('an error with a text', 'return 404 "gone";', 'content 404');
  location('an error without', 'return 404;', 'canned 404');
  location('an empty text', 'return 404 "";', 'canned 404');
  location('a closed connection', 'return 444;', 'no answer');
  location('another location', 'rewrite ^(.*)$ /index.php last;', 'no answer');
  location('a redirect by rewrite', 'rewrite ^ /x redirect;', 'none 302');
  location('a rewrite of some paths', 'rewrite ^/x/(.*)$ /y/$1 last;', page);
  location('nobody', 'deny all;', 'canned 404 403 500');
  location('somebody', 'allow 10.0.0.0/8; deny all;', page);
  location('whoever signs in', 'satisfy any; deny all; auth_basic x;', page);
  location('a pixel', 'empty_gif;', 'asset 200, canned 404 403 500');
  location('an icon', '', 'asset 200, canned 404 403 500', '= /favicon.ico');
  location('styles', '', 'asset 200, canned 404 403 500', '~* \\.(?:css|js)$');
  location('a challenge', 'root /srv;', 'none 200, canned 404 403 500', '^~ /.well-known/acme-challenge/');
  location(
    'what an if returns besides',
    'if ($a) { return 200 "x"; } return 301 /;',
    'none 301, content 200',
  );
  answers(
    'an if with header lines is judged alone: its return, or what its location does',
    'server { location / { if ($a) { add_header X-A 1; return 403; } if ($b) { add_header X-B 1; } proxy_pass http://b; } }',
    {
      server: 'no answer',
      'server > location /': 'content from upstream 200 404 500, canned 502 504',
      'server > location / > if ($a)': 'canned 403',
      'server > location / > if ($b)': 'content from upstream 200 404 500, canned 502 504',
    },
  );
  answers(
    'after an if, the location returns what it returns',
    'server { location / { if ($a) { add_header X-A 1; } return 301 /; } }',
    {
      server: 'no answer',
      'server > location /': 'none 301',
      'server > location / > if ($a)': 'none 301',
    },
  );
});

test('http is a scope only where it has headers and its servers are elsewhere', () => {
  const headings = (http: string): readonly string[] => lowered(`http { ${http} }`).scopes.map(heading);
  assert.deepEqual(headings('add_header X-A 1; include sites/*;'), [`http: ${page}`]);
  assert.deepEqual(headings('gzip on;'), []);
  assert.deepEqual(headings('add_header X-A 1; server { }'), [`server: ${page}`]);
});
