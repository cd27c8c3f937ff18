import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-overridden';

describe('frame-ancestors decides, whatever X-Frame-Options says', () => {
  test('it cancels a header that is stricter', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          add_header Content-Security-Policy "frame-ancestors *" always;
                                             ^^^^^^^^^^^^^^^^^^^ frame-policy-overridden: cancels X-Frame-Options (DENY)
      }
    `));
  test('it lets others in than the header says', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
                                     ^^^^ frame-policy-overridden: lets the same origin in
          add_header Content-Security-Policy "frame-ancestors 'self'" always;
      }
    `));
  test('a list without the site itself beside SAMEORIGIN', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options SAMEORIGIN always;
                                     ^^^^^^^^^^ frame-policy-overridden: lets other origins in
          add_header Content-Security-Policy "frame-ancestors https://partner.example" always;
      }
    `));
  test('it is stricter, and the header has no effect', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options SAMEORIGIN always;
                                     ^^^^^^^^^^ frame-policy-overridden: X-Frame-Options is SAMEORIGIN, but frame-ancestors lets nobody in.
          add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'" always;
      }
    `));
  test('set at another level by headers-more', () =>
    check(`
      events { }
      http {
          more_set_headers "X-Frame-Options: DENY";
                           ^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-overridden
          server {
              listen 80;
              add_header Content-Security-Policy "frame-ancestors 'self'" always;
          }
      }
    `));
  test('in one case of a map', () =>
    check(
      `
      map $uri $csp { default "frame-ancestors 'none'"; /open "frame-ancestors *"; }
                                                              ^^^^^^^^^^^^^^^^^^^ frame-policy-overridden: cancels
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          add_header Content-Security-Policy $csp always;
      }
      `,
      { path: 'conf.d/a.conf' },
    ));
  for (const [what, lines] of Object.entries({
    "DENY and 'none'": `add_header X-Frame-Options DENY always; add_header Content-Security-Policy "frame-ancestors 'none'" always;`,
    "SAMEORIGIN and 'self'": `add_header X-Frame-Options sameorigin always; add_header Content-Security-Policy "frame-ancestors 'self'" always;`,
    "SAMEORIGIN and 'self' with partners": `add_header X-Frame-Options SAMEORIGIN always; add_header Content-Security-Policy "frame-ancestors 'self' https://p.example" always;`,
    'a policy of other things': `add_header X-Frame-Options DENY always; add_header Content-Security-Policy "default-src *" always;`,
    'frame-ancestors alone': `add_header Content-Security-Policy "frame-ancestors 'self'" always;`,
    'what only run time knows': `add_header X-Frame-Options DENY always; add_header Content-Security-Policy $http_csp always;`,
  })) {
    test(`silent: ${what}`, () => check(`server {\n    listen 80;\n    ${lines}\n}\n`));
  }
  test('a value that is wrong besides has one finding', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options "ALLOW-FROM https://p.example" always;
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-obsolete
          add_header Content-Security-Policy "frame-ancestors https://p.example" always;
      }
    `));
});

test('severities are those of the catalogue', async () => {
  const severity = async (options: string, sources: string): Promise<string | undefined> => {
    const text = `server { listen 80; add_header X-Frame-Options ${options} always; add_header Content-Security-Policy "frame-ancestors ${sources}" always; }`;
    const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
    return findings[0]?.finding.severity;
  };
  assert.equal(await severity('DENY', '*'), 'error');
  assert.equal(await severity('SAMEORIGIN', 'https:'), 'error');
  assert.equal(await severity('DENY', "'self'"), 'warning');
  assert.equal(await severity('SAMEORIGIN', 'https://p.example'), 'warning');
  assert.equal(await severity('SAMEORIGIN', "'none'"), 'information');
});

describe('a fix makes the two agree', () => {
  const options = { changes: ['server (listen 80)'] };
  const pair = ([xfo, csp]: readonly [string, string]): string => `
      server {
          listen 80;
          add_header X-Frame-Options ${xfo} always;
          add_header Content-Security-Policy "${csp}" always;
      }
      `;
  for (const [what, from, title, to] of [
    [
      'the header follows',
      ['DENY', "frame-ancestors 'self'"],
      'Set SAMEORIGIN',
      ['SAMEORIGIN', "frame-ancestors 'self'"],
    ],
    [
      'or the policy',
      ['DENY', "img-src *; frame-ancestors 'self'; script-src *"],
      "Limit the policy to frame-ancestors 'none'",
      ['DENY', "img-src *; frame-ancestors 'none'; script-src *"],
    ],
    [
      'a cancelled header comes into its own',
      ['SAMEORIGIN', 'frame-ancestors http: https:'],
      "frame-ancestors 'self'",
      ['SAMEORIGIN', "frame-ancestors 'self'"],
    ],
    [
      'a dead one says the same',
      ['SAMEORIGIN', "frame-ancestors 'none'"],
      'Set X-Frame-Options to DENY',
      ['DENY', "frame-ancestors 'none'"],
    ],
  ] as const) {
    test(what, () => checkFix(pair(from), { rule, title, safe: false }, pair(to), options));
  }
});
