import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-removed';

describe('the header of the service is kept back, and nothing replaces it', () => {
  for (const [family, pass] of [
    ['proxy', 'proxy_pass http://backend'],
    ['fastcgi', 'fastcgi_pass 127.0.0.1:9000'],
    ['uwsgi', 'uwsgi_pass 127.0.0.1:9000'],
    ['scgi', 'scgi_pass 127.0.0.1:9000'],
    ['grpc', 'grpc_pass grpc://127.0.0.1:9000'],
  ] as const) {
    test(family, async () => {
      const text = `server {\n listen 80;\n location / {\n ${pass};\n ${family}_hide_header x-frame-options;\n }\n}\n`;
      const { findings } = await lint({ 'nginx.conf': text });
      assert.deepEqual(
        findings.map(({ finding }) => [finding.rule, text.slice(finding.at.start, finding.at.end)]),
        [[rule, `${family}_hide_header x-frame-options;`]],
      );
    });
  }
  test('once, for all locations that inherit the line', () =>
    check(`
      server {
          listen 80;
          proxy_hide_header X-Frame-Options;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-removed: keeps back the X-Frame-Options of the service
          location / { proxy_pass http://backend; }
          location /api/ { proxy_pass http://backend; }
      }
    `));
  test('only the locations that ask a service: the others miss it anyway', () =>
    check(`
      server {
          listen 80;
          location / { root /srv; }
          ^^^^^^^^^^ frame-policy-missing
          location /api/ {
              proxy_pass http://backend;
              proxy_hide_header X-Frame-Options;
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-removed
          }
      }
    `));
  test('a server of the same tree, whose header is seen', () =>
    check(`
      events { }
      http {
          server {
              listen 80;
              location / {
                  proxy_pass http://127.0.0.1:8080;
                  proxy_hide_header X-Frame-Options;
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-removed
              }
          }
          server {
              listen 8080;
              add_header X-Frame-Options DENY always;
          }
      }
    `));
  for (const [what, body] of Object.entries({
    'a line of its own takes its place':
      'proxy_pass http://b; proxy_hide_header X-Frame-Options; add_header X-Frame-Options DENY always;',
    'another header':
      'proxy_pass http://b; proxy_hide_header X-Powered-By; add_header X-Frame-Options DENY always;',
    'frame-ancestors takes its place': `proxy_pass http://b; proxy_hide_header X-Frame-Options; add_header Content-Security-Policy "frame-ancestors 'self'" always;`,
    'only redirects come out': 'proxy_hide_header X-Frame-Options; return 301 https://a.example;',
  })) {
    test(`silent: ${what}`, () => check(`server {\n    listen 80;\n    location / { ${body} }\n}\n`));
  }
  test('silent in a piece of a server that nobody includes', () =>
    check('location / { proxy_pass http://b; proxy_hide_header X-Frame-Options; }\n', { path: 'app.inc' }));
  test('where the line has no effect, the header is simply missing', () =>
    check(`
      server {
      ^^^^^^ frame-policy-missing
          listen 80;
          location / {
              fastcgi_pass 127.0.0.1:9000;
              proxy_hide_header X-Frame-Options;
          }
      }
    `));
});

describe('headers-more takes out what is set', () => {
  for (const [line, what] of [
    ['more_clear_headers X-Frame-Options;', 'by name'],
    ['more_clear_headers "X-Frame-*";', 'by a pattern'],
    ['more_set_headers "X-Frame-Options:";', 'by an empty value'],
  ] as const) {
    test(what, () =>
      check(`
      server {
          listen 80;
          more_set_headers "X-Frame-Options: DENY";
          location / { root /srv; }
          location /widget/ {
              root /srv;
              ${line}
              ${'^'.repeat(line.length)} frame-policy-removed: although it is set
          }
      }
    `),
    );
  }
  test('or what a service sends', () =>
    check(`
      server {
          listen 80;
          location / {
              proxy_pass http://backend;
              more_clear_headers X-Frame-Options Server;
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-removed
          }
      }
    `));
  test('add_header comes after it, so it is not touched (H12)', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          more_clear_headers X-Frame-Options;
      }
    `));
  test('set again further in', () =>
    check(`
      server {
          listen 80;
          more_clear_headers X-Frame-Options;
          location / { more_set_headers "X-Frame-Options: DENY"; root /srv; }
      }
    `));
  test('where nothing was set, the header is simply missing', () =>
    check(`
      server {
      ^^^^^^ frame-policy-missing
          listen 80;
          more_clear_headers X-Frame-Options;
      }
    `));
});

describe('a block that loses its policy has that finding alone', () => {
  test('the lost line would close it', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          proxy_hide_header X-Frame-Options;
          location / {
          ^^^^^^^^^^ frame-policy-lost
              add_header X-A 1;
              proxy_pass http://backend;
          }
      }
    `));
});

test('assets only: information', async () => {
  const text = 'server { location ~ \\.css$ { proxy_pass http://b; proxy_hide_header X-Frame-Options; } }';
  const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
  assert.equal(findings[0]?.finding.severity, 'information');
});

describe('fixes', () => {
  test('a line of its own beside the hidden one', () =>
    checkFix(
      `
      server {
          listen 80;
          location / {
              proxy_pass http://backend;
              proxy_hide_header X-Frame-Options;
          }
      }
      `,
      { rule, title: 'Insert add_header X-Frame-Options "SAMEORIGIN" always in location /', safe: false },
      `
      server {
          listen 80;
          location / {
              proxy_pass http://backend;
              proxy_hide_header X-Frame-Options;
              add_header X-Frame-Options "SAMEORIGIN" always;
          }
      }
      `,
      { changes: ['server (listen 80) > location /'] },
    ));
  test('or the line goes', () =>
    checkFix(
      `
      server {
          listen 80;
          more_set_headers "X-Frame-Options: DENY";
          location /w/ {
              root /srv;
              more_clear_headers "X-Frame-Options";
          }
      }
      `,
      { rule, title: 'Remove this line', safe: false },
      `
      server {
          listen 80;
          more_set_headers "X-Frame-Options: DENY";
          location /w/ {
              root /srv;
          }
      }
      `,
      { changes: ['server (listen 80) > location /w/'] },
    ));
  test('but not where that would bring an outer list into force', async () => {
    const text =
      'server { proxy_hide_header X-A; location / { proxy_pass http://b; proxy_hide_header X-Frame-Options; } }';
    const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
    assert.ok(findings[0]?.finding.fixes.every(({ title }) => !title.startsWith('Remove')));
  });
});
