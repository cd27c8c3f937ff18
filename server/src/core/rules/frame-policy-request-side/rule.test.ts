import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-request-side';

describe('a framing header that no browser sees', () => {
  test('on the request to the service behind', () =>
    check(`
      server {
          listen 80;
          location / {
              proxy_set_header X-Frame-Options DENY;
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-request-side: proxy_set_header sends X-Frame-Options to the service behind
              proxy_pass http://127.0.0.1:8080;
          }
      }
    `));
  test('of gRPC', () =>
    check(`
      server {
          listen 80 http2;
          location / {
              grpc_set_header x-frame-options DENY;
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-request-side: grpc_set_header
              grpc_pass grpc://127.0.0.1:8080;
          }
      }
    `));
  test('in a trailer', () =>
    check(`
      server {
          listen 80;
          add_trailer X-Frame-Options DENY always;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-request-side: after the body
      }
    `));
  test('a policy with frame-ancestors', () =>
    check(`
      server {
          listen 80;
          proxy_set_header Content-Security-Policy "frame-ancestors 'none'";
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-request-side
          location / { proxy_pass http://127.0.0.1:8080; }
      }
    `));
  test('in http, said instead of what is missing below', () =>
    check(`
      events { }
      http {
          proxy_set_header X-Frame-Options DENY;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-request-side
          server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }
      }
    `));
  test('in an included file', () =>
    check(`
      -- nginx.conf --
      events { }
      http { server { listen 80; location / { include proxy.conf; proxy_pass http://127.0.0.1:8080; } } }
      -- proxy.conf --
      proxy_set_header Host $host;
      proxy_set_header X-Frame-Options DENY;
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-request-side
    `));
  test('other places of the server are missing theirs', () =>
    check(`
      server {
          listen 80;
          location / {
              proxy_set_header X-Frame-Options DENY;
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-request-side
              proxy_pass http://127.0.0.1:8080;
          }
          location /static/ {
          ^^^^^^^^^^^^^^^^^ frame-policy-missing: location /static/
              root /srv;
          }
      }
    `));
  test('where the response has a policy it is only clutter', async () => {
    const { findings } = await lint({
      'nginx.conf': `server {
        add_header X-Frame-Options DENY always;
        proxy_set_header X-Frame-Options DENY;
      }`,
    });
    assert.deepEqual(
      findings.map(({ finding }) => [finding.rule, finding.severity, finding.fixes]),
      [[rule, 'information', []]],
    );
  });
  for (const line of [
    'proxy_set_header Host $host;',
    'proxy_set_header X-Frame-Options-Policy x;',
    `proxy_set_header Content-Security-Policy "default-src 'self'";`,
    'fastcgi_param HTTP_X_FRAME_OPTIONS DENY;',
    'proxy_hide_header X-Frame-Options;',
  ]) {
    test(`silent: ${line}`, () => check(`server { add_header X-Frame-Options DENY always; ${line} }\n`));
  }
});

describe('the fix', () => {
  const options: FixOptions = { changes: ['server (listen 80) > location /', 'server (listen 80)'] };
  test('sends it to the browser, in its place', () =>
    checkFix(
      `
      server {
          listen 80;
          location / {
              proxy_set_header Host $host;
              proxy_set_header X-Frame-Options "DENY"; # no frames
              proxy_pass http://127.0.0.1:8080;
          }
      }
      `,
      { rule, safe: false },
      `
      server {
          listen 80;
          location / {
              proxy_set_header Host $host;
              add_header X-Frame-Options "DENY" always; # no frames
              proxy_pass http://127.0.0.1:8080;
          }
      }
      `,
      { ...options, appears: ['frame-policy-missing'] },
    ));
  test('a policy keeps its quotes', () =>
    checkFix(
      'server {\r\n\tlisten 80;\r\n\tadd_trailer X-T 1;\r\n\tadd_trailer Content-Security-Policy "frame-ancestors \'none\'" always;\r\n}\r\n',
      { rule, safe: false },
      'server {\r\n\tlisten 80;\r\n\tadd_trailer X-T 1;\r\n\tadd_header Content-Security-Policy "frame-ancestors \'none\'" always;\r\n}\r\n',
      options,
    ));
  const none = async (source: string): Promise<void> => {
    const { findings } = await lint({ 'nginx.conf': source }, { rules: [rule] });
    assert.deepEqual(
      findings.map(({ finding }) => finding.fixes),
      [[]],
    );
  };
  test('is not offered where the last line of its kind would go: outer ones would come into force', () =>
    none('server { proxy_set_header Host $host; location / { proxy_set_header X-Frame-Options DENY; } }'));
  test('nor where the new line would cut off others', () =>
    none(`server {
      add_header X-A 1;
      location / { proxy_set_header Host $host; proxy_set_header X-Frame-Options DENY; }
    }`));
});
