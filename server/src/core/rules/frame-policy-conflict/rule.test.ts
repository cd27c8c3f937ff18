import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-conflict';

describe('different values together block every frame', () => {
  test('two lines of one block, on the one that was added', () =>
    check(`
      server {
          add_header X-Frame-Options SAMEORIGIN always;
          add_header x-frame-options DENY always;
                                     ^^^^ frame-policy-conflict: SAMEORIGIN, DENY conflict
      }
    `));
  test('a list in one value', () =>
    check(`
      server {
          add_header X-Frame-Options "DENY, SAMEORIGIN" always;
                                     ^^^^^^^^^^^^^^^^^^ frame-policy-conflict
      }
    `));
  test('a stray comma', () =>
    check(`
      server {
          add_header X-Frame-Options "SAMEORIGIN," always;
                                     ^^^^^^^^^^^^^ frame-policy-conflict: A stray comma
      }
    `));
  test('headers-more, which add_header cannot replace', () =>
    check(`
      server {
          more_set_headers "X-Frame-Options: DENY";
          add_header X-Frame-Options SAMEORIGIN always;
                                     ^^^^^^^^^^ frame-policy-conflict
      }
    `));
  test('headers-more in http, add_header in a location', () =>
    check(`
      events { }
      http {
          more_set_headers "X-Frame-Options: DENY";
          server {
              listen 80;
              location / { root /srv; }
              location /a/ {
                  add_header X-Frame-Options SAMEORIGIN always;
                                             ^^^^^^^^^^ frame-policy-conflict
              }
          }
      }
    `));
  test('two included files', () =>
    check(`
      -- nginx.conf --
      events { }
      http { server { listen 80; include a.conf; include b.conf; } }
      -- a.conf --
      add_header X-Frame-Options DENY always;
      -- b.conf --
      add_header X-Frame-Options SAMEORIGIN always;
                                 ^^^^^^^^^^ frame-policy-conflict
    `));
  test('merged levels: the inner line goes out first', () =>
    check(`
      server {
          listen 80;
          add_header_inherit merge;
          add_header X-Frame-Options DENY always;
                                     ^^^^ frame-policy-conflict
          location / { add_header X-Frame-Options SAMEORIGIN always; }
      }
    `));
  test('a value and a misspelt one', () =>
    check(`
      server {
          add_header X-Frame-Options SAMEORIGIN always;
          add_header X-Frame-Options SAME-ORIGIN always;
                                     ^^^^^^^^^^^ frame-policy-conflict
                                     ^^^^^^^^^^^ frame-policy-invalid
      }
    `));
  for (const [what, body] of Object.entries({
    'levels replace':
      'add_header X-Frame-Options DENY always; location / { add_header X-Frame-Options SAMEORIGIN always; }',
    'headers-more replaces itself':
      'more_set_headers "X-Frame-Options: DENY"; location / { more_set_headers "X-Frame-Options: SAMEORIGIN"; }',
    'headers-more clears what it set':
      'more_set_headers "X-Frame-Options: DENY"; more_clear_headers "X-Frame-*"; add_header X-Frame-Options SAMEORIGIN always;',
    'an empty one is not sent': 'add_header X-Frame-Options DENY always; add_header X-Frame-Options "";',
    'frame-ancestors is another header': `add_header X-Frame-Options SAMEORIGIN always; add_header Content-Security-Policy "frame-ancestors 'self'" always;`,
    'run time decides': 'add_header X-Frame-Options DENY always; add_header X-Frame-Options $xfo always;',
    'the statuses are apart':
      'more_set_headers -s 404 "X-Frame-Options: DENY"; location / { more_set_headers -s "200 500 403" "X-Frame-Options: SAMEORIGIN"; root /srv; }',
  })) {
    test(`silent: ${what}`, () => check(`server {\n    listen 80;\n    ${body}\n}\n`));
  }
  test('the finding points at the other line', async () => {
    const text = 'server {\n add_header X-Frame-Options DENY;\n add_header X-Frame-Options SAMEORIGIN;\n}\n';
    const { findings } = await lint({ 'nginx.conf': text }, { rules: [rule] });
    assert.deepEqual(
      findings[0]?.finding.related.map(({ at }) => text.slice(at.start, at.end)),
      ['add_header X-Frame-Options DENY;'],
    );
  });
});

describe('the fix keeps one value', () => {
  const options: FixOptions = { changes: ['server (listen 80)', 'server (listen 80) > location /'] };
  const two = `
      server {
          listen 80;
          add_header X-Frame-Options SAMEORIGIN always;
          add_header X-Content-Type-Options nosniff;
          add_header X-Frame-Options DENY always;
      }
      `;
  test('the first', () =>
    checkFix(
      two,
      { rule, title: 'Keep SAMEORIGIN', safe: false },
      `
      server {
          listen 80;
          add_header X-Frame-Options SAMEORIGIN always;
          add_header X-Content-Type-Options nosniff;
      }
      `,
      options,
    ));
  test('or the second', () =>
    checkFix(
      two,
      { rule, title: 'Keep DENY', safe: false },
      `
      server {
          listen 80;
          add_header X-Content-Type-Options nosniff;
          add_header X-Frame-Options DENY always;
      }
      `,
      options,
    ));
  test('of three', () =>
    checkFix(
      'server {\r\n\tlisten 80;\r\n\tadd_header X-Frame-Options DENY always;\r\n\tadd_header X-Frame-Options SAMEORIGIN always;\r\n\tadd_header X-Frame-Options ALLOWALL always;\r\n}\r\n',
      { rule, title: 'Keep DENY', safe: false },
      'server {\r\n\tlisten 80;\r\n\tadd_header X-Frame-Options DENY always;\r\n}\r\n',
      options,
    ));
  test('on one line', () =>
    checkFix(
      `
      server { listen 80; add_header X-Frame-Options DENY; add_header X-Frame-Options SAMEORIGIN always; location / { } }
      `,
      { rule, title: 'Keep SAMEORIGIN', safe: false },
      `
      server { listen 80; add_header X-Frame-Options SAMEORIGIN always; location / { } }
      `,
      options,
    ));
  test('a stray comma goes by itself', () =>
    checkFix(
      `
      server {
          listen 80;
          add_header X-Frame-Options "SAMEORIGIN," always;
      }
      `,
      { rule, safe: true },
      `
      server {
          listen 80;
          add_header X-Frame-Options "SAMEORIGIN" always;
      }
      `,
      options,
    ));
  test('none is offered where a line cannot be taken out faithfully', async () => {
    const { findings } = await lint(
      {
        'nginx.conf':
          'server { more_set_headers "X-Frame-Options: DENY" "X-A: 1"; add_header X-Frame-Options SAMEORIGIN; }',
      },
      { rules: [rule] },
    );
    const titles = findings.flatMap(({ finding }) => finding.fixes.map(({ title }) => title));
    // DENY stands in headers-more, which add_header cannot replace: only the added line can go.
    assert.deepEqual(titles, ['Keep DENY, remove the other X-Frame-Options']);
  });
  test('nor where the lines of a server would come into force again', async () => {
    const { findings } = await lint(
      {
        'nginx.conf': `server {
          add_header X-Other 1;
          location / { add_header X-Frame-Options "DENY"; more_set_headers "X-Frame-Options: SAMEORIGIN"; }
        }`,
      },
      { rules: [rule] },
    );
    assert.deepEqual(
      findings.map(({ finding }) => finding.fixes),
      [[]],
    );
  });
});
