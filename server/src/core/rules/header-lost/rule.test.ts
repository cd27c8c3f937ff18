import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix } from '../../../../../test/support/check-fix.ts';

const rule = 'header-lost';

describe('a block whose own header lines drop inherited security headers', () => {
  for (const line of [
    'Strict-Transport-Security max-age=63072000',
    `Content-Security-Policy "default-src 'self'"`,
    'X-Content-Type-Options nosniff',
    'Referrer-Policy no-referrer',
    'Permissions-Policy camera=()',
    'Cross-Origin-Opener-Policy same-origin',
    'Cross-Origin-Embedder-Policy require-corp',
    'cross-origin-resource-policy same-site',
  ]) {
    const [name = ''] = line.split(' ');
    test(name, () =>
      check(`
      server {
          listen 80;
          add_header ${line} always;
          location / {
          ^^^^^^^^^^ header-lost: location / does not send ${name}
              add_header X-Frame-Options DENY always;
          }
      }
    `),
    );
  }
  test('one finding lists them all', () =>
    check(
      `
      events { }
      http {
          add_header Strict-Transport-Security max-age=63072000 always;
          add_header Referrer-Policy no-referrer always;
          server {
          ^^^^^^ header-lost: does not send Strict-Transport-Security, Referrer-Policy and X-Content-Type-Options
              listen 80;
              add_header X-Frame-Options DENY always;
              location / { root /srv; }
              location /a/ { proxy_pass http://10.0.0.1; }
          }
      }
    `.replace(', Referrer-Policy and X-Content-Type-Options', ' and Referrer-Policy'),
    ));
  test('a block that loses its framing policy too has one finding, which names them', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          add_header X-Content-Type-Options nosniff always;
          add_header Referrer-Policy no-referrer always;
          location / {
          ^^^^^^^^^^ frame-policy-lost: does not send X-Frame-Options: DENY, nor X-Content-Type-Options and Referrer-Policy
              add_header Cache-Control no-store;
          }
      }
    `));
  for (const [what, body] of Object.entries({
    'set anew, with another value':
      'add_header X-Content-Type-Options nosniff always; location / { add_header x-content-type-options nosniff always; root /srv; }',
    'headers of other matters':
      'add_header X-Served-By a always; location / { add_header X-A 1; root /srv; }',
    'an empty value was never sent':
      'add_header Referrer-Policy "" always; location / { add_header X-A 1; root /srv; }',
    'sent by headers-more as well':
      'more_set_headers "Referrer-Policy: no-referrer"; add_header Referrer-Policy no-referrer always; location / { add_header X-A 1; root /srv; }',
    'only a redirect':
      'add_header Referrer-Policy no-referrer always; location / { add_header X-A 1; return 301 https://a.example; }',
    'merged levels':
      'add_header_inherit merge; add_header Referrer-Policy no-referrer always; location / { add_header X-A 1; root /srv; }',
  })) {
    test(`silent: ${what}`, () =>
      check(`server {\n    listen 80;\n    more_set_headers "X-Frame-Options: DENY";\n    ${body}\n}\n`));
  }
  test('assets only: information', async () => {
    const text =
      'server { add_header X-Content-Type-Options nosniff always; location ~ \\.js$ { add_header Cache-Control public; } }';
    const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
    assert.deepEqual(
      findings.map(({ finding }) => finding.severity),
      ['information'],
    );
  });
  test('the finding shows what is lost and what cuts it off', async () => {
    const text =
      'server { add_header Referrer-Policy origin always; location / { add_header X-Frame-Options DENY always; } }';
    const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
    assert.deepEqual(
      findings[0]?.finding.related.map(({ at }) => text.slice(at.start, at.end)),
      ['add_header Referrer-Policy origin always;', 'add_header X-Frame-Options DENY always;'],
    );
  });
});

test('the fix repeats the lost lines', () =>
  checkFix(
    `
    server {
        listen 80;
        add_header X-Content-Type-Options nosniff always;
        add_header X-Frame-Options SAMEORIGIN always;
        location / {
            add_header X-Frame-Options DENY always;
        }
    }
    `,
    { rule, title: 'Repeat the lost header lines in location /', safe: false },
    `
    server {
        listen 80;
        add_header X-Content-Type-Options nosniff always;
        add_header X-Frame-Options SAMEORIGIN always;
        location / {
            add_header X-Frame-Options DENY always;
            add_header X-Content-Type-Options nosniff always;
        }
    }
    `,
    { changes: ['server (listen 80) > location /'] },
  ));
