import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-invalid';

/** A server with one line, the value of which is marked. */
function marked(word: string, message: string, name = 'X-Frame-Options'): string {
  const before = `    add_header ${name} `;
  return `server {\n    listen 80;\n${before}${word} always;\n${' '.repeat(before.length)}${'^'.repeat(word.length)} ${rule}: ${message}\n}\n`;
}

describe('a value of X-Frame-Options that browsers ignore', () => {
  for (const [word, message] of [
    ['SAME-ORIGIN', '`SAME-ORIGIN` is not an X-Frame-Options value'],
    ['SAMEORIGINS', 'Did you mean SAMEORIGIN?'],
    ['"same origin"', 'Did you mean SAMEORIGIN?'],
    ['SELF', 'Did you mean SAMEORIGIN?'],
    ['NONE', 'Did you mean DENY?'],
    ['DENYY', 'Did you mean DENY?'],
    ['1', 'Only DENY and SAMEORIGIN exist.'],
    ['"*"', 'Only DENY and SAMEORIGIN exist.'],
    ['ALLOWALL', 'To allow framing, remove the header.'],
    ['allowall', 'To allow framing, remove the header.'],
    [`'"DENY"'`, 'Quotes are part of the value'],
    [`"'SAMEORIGIN'"`, 'Quotes are part of the value'],
    ['\\"DENY\\"', 'Quotes are part of the value'],
    ['“DENY”', 'outside ASCII (U+201C)'],
    ['DENY\u00a0', 'outside ASCII (U+00A0)'],
    ['"DENY;"', 'recognise only the bare token'],
    ['DENY\\;', 'recognise only the bare token'],
    ['"SAMEORIGIN always"', 'recognise only the bare token'],
    ['"X-Frame-Options: DENY"', 'recognise only the bare token'],
    ['DENY#comment', 'recognise only the bare token'],
    ['"frame-ancestors \'none\'"', 'is CSP syntax'],
    [`"'none'"`, 'is CSP syntax'],
    ['"{{ frame_options }}"', 'looks like a variable that was not expanded'],
    ['""', 'is not sent at all'],
    ["''", 'is not sent at all'],
  ] as const) {
    test(word, () => check(marked(word, message)));
  }
  test('the word "always" without a value is the value', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options always;
                                     ^^^^^^ frame-policy-invalid: \`always\` is not
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-success-only
      }
    `));
  test('in http, for all servers, once', () =>
    check(`
      events { }
      http {
          add_header X-Frame-Options ALLOWALL always;
                                     ^^^^^^^^ frame-policy-invalid
          server { listen 80; server_name a.example; }
          server { listen 80; server_name b.example; location / { root /srv; } }
      }
    `));
  test('in an if', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always;
          location / {
              if ($arg_embed) {
                  add_header X-Frame-Options SAMEORGIN always;
                                             ^^^^^^^^^ frame-policy-invalid
              }
          }
      }
    `));
  test('in an included file, judged under its main file', () =>
    check(`
      -- nginx.conf --
      events { }
      http { server { listen 80; include snippets/headers.conf; } }
      -- snippets/headers.conf --
      add_header X-Frame-Options ALLOWALL always;
                                 ^^^^^^^^ frame-policy-invalid
    `));
  for (const path of ['snippets/headers.conf', 'conf.d/headers.conf', 'headers.inc']) {
    test(`in a fragment alone, ${path}`, () =>
      check(
        'add_header X-Frame-Options ALLOWALL always;\n                           ^^^^^^^^ frame-policy-invalid\n',
        {
          path,
        },
      ));
  }
  test('in an http block whose servers are elsewhere', () =>
    check(`
      events { }
      http {
          add_header X-Frame-Options ALLOWALL always;
                                     ^^^^^^^^ frame-policy-invalid
          include /etc/nginx/sites-enabled/*;
      }
    `));
  test('set by headers-more, on the whole word', () =>
    check(`
      server {
          listen 80;
          more_set_headers "X-Frame-Options: SAME-ORIGIN";
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-invalid
      }
    `));
  test('set on a redirect all the same: the next answer would carry it', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options ALLOWALL always;
                                     ^^^^^^^^ frame-policy-invalid
          return 301 https://$host$request_uri;
      }
    `));
  test('an empty value is no fault where another line protects', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options "";
          add_header X-Frame-Options DENY always;
      }
    `));
  test('nothing is said of what run time decides', () =>
    check(
      `
      server { listen 80; add_header X-Frame-Options $arg_xfo always; }
      server { listen 81; add_header X-Frame-Options "\${http_xfo}" always; }
      server { listen 82; add_header X-Frame-Options SAME$host always; }
    `,
      { path: 'conf.d/a.conf' },
    ));
});

describe('a frame-ancestors that browsers read otherwise', () => {
  const CSP = 'Content-Security-Policy';
  for (const [word, message] of [
    ['"frame-ancestors self"', "Write 'self' with single quotes"],
    ['"frame-ancestors none"', "Write 'none' with single quotes"],
    [`"frame-ancestors 'none' https://a.example"`, "'none' counts only alone"],
    ['"frame-ancestor \'none\'"', 'Browsers know no directive `frame-ancestor`'],
    [`"frame-ancestors: 'none'"`, 'Browsers know no directive `frame-ancestors:`'],
    ['"frame-ancestors *"', 'lets every site frame this'],
    ['"default-src \'self\'; frame-ancestors https:"', 'lets every site frame this'],
    ['"frame-ancestors"', "means 'none'"],
    ['"frame-ancestors https://a.example/path"', 'Only origins are compared'],
    [`"frame-ancestors 'self', https://a.example"`, 'A comma ends the list'],
    [`"frame-ancestors ‘self’"`, 'outside ASCII'],
  ] as const) {
    test(word, () => check(marked(word, message, CSP)));
  }
  test('two faults of one value are both said', () =>
    check(`
      server {
          listen 80;
          add_header Content-Security-Policy "frame-ancestors self https://a.example/path" always;
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-invalid: Write 'self'
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-invalid: Only origins
      }
    `));
  for (const [what, lines] of Object.entries({
    'the two agree': `add_header X-Frame-Options SAMEORIGIN always; add_header Content-Security-Policy "frame-ancestors 'self'" always;`,
    'partners beside SAMEORIGIN for old browsers': `add_header X-Frame-Options SAMEORIGIN always; add_header Content-Security-Policy "frame-ancestors 'self' https://partner.example" always;`,
    'a policy of other things': `add_header X-Frame-Options DENY always; add_header Content-Security-Policy "default-src *" always;`,
  })) {
    test(`silent: ${what}`, () => check(`server {\n    listen 80;\n    ${lines}\n}\n`));
  }
});

describe('severities are those of the catalogue', () => {
  for (const [line, severity] of [
    ['X-Frame-Options SAME-ORIGIN', 'error'],
    ['X-Frame-Options ""', 'error'],
    ['X-Frame-Options ALLOWALL', 'warning'],
    ['Content-Security-Policy "frame-ancestors *"', 'warning'],
    ['Content-Security-Policy "frame-ancestors self"', 'error'],
  ] as const) {
    test(`${line}: ${severity}`, async () => {
      const { findings } = await lint({ 'nginx.conf': `server { add_header ${line} always; }` });
      assert.deepEqual(
        findings.map(({ finding }) => [finding.rule, finding.severity]),
        [[rule, severity]],
      );
    });
  }
});

describe('fixes', () => {
  const options: FixOptions = { changes: ['server', 'server > location /'] };
  const replaced = (name: string, word: string, expected: string, safe: boolean, title = 'Replace'): void => {
    const text = (value: string): string =>
      `server {\r\n\tadd_header X-Frame-Options\t${value} always; # frames\r\n}\r\n`;
    test(name, () => checkFix(text(word), { rule, title, safe }, text(expected), options));
  };
  replaced('a typo keeps the file bare where it is bare', 'SAME-ORIGIN', 'SAMEORIGIN', true);
  replaced('and quoted where it is quoted', '"SAME-ORIGIN"', '"SAMEORIGIN"', true);
  replaced('in the same quotes', "'SAMEORGIN'", "'SAMEORIGIN'", true);
  replaced('quotes on the wire', `'"DENY"'`, "'DENY'", true);
  replaced('typographic quotes', '“DENY”', 'DENY', true);
  replaced('a stray semicolon', '"DENY;"', '"DENY"', true);
  replaced('a synonym is a guess', 'NONE', 'DENY', false);
  replaced('an unknown word: one of the two', 'YES', 'SAMEORIGIN', false, 'Set SAMEORIGIN');
  replaced('an unknown word: the other', '"YES"', '"DENY"', false, 'Set DENY');
  replaced('an empty value', '""', '"SAMEORIGIN"', false, 'Set SAMEORIGIN');

  test('ALLOWALL can go; a comment behind it stays', () =>
    checkFix(
      `
      server {
          listen 80;
          add_header X-A 1;
          add_header X-Frame-Options ALLOWALL always; # old
      }
      `,
      { rule, title: 'Remove', safe: false },
      `
      server {
          listen 80;
          add_header X-A 1;
          # old
      }
      `,
      { changes: ['server (listen 80)'], appears: ['frame-policy-missing'] },
    ));
  test('a policy keeps everything else', () =>
    checkFix(
      `
      server {
          add_header Content-Security-Policy "default-src 'self'; frame-ancestors self; img-src *" always;
      }
      `,
      { rule, safe: true },
      `
      server {
          add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'self'; img-src *" always;
      }
      `,
      options,
    ));
  test('a value of headers-more stays one word', () =>
    checkFix(
      `
      server {
          more_set_headers 'X-Frame-Options: SAME-ORIGIN';
          location / { root /srv; }
      }
      `,
      { rule, safe: true },
      `
      server {
          more_set_headers 'X-Frame-Options: SAMEORIGIN';
          location / { root /srv; }
      }
      `,
      options,
    ));
});
