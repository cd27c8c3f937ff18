import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-conflict';

describe('a server of the same tree sends another value', () => {
  test('on the line that is added to it', () =>
    check(`
      events { }
      http {
          server {
              listen 80;
              location / {
                  proxy_pass http://127.0.0.1:8080;
                  add_header X-Frame-Options SAMEORIGIN always;
                                             ^^^^^^^^^^ frame-policy-conflict: DENY, SAMEORIGIN conflict
              }
          }
          server {
              listen 8080;
              add_header X-Frame-Options DENY always;
          }
      }
    `));
  test('the same value is only twice there', () =>
    check(`
      events { }
      http {
          server {
              listen 80;
              location / {
                  proxy_pass http://127.0.0.1:8080;
                  add_header X-Frame-Options DENY always;
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-duplicate
              }
          }
          server {
              listen 8080;
              add_header X-Frame-Options DENY always;
          }
      }
    `));
  test('what it sends protects the location before it', () =>
    check(`
      events { }
      http {
          server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }
          server { listen 8080; add_header X-Frame-Options DENY always; }
      }
    `));
  const before = `
      events { }
      http {
          proxy_hide_header X-Powered-By;
          server {
              listen 80;
              location / {
                  proxy_pass http://127.0.0.1:8080;
                  add_header X-Frame-Options SAMEORIGIN always;
              }
              location /plain/ { proxy_pass http://127.0.0.1:8080; }
          }
          server { listen 8080; add_header X-Frame-Options DENY always; }
      }
      `;
  test('the fix keeps it back where our own value is sent, and repeats the inherited names', () =>
    checkFix(
      before,
      { rule, title: 'Insert proxy_hide_header X-Frame-Options in location /', safe: false },
      before.replace(
        'SAMEORIGIN always;\n',
        `SAMEORIGIN always;\n                  proxy_hide_header X-Powered-By;\n                  proxy_hide_header X-Frame-Options;\n`,
      ),
      { changes: ['server (listen 80) > location /'] },
    ));
});

describe('a service that nobody sees may send a value of its own', () => {
  test('a hint, once for each line, although many locations ask', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options SAMEORIGIN always;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-conflict: If the service behind sends an X-Frame-Options of its own
          location / { proxy_pass http://backend; }
          location /a/ { proxy_pass http://backend; }
      }
    `));
  for (const family of ['fastcgi', 'uwsgi', 'scgi', 'grpc']) {
    test(family, async () => {
      const text = `server { location / { ${family}_pass 10.0.0.1:9000; add_header X-Frame-Options SAMEORIGIN always; } }`;
      const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
      assert.deepEqual(
        findings.map(({ finding }) => [finding.severity, finding.fixes[0]?.title]),
        [
          [
            'information',
            `Insert ${family}_hide_header X-Frame-Options in location /, so that only this value is sent`,
          ],
        ],
      );
    });
  }
  for (const [what, body] of Object.entries({
    'it is hidden':
      'proxy_hide_header X-Frame-Options; location / { proxy_pass http://b; add_header X-Frame-Options SAMEORIGIN always; }',
    'headers-more replaces it':
      'location / { proxy_pass http://b; more_set_headers "X-Frame-Options: SAMEORIGIN"; }',
    'DENY stays what it is in any company':
      'location / { proxy_pass http://b; add_header X-Frame-Options DENY always; }',
    'frame-ancestors decides': `location / { proxy_pass http://b; add_header X-Frame-Options SAMEORIGIN always; add_header Content-Security-Policy "frame-ancestors 'self'" always; }`,
    'no service is asked': 'location / { root /srv; add_header X-Frame-Options SAMEORIGIN always; }',
    'memcached has no headers':
      'location / { memcached_pass b; add_header X-Frame-Options SAMEORIGIN always; }',
  })) {
    test(`silent: ${what}`, () => check(`server {\n    listen 80;\n    ${body}\n}\n`));
  }

  const hide = (name: string, source: string, expected: string, changes: readonly string[] = []): void => {
    test(name, () => checkFix(source, { rule, title: 'Insert', safe: false }, expected, { changes }));
  };
  hide(
    'the fix stands beside the line where that reaches all',
    `
    server {
        listen 80;
        add_header X-Frame-Options SAMEORIGIN always;
        location / { proxy_pass http://a; }
        location /b/ { proxy_pass http://b; }
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options SAMEORIGIN always;
        proxy_hide_header X-Frame-Options;
        location / { proxy_pass http://a; }
        location /b/ { proxy_pass http://b; }
    }
    `,
  );
  hide(
    'and in a location that has a list of its own',
    `
    server {
        listen 80;
        add_header X-Frame-Options SAMEORIGIN always;
        location / { proxy_pass http://a; }
        location /b/ {
            proxy_hide_header Server;
            proxy_pass http://b;
        }
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options SAMEORIGIN always;
        location / { proxy_pass http://a; proxy_hide_header X-Frame-Options; }
        location /b/ {
            proxy_hide_header Server;
            proxy_pass http://b;
            proxy_hide_header X-Frame-Options;
        }
    }
    `,
  );
  test('but no further out than a location that needs what its service sends', async () => {
    const text = `
      server {
          listen 80;
          more_set_headers "X-A: 1";
          location / { proxy_pass http://a; add_header X-Frame-Options SAMEORIGIN always; }
          location /b/ { proxy_pass http://b; }
      }`;
    const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
    assert.deepEqual(
      findings.map(({ finding }) => finding.fixes.map(({ title }) => title)),
      [['Insert proxy_hide_header X-Frame-Options in location /, so that only this value is sent']],
    );
  });
  test('nor where error pages would then go out bare', async () => {
    const text = 'server { location / { proxy_pass http://a; add_header X-Frame-Options SAMEORIGIN; } }';
    const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
    assert.deepEqual(
      findings.map(({ finding }) => finding.fixes),
      [[]],
    );
  });
});
