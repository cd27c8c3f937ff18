import { describe, test } from 'node:test';
import { check } from '../../../../../test/support/check.ts';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-misspelled';

describe('a name that browsers do not read', () => {
  for (const name of [
    'X-Frame-Option',
    'X_Frame_Options',
    'X-FrameOptions',
    'X-Frames-Options',
    'XFrame-Options',
    'Frame-Options',
    'X-Frame-Optoins',
    'X-Frame-Opitons',
    'X-Farme-Options',
    'x-frame-option',
    '"X-Frame-Options:"',
    '"X-Frame-Options "',
    'X-Iframe-Options',
    'X–Frame–Options',
  ]) {
    test(name, () =>
      check(
        `server {\n    add_header ${name} DENY always;\n               ${'^'.repeat(name.length)} ${rule}: Use X-Frame-Options.\n}\n`,
      ),
    );
  }
  for (const name of [
    'X-Content-Security-Policy',
    'X-WebKit-CSP',
    'Content-Security-Polic',
    'CSP',
    'Content_Security_Policy',
  ]) {
    test(`${name} with frame-ancestors`, () =>
      check(
        `server {\n    add_header ${name} "frame-ancestors 'none'" always;\n               ${'^'.repeat(name.length)} ${rule}: Use Content-Security-Policy.\n}\n`,
      ));
  }
  test('set by headers-more, on the whole word', () =>
    check(`
      server {
          more_set_headers "X-Frame-Option: DENY";
                           ^^^^^^^^^^^^^^^^^^^^^^ frame-policy-misspelled
      }
    `));
  test('without always: said once, and that error pages go out without it', () =>
    check(`
      server {
          add_header X-Frame-Option DENY;
                     ^^^^^^^^^^^^^^ frame-policy-misspelled
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
      }
    `));
  test('in http, once for all servers; a server that is open for other reasons is its own', () =>
    check(`
      events { }
      http {
          add_header X-Frame-Option DENY always;
                     ^^^^^^^^^^^^^^ frame-policy-misspelled
          server { listen 80; }
          server { listen 81; }
          server {
          ^^^^^^ frame-policy-missing
              listen 82;
              add_header X-A 1;
          }
      }
    `));
  test('beside the right name it is only clutter', () =>
    check(`
      server {
          add_header X-Frame-Options DENY always;
          add_header X-Frame-Option DENY always;
                     ^^^^^^^^^^^^^^ frame-policy-misspelled: is sent beside it. Remove this line.
      }
    `));
  for (const name of ['X-FRAME-OPTIONS', 'x-frame-options', '"X-Frame-Options"']) {
    test(`silent: ${name}`, () => check(`server { add_header ${name} DENY always; }\n`));
  }
  for (const name of [
    'X-Content-Type-Options',
    'X-Download-Options',
    'X-Name-Options',
    'Frame',
    'X-Options',
    'Referrer-Policy',
    'Permissions-Policy',
  ]) {
    test(`silent: ${name}, which is another header`, () =>
      check(`server { add_header X-Frame-Options DENY always; add_header ${name} 1 always; }\n`));
  }
  test('silent: a legacy policy of other things', () =>
    check(
      `server { add_header X-Frame-Options DENY always; add_header X-Content-Security-Policy "default-src 'self'"; }\n`,
    ));
});

describe('the fix', () => {
  const options: FixOptions = { changes: ['server'] };
  test('renames, in the quotes that stand', () =>
    checkFix(
      'server {\r\n\tadd_header "X-Frame-Option" DENY always; # x\r\n}\r\n',
      { rule, title: 'Rename to X-Frame-Options', safe: true },
      'server {\r\n\tadd_header "X-Frame-Options" DENY always; # x\r\n}\r\n',
      options,
    ));
  test('or bare', () =>
    checkFix(
      `
      server {
          add_header   X_Frame_Options   DENY   always;
      }
      `,
      { rule, safe: true },
      `
      server {
          add_header   X-Frame-Options   DENY   always;
      }
      `,
      options,
    ));
  test('a legacy policy', () =>
    checkFix(
      `
      server {
          add_header X-WebKit-CSP "frame-ancestors 'none'" always;
      }
      `,
      { rule, safe: true },
      `
      server {
          add_header Content-Security-Policy "frame-ancestors 'none'" always;
      }
      `,
      options,
    ));
  test('headers-more', () =>
    checkFix(
      `
      server {
          more_set_headers 'X-Frame-Option: DENY';
      }
      `,
      { rule, safe: true },
      `
      server {
          more_set_headers 'X-Frame-Options: DENY';
      }
      `,
      options,
    ));
  test('removes what stands beside the right one', () =>
    checkFix(
      `
      server {
          add_header X-Frame-Options DENY always;
          add_header X-Frame-Option DENY always;
      }
      `,
      { rule, title: 'Remove', safe: true },
      `
      server {
          add_header X-Frame-Options DENY always;
      }
      `,
      options,
    ));
  test('is not taken unasked beside another misspelling: the two might conflict', () =>
    checkFix(
      `
      server {
          add_header X-Frame-Option DENY always;
          add_header Frame-Options SAMEORIGIN always;
      }
      `,
      { rule, title: 'Rename', safe: false },
      `
      server {
          add_header X-Frame-Options DENY always;
          add_header Frame-Options SAMEORIGIN always;
      }
      `,
      options,
    ));
});
