import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-report-only';
const NAME = 'Content-Security-Policy-Report-Only';

describe('frame-ancestors in a policy that only reports', () => {
  test('alone', () =>
    check(`
      server {
          listen 80;
          add_header Content-Security-Policy-Report-Only "default-src 'self'; frame-ancestors 'self'" always;
                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-report-only: blocks nothing, so every site can frame this
      }
    `));
  test('beside a policy of other things', () =>
    check(`
      server {
          listen 80;
          add_header Content-Security-Policy "default-src 'self'" always;
          add_header content-security-policy-report-only "frame-ancestors 'none'" always;
                                                         ^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-report-only
      }
    `));
  test('beside X-Frame-Options, which decides', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          add_header Content-Security-Policy-Report-Only "frame-ancestors *" always;
                                                         ^^^^^^^^^^^^^^^^^^^ frame-policy-report-only: does not replace X-Frame-Options
      }
    `));
  test('once, for all that inherits it', () =>
    check(`
      events { }
      http {
          add_header Content-Security-Policy-Report-Only "frame-ancestors 'self'" always;
                                                         ^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-report-only
          server { listen 80; server_name a.example; }
          server { listen 80; server_name b.example; }
      }
    `));
  for (const [what, lines] of Object.entries({
    'an enforced one beside it': `add_header Content-Security-Policy "frame-ancestors 'self'" always; add_header ${NAME} "frame-ancestors 'none'" always;`,
    'no frame-ancestors in it': `add_header X-Frame-Options DENY always; add_header ${NAME} "default-src 'self'" always;`,
  })) {
    test(`silent: ${what}`, () => check(`server {\n    listen 80;\n    ${lines}\n}\n`));
  }
  test('an error where nothing else protects, else a warning', async () => {
    const severity = async (more: string): Promise<string | undefined> => {
      const text = `server { listen 80; ${more} add_header ${NAME} "frame-ancestors 'none'" always; }`;
      const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
      return findings[0]?.finding.severity;
    };
    assert.equal(await severity(''), 'error');
    assert.equal(await severity('add_header X-Frame-Options DENY always;'), 'warning');
  });
});

describe('fixes', () => {
  const before = `
      server {
          listen 80;
          add_header Content-Security-Policy-Report-Only "default-src 'self'; frame-ancestors 'self'" always;
      }
      `;
  const changes = ['server (listen 80)'];
  test('the framing part is enforced beside it', () =>
    checkFix(
      before,
      { rule, title: 'Insert add_header Content-Security-Policy', safe: false },
      `
      server {
          listen 80;
          add_header Content-Security-Policy-Report-Only "default-src 'self'; frame-ancestors 'self'" always;
          add_header Content-Security-Policy "frame-ancestors 'self'" always;
      }
      `,
      { changes },
    ));
  test('or all of it', () =>
    checkFix(
      before,
      { rule, title: 'rename to Content-Security-Policy', safe: false },
      `
      server {
          listen 80;
          add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'self'" always;
      }
      `,
      { changes },
    ));
});
