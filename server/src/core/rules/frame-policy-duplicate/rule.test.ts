import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-duplicate';

async function offersNothing(files: Readonly<Record<string, string>>): Promise<void> {
  const { findings } = await lint(files, { rules: [rule] });
  assert.deepEqual(
    findings.map(({ finding }) => finding.fixes),
    [[]],
  );
}

describe('the same value twice', () => {
  test('marks the line that adds nothing', () =>
    check(`
      server {
          add_header X-Frame-Options DENY always;
          add_header X-FRAME-OPTIONS deny always;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-duplicate: sent twice
      }
    `));
  test('three times', () =>
    check(`
      server {
          add_header X-Frame-Options DENY always;
          add_header X-Frame-Options DENY always;
          add_header X-Frame-Options DENY always;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-duplicate: sent 3 times
      }
    `));
  test('in one list', () =>
    check(`
      server {
          add_header X-Frame-Options "DENY, DENY" always;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-duplicate
      }
    `));
  test('headers-more and add_header', () =>
    check(`
      server {
          more_set_headers "X-Frame-Options: DENY";
          add_header X-Frame-Options DENY always;
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-duplicate
      }
    `));
  test('a file that is included twice', () =>
    check(`
      -- nginx.conf --
      events { }
      http { server { listen 80; include headers.conf; include headers.conf; } }
      -- headers.conf --
      add_header X-Frame-Options DENY always;
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-duplicate
    `));
  test('nothing is offered then: without that line none would be left', () =>
    offersNothing({
      'nginx.conf': 'http { server { include headers.conf; include headers.conf; } }\nevents { }\n',
      'headers.conf': 'add_header X-Frame-Options DENY always;\n',
    }));
  test('nor where the line is the only one of another server', () =>
    offersNothing({
      'nginx.conf': `events { }
        http {
          add_header X-A 1;
          add_header X-Frame-Options DENY always;
          server { listen 80; more_set_headers "X-Frame-Options: DENY"; }
          server { listen 81; }
        }`,
    }));
  test('silent: the levels replace each other', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          location / { add_header X-Frame-Options DENY always; add_header X-A 1; }
      }
    `));
  test('silent: an empty one is not sent', () =>
    check(`server { add_header X-Frame-Options DENY always; add_header X-Frame-Options ""; }\n`));
});

describe('the fix', () => {
  const options: FixOptions = { changes: ['server'] };
  test('removes one', () =>
    checkFix(
      `
      server {
          add_header X-Frame-Options DENY always;
          # and again
          add_header X-Frame-Options DENY always;
      }
      `,
      { rule, safe: true },
      `
      server {
          add_header X-Frame-Options DENY always;
          # and again
      }
      `,
      options,
    ));
  test('shortens a list', () =>
    checkFix(
      `
      server {
          add_header X-Frame-Options "DENY, DENY" always;
      }
      `,
      { rule, safe: true },
      `
      server {
          add_header X-Frame-Options "DENY" always;
      }
      `,
      options,
    ));
  test('keeps the one that reaches error pages', () =>
    checkFix(
      `
      server {
          add_header X-Frame-Options DENY always;
          add_header X-Frame-Options DENY;
      }
      `,
      { rule, safe: true },
      `
      server {
          add_header X-Frame-Options DENY always;
      }
      `,
      options,
    ));
  test('also where that stands below', () =>
    checkFix(
      `
      server {
          add_header X-Frame-Options DENY; # pages
          add_header X-Frame-Options DENY always;
      }
      `,
      { rule, safe: true },
      `
      server {
          # pages
          add_header X-Frame-Options DENY always;
      }
      `,
      options,
    ));
});
