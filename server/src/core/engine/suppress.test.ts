import { describe, test } from 'node:test';
import { check } from '../../../../test/support/check.ts';
import { checkFix } from '../../../../test/support/check-fix.ts';

describe('a comment silences a rule', () => {
  test('on the line below', () =>
    check(`
      # gateway-lint-ignore frame-policy-missing -- only the monitoring asks here
      server {
          listen 80;
      }
    `));
  test('on its own line', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENYY; # gateway-lint-ignore frame-policy-invalid, frame-policy-success-only -- a test
      }
    `));
  test('past empty lines and other comments', () =>
    check(`
      # gateway-lint-ignore frame-policy-missing -- internal
      # The monitoring.

      server { # see the runbook
          listen 80;
      }
    `));
  test('several comments above one line', () =>
    check(`
      server {
          listen 80;
          # gateway-lint-ignore frame-policy-invalid -- a test
          # gateway-lint-ignore frame-policy-success-only -- a test
          add_header X-Frame-Options DENYY;
      }
    `));
  test('only the rules that it names', () =>
    check(`
      server {
          listen 80;
          # gateway-lint-ignore frame-policy-success-only -- a test
          add_header X-Frame-Options DENYY;
                                     ^^^^^ frame-policy-invalid
      }
    `));
  test('only on that line, not in the block that begins there', () =>
    check(`
      # gateway-lint-ignore frame-policy-invalid -- a test
                            ^^^^^^^^^^^^^^^^^^^^ suppression-unused
      server {
          listen 80;
          add_header X-Frame-Options DENYY always;
                                     ^^^^^ frame-policy-invalid
      }
    `));
  test('of the dialect as well', () =>
    check(`
      server {
          listen 80;
          # gateway-lint-ignore nginx-directive -- of a module that is built in
          our_own_directive on;
          add_header X-Frame-Options DENY always;
      }
    `));
  test('in an included file', () =>
    check(`
      -- nginx.conf --
      events { }
      http { server { listen 80; include headers.conf; } }
      -- headers.conf --
      # gateway-lint-ignore frame-policy-invalid -- a test
      add_header X-Frame-Options DENYY always;
    `));
  test('with line ends of any kind, a colon, and words by the side', () =>
    check(
      'server {\r\n\tlisten 80;\r\n\t#gateway-lint-ignore: frame-policy-invalid -- why -- not\r\n\tadd_header X-Frame-Options DENYY always;\r\n}\r\n',
    ));
  test('what is no comment of ours silences nothing', () =>
    check(`
      # gateway-lint-ignored frame-policy-missing -- no
      # See gateway-lint-ignore frame-policy-missing -- no
      server {
      ^^^^^^ frame-policy-missing
          listen 80;
          location = /help { return 200 "# gateway-lint-ignore frame-policy-missing"; }
      }
    `));
});

describe('a comment that silences nothing is reported', () => {
  test('the rule reports nothing there', () =>
    check(`
      server {
          listen 80;
          add_header X-Frame-Options DENY always; # gateway-lint-ignore frame-policy-invalid -- old
                                                                        ^^^^^^^^^^^^^^^^^^^^ suppression-unused: frame-policy-invalid reports nothing
      }
    `));
  test('one rule of several', () =>
    check(`
      # gateway-lint-ignore frame-policy-lost, frame-policy-missing -- internal
                            ^^^^^^^^^^^^^^^^^ suppression-unused
      server { listen 80; }
    `));
  test('there is no such rule', () =>
    check(`
      # gateway-lint-ignore frame-policy-mising -- internal
                            ^^^^^^^^^^^^^^^^^^^ suppression-unused: There is no rule frame-policy-mising
      server { listen 80; }
      ^^^^^^ frame-policy-missing
    `));
  test('no rule is named', () =>
    check(`
      # gateway-lint-ignore -- internal
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ suppression-unused: names no rule
      server { listen 80; }
      ^^^^^^ frame-policy-missing
    `));
  test('at the end of the file', () =>
    check(`
      server { listen 80; add_header X-Frame-Options DENY always; }
      # gateway-lint-ignore frame-policy-missing -- internal
                            ^^^^^^^^^^^^^^^^^^^^ suppression-unused
    `));
  test('but not for a rule that is switched off', () =>
    check(
      `
      # gateway-lint-ignore frame-policy-missing -- internal
      server { listen 80; }
      `,
      { settings: { severities: { 'frame-policy-missing': 'off' } } },
    ));
  test('unless that is switched off itself', () =>
    check(
      '# gateway-lint-ignore frame-policy-lost -- old\nserver { listen 80; add_header X-Frame-Options DENY always; }\n',
      {
        settings: { severities: { 'suppression-unused': 'off' } },
      },
    ));
});

describe('a comment without a reason is reported, and silences all the same', () => {
  for (const end of ['', ' --', ' -- ']) {
    test(`“${end}”`, () => {
      const comment = '# gateway-lint-ignore frame-policy-missing';
      const marked = '^'.repeat((comment + end).trimEnd().length);
      return check(`${comment}${end}\n${marked} suppression-reason\nserver {\n    listen 80;\n}\n`);
    });
  }
});

describe('fixes', () => {
  const server = 'server { listen 80; add_header X-Frame-Options DENY always; }\n';
  test('the comment goes, with its line', () =>
    checkFix(
      `    # gateway-lint-ignore frame-policy-lost -- old\n${server}`,
      { rule: 'suppression-unused', title: 'Remove this comment', safe: false },
      server,
    ));
  test('behind a statement, with the blanks before it', () =>
    checkFix(
      server.replace('\n', ' \t# gateway-lint-ignore frame-policy-lost -- old\n'),
      { rule: 'suppression-unused', title: 'Remove this comment' },
      server,
    ));
  for (const [named, left] of [
    ['frame-policy-lost, frame-policy-missing', 'frame-policy-missing'],
    ['frame-policy-missing, frame-policy-lost', 'frame-policy-missing'],
    ['frame-policy-missing frame-policy-lost', 'frame-policy-missing'],
  ] as const) {
    test(`one rule of “${named}”`, () =>
      checkFix(
        `# gateway-lint-ignore ${named} -- internal\nserver { listen 80; }\n`,
        { rule: 'suppression-unused', title: 'Remove frame-policy-lost' },
        `# gateway-lint-ignore ${left} -- internal\nserver { listen 80; }\n`,
      ));
  }
  for (const end of ['', ' --']) {
    test(`a reason is asked for after “${end}”`, () =>
      checkFix(
        `# gateway-lint-ignore frame-policy-missing${end}\nserver { listen 80; }\n`,
        { rule: 'suppression-reason', title: 'Insert -- reason', safe: false },
        '# gateway-lint-ignore frame-policy-missing -- reason\nserver { listen 80; }\n',
      ));
  }
});
