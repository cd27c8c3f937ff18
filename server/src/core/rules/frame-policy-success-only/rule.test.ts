import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-success-only';

describe('error pages go out without the policy', () => {
  test('of a server', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only: X-Frame-Options is sent with successful answers only
      }
    `));
  test('of what a server behind answers', () =>
    check(`
      server {
          listen 80;
          location / {
              add_header X-Frame-Options DENY;
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
              proxy_pass http://127.0.0.1:8080;
          }
      }
    `));
  test('said once for a line that many scopes inherit', () =>
    check(`
      events { }
      http {
          add_header X-Frame-Options DENY;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
          server { listen 80; location / { root /srv; } location /a/ { root /srv; } }
          server { listen 81; }
      }
    `));
  test('a frame-ancestors', () =>
    check(`
      server {
          listen 80;
          add_header Content-Security-Policy "frame-ancestors 'none'";
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only: Content-Security-Policy is sent
      }
    `));
  test('both headers, each on its line', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
          add_header Content-Security-Policy "frame-ancestors 'none'";
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
      }
    `));
  test('beside a policy on every status that says nothing of framing', () =>
    check(`
      server {
          listen 80;
          add_header Content-Security-Policy "default-src 'self'" always;
          add_header X-Frame-Options DENY;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
      }
    `));
  test('a line of headers-more for one status', () =>
    check(`
      server {
          listen 80;
          more_set_headers -s 200 "X-Frame-Options: DENY";
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
      }
    `));
  test('a value that run time decides', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options $xfo;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
      }
    `));
  test('in an included fragment', () =>
    check('add_header X-Frame-Options DENY;\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only\n', {
      path: 'snippets/headers.conf',
    }));
  test('in an http block whose servers are elsewhere', () =>
    check(`
      events { }
      http {
          add_header X-Frame-Options DENY;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
          include /etc/nginx/sites-enabled/*;
      }
    `));
  for (const [what, body] of Object.entries({
    always: 'add_header X-Frame-Options DENY always;',
    'one of two lines has always':
      'add_header X-Frame-Options DENY always; add_header Content-Security-Policy "frame-ancestors \'none\'";',
    'headers-more reaches every status': 'more_set_headers "X-Frame-Options: DENY";',
    'a redirect has no error pages': 'add_header X-Frame-Options DENY; return 301 https://$host$request_uri;',
    'a text with status 200': 'add_header X-Frame-Options DENY; return 200 "ok";',
    'another header': 'add_header X-Frame-Options DENY always; add_header X-A 1;',
    'a policy of other things': `add_header X-Frame-Options DENY always; add_header Content-Security-Policy "default-src 'self'" always;`,
  })) {
    test(`silent: ${what}`, () => check(`server {\n    listen 80;\n    ${body}\n}\n`));
  }
  test('only images, styles, scripts or fonts: information', async () => {
    const asset = 'location ~ \\.css$ { add_header X-Frame-Options DENY; root /srv; }';
    const severity = async (text: string): Promise<readonly string[]> => {
      const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
      return findings.map(({ finding }) => finding.severity);
    };
    assert.deepEqual(await severity(`server { listen 80; ${asset} }`), ['information']);
    assert.deepEqual(
      await severity('server { add_header X-Frame-Options DENY; location ~ \\.css$ { } location / { } }'),
      ['warning'],
    );
  });
});

describe('the fix adds always', () => {
  const options: FixOptions = { changes: ['server (listen 80)', 'server (listen 80) > location /'] };
  const title = 'always';
  for (const [name, before, after] of [
    ['after the value', '\tadd_header X-Frame-Options DENY;', '\tadd_header X-Frame-Options DENY always;'],
    ['in quotes', '\tadd_header X-Frame-Options "DENY";', '\tadd_header X-Frame-Options "DENY" always;'],
    [
      'before white space',
      '    add_header X-Frame-Options DENY ;',
      '    add_header X-Frame-Options DENY always ;',
    ],
    [
      'before a comment',
      '    add_header X-Frame-Options DENY; # all',
      '    add_header X-Frame-Options DENY always; # all',
    ],
    [
      'where the semicolon stands on the next line',
      '    add_header X-Frame-Options DENY\n    ;',
      '    add_header X-Frame-Options DENY always\n    ;',
    ],
    [
      'on one line with others',
      '  root /srv; add_header X-Frame-Options DENY; location / { }',
      '  root /srv; add_header X-Frame-Options DENY always; location / { }',
    ],
    ['with CRLF', '    add_header X-Frame-Options DENY;\r', '    add_header X-Frame-Options DENY always;\r'],
  ] as const) {
    const around = (line: string): string => `server {\n    listen 80;\n${line}\n}\n`;
    test(name, () => checkFix(around(before), { rule, title, safe: true }, around(after), options));
  }
  test('after a policy over several lines', () =>
    checkFix(
      'server {\n    listen 80;\n    add_header Content-Security-Policy "\n        frame-ancestors \'none\'\n    ";\n}\n',
      { rule, title, safe: true },
      'server {\n    listen 80;\n    add_header Content-Security-Policy "\n        frame-ancestors \'none\'\n    " always;\n}\n',
      options,
    ));
});
