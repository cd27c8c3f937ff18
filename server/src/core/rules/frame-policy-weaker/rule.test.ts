import { describe, test } from 'node:test';
import { check, type CheckOptions } from '../../../../../test/support/check.ts';
import { checkFix } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-weaker';
const deny: CheckOptions = { settings: { policy: 'DENY' } };
const same: CheckOptions = { settings: { policy: 'SAMEORIGIN' } };
const any: CheckOptions = { settings: { policy: 'any' } };

const header = (line: string): string => `server {\n    listen 80;\n    add_header ${line} always;\n}\n`;
const marked = (line: string, word: string, message = ''): string =>
  header(line).replace(
    /\}\n$/,
    `${' '.repeat(`    add_header ${line}`.indexOf(word))}${'^'.repeat(word.length)} ${rule}: ${message}\n}\n`,
  );

describe('a valid policy that allows more than the project asks for', () => {
  test('SAMEORIGIN where nobody may frame', () =>
    check(marked('X-Frame-Options SAMEORIGIN', 'SAMEORIGIN', 'This project asks for DENY'), deny));
  test("'self' where nobody may frame", () =>
    check(marked(`Content-Security-Policy "frame-ancestors 'self'"`, `"frame-ancestors 'self'"`), deny));
  for (const options of [deny, same]) {
    test(`an allow-list under ${options.settings?.policy ?? ''}`, () =>
      check(
        marked(
          'Content-Security-Policy "frame-ancestors https://p.example"',
          '"frame-ancestors https://p.example"',
        ),
        options,
      ));
  }
  test('the header that decides is marked, not the one that is ignored', () =>
    check(
      `
      server {
          add_header X-Frame-Options SAMEORIGIN always;
          add_header Content-Security-Policy "frame-ancestors 'self' https://p.example" always;
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-weaker
      }
      `,
      same,
    ));
  for (const [line, options] of [
    ['X-Frame-Options DENY', deny],
    ['X-Frame-Options deny', deny],
    [`Content-Security-Policy "frame-ancestors 'none'"`, deny],
    ['X-Frame-Options DENY', same],
    ['X-Frame-Options SAMEORIGIN', same],
    [`Content-Security-Policy "frame-ancestors 'self'"`, same],
    ['X-Frame-Options $xfo', deny],
    ['X-Frame-Options SAMEORIGIN', any],
    [`Content-Security-Policy "frame-ancestors 'self' https://p.example"`, any],
  ] as const) {
    test(`silent: ${line} under ${options.settings?.policy ?? ''}`, () => check(header(line), options));
  }
  test('silent: an open page is another matter', () =>
    check('server { }\n^^^^^^ frame-policy-missing\n', deny));
});

test('the fix sets the policy in place', () =>
  checkFix(
    header("X-Frame-Options 'SAMEORIGIN'"),
    { rule, title: 'Set DENY', safe: false },
    header("X-Frame-Options 'DENY'"),
    { ...deny, changes: ['server (listen 80)'] },
  ));
