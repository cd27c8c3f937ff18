import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix } from '../../../../../test/support/check-fix.ts';

const rule = 'header-success-only';

describe('security headers without always', () => {
  test('one finding for each block, on its first line', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          add_header Strict-Transport-Security max-age=63072000;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ header-success-only: Strict-Transport-Security and X-Content-Type-Options are sent with successful answers only
          add_header X-Content-Type-Options nosniff;
          location /a/ {
              add_header X-Frame-Options DENY always;
              add_header Strict-Transport-Security max-age=63072000 always;
              add_header X-Content-Type-Options nosniff;
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ header-success-only: X-Content-Type-Options is sent
          }
      }
    `));
  test('once, for all that inherits the lines', () =>
    check(`
      events { }
      http {
          add_header X-Frame-Options DENY always;
          add_header Referrer-Policy no-referrer;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ header-success-only
          server { listen 80; server_name a.example; location / { root /srv; } }
          server { listen 80; server_name b.example; }
      }
    `));
  test('a policy that is for framing is the other rule’s', () =>
    check(`
      server {
          listen 80;
          add_header Content-Security-Policy "frame-ancestors 'self'";
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
      }
    `));
  for (const [what, body] of Object.entries({
    'with always': 'add_header Referrer-Policy origin always;',
    'another header': 'add_header X-A 1;',
    'no error page: a text with status 200': 'add_header Referrer-Policy origin; return 200 ok;',
    'headers-more reaches every status': 'more_set_headers "Referrer-Policy: origin";',
    'headers-more sends it on errors':
      'more_set_headers -s "403 404 500" "Referrer-Policy: origin"; add_header Referrer-Policy origin;',
    'an empty value': 'add_header Referrer-Policy "";',
  })) {
    test(`silent: ${what}`, () =>
      check(`server {\n    listen 80;\n    more_set_headers "X-Frame-Options: DENY";\n    ${body}\n}\n`));
  }
  test('it is information', async () => {
    const { findings } = await lint(
      { 'nginx.conf': 'server { listen 80; add_header Referrer-Policy origin; }' },
      { rules: [rule] },
    );
    assert.equal(findings[0]?.finding.severity, 'information');
  });
});

test('the fix adds always to all lines of the block, and not unasked', () =>
  checkFix(
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        add_header Referrer-Policy origin;
        add_header X-A 1;
        add_header X-Content-Type-Options "nosniff" ;
    }
    `,
    { rule, title: 'Add always', safe: false },
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        add_header Referrer-Policy origin always;
        add_header X-A 1;
        add_header X-Content-Type-Options "nosniff" always ;
    }
    `,
    { changes: ['server (listen 80)'] },
  ));
