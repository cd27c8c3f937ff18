import { describe, test } from 'node:test';
import { check } from '../../../../../test/support/check.ts';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-obsolete';

describe('ALLOW-FROM in any spelling', () => {
  for (const word of [
    '"ALLOW-FROM https://partner.example"',
    "'allow-from https://partner.example/'",
    '"ALLOW-FROM: https://partner.example"',
    '"ALLOW-FROM=https://partner.example"',
    '"ALLOW_FROM https://partner.example"',
    '"ALLOW-FROM https://a.example, https://b.example"',
    'ALLOW-FROM',
    '"ALLOW-FROM $http_origin"',
  ]) {
    test(word, () =>
      check(
        `server {\n    add_header X-Frame-Options ${word} always;\n                               ${'^'.repeat(word.length)} ${rule}: every site can frame this\n}\n`,
      ),
    );
  }
  test('once in http, for all servers', () =>
    check(`
      events { }
      http {
          add_header X-Frame-Options "ALLOW-FROM https://p.example" always;
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-obsolete
          server { listen 80; }
          server { listen 81; }
      }
    `));
  test('beside a frame-ancestors that decides, it still is', () =>
    check(`
      server {
          add_header X-Frame-Options "ALLOW-FROM https://p.example" always;
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-obsolete
          add_header Content-Security-Policy "frame-ancestors https://p.example" always;
      }
    `));
  test('beside SAMEORIGIN it also conflicts', () =>
    check(`
      server {
          add_header X-Frame-Options SAMEORIGIN always;
          add_header X-Frame-Options "ALLOW-FROM https://p.example" always;
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-conflict
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-obsolete
      }
    `));
  test('unquoted, nginx refuses it', () =>
    check(
      `
      server {
          add_header X-Frame-Options ALLOW-FROM https://p.example;
                                                ^^^^^^^^^^^^^^^^^ nginx-directive
          listen 80;
      }
    `,
      { rules: ['nginx-directive', rule] },
    ));
});

describe('the fix', () => {
  const options: FixOptions = {
    changes: ['server', 'server (listen 80)', 'server (listen 80) > location /'],
  };
  test('names the sites in frame-ancestors instead', () =>
    checkFix(
      `
      server {
          listen 80;
          add_header X-Frame-Options "ALLOW-FROM https://a.example/app, b.example" always; # partners
      }
      `,
      { rule, title: 'Content-Security-Policy', safe: false },
      `
      server {
          listen 80;
          add_header Content-Security-Policy "frame-ancestors https://a.example b.example" always; # partners
      }
      `,
      options,
    ));
  test('or falls back to SAMEORIGIN', () =>
    checkFix(
      "server {\r\n\tlisten 80;\r\n\tadd_header X-Frame-Options 'ALLOW-FROM https://a.example' always;\r\n\tlocation / { }\r\n}\r\n",
      { rule, title: 'Set SAMEORIGIN', safe: false },
      "server {\r\n\tlisten 80;\r\n\tadd_header X-Frame-Options 'SAMEORIGIN' always;\r\n\tlocation / { }\r\n}\r\n",
      options,
    ));
  test('keeps single quotes around what needs them inside', () =>
    checkFix(
      `
      server {
          listen 80;
          add_header X-Frame-Options "ALLOW-FROM self" always;
      }
      `,
      { rule, title: 'Content-Security-Policy' },
      `
      server {
          listen 80;
          add_header Content-Security-Policy "frame-ancestors 'self'" always;
      }
      `,
      options,
    ));
  test('without a readable site only a valid value is offered', () =>
    checkFix(
      `
      server {
          listen 80;
          add_header X-Frame-Options ALLOW-FROM always;
      }
      `,
      { rule },
      `
      server {
          listen 80;
          add_header X-Frame-Options SAMEORIGIN always;
      }
      `,
      options,
    ));
  test('headers-more', () =>
    checkFix(
      `
      server {
          listen 80;
          more_set_headers "X-Frame-Options: ALLOW-FROM https://a.example";
      }
      `,
      { rule, title: 'Content-Security-Policy' },
      `
      server {
          listen 80;
          more_set_headers "Content-Security-Policy: frame-ancestors https://a.example";
      }
      `,
      options,
    ));
});
