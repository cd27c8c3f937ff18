import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check as checkAll, lint } from '../../../../../../test/support/check.ts';
import { applyChanges } from '../../../index.ts';

const path = 'conf.d/a.conf';

function check(source: string): Promise<void> {
  return checkAll(source, { rules: ['nginx-syntax'], path });
}

/** The file after the first fix of its first finding, with whether that fix is safe. */
async function mended(text: string): Promise<{ text: string; safe: boolean | undefined }> {
  const { findings, workspace } = await lint({ [path]: text }, { rules: ['nginx-syntax'] });
  const [fix] = findings[0]?.finding.fixes ?? [];
  return { text: applyChanges(workspace.uri(path), text, fix?.changes ?? []), safe: fix?.safe };
}

describe('a fault is reported once, where it is', () => {
  test('a missing semicolon, on the last line of its directive', () =>
    check(`
server {
  listen 80
  ^^^^^^^^^ nginx-syntax: "listen" does not end with ";"
  add_header A
    "b"
    ^^^ nginx-syntax: "add_header" does not end with ";"
}
`));
  test('a missing brace, and one too many', () =>
    check(`
server {
  location /a
  ^^^^^^^^^^^ nginx-syntax: "location" has no "{"
    root /x;
  }
}
}
^ nginx-syntax: closes no block
`));
  test('a block that is never closed', () =>
    check(`
server {
  location /b {
  ^^^^^^^^^^^ nginx-syntax: The block of "location" is never closed
    root /y;
  location /c { }
}
`));
  test('quotes', () =>
    check(`
server {
  add_header A "b always;
               ^^^^^^^^^ nginx-syntax: not closed where its line ends
  add_header B "c"d;
                  ^ nginx-syntax: refuses "d"
  root /x;
}
`));
  test('a semicolon too many', () =>
    check(`
server { listen 80;; }
                   ^ nginx-syntax: ends no directive
`));
  test('a lost opening quote, however much of its line it turns inside out', () =>
    check(`
server {
  add_header CSP default-src 'self'; img-src 'self'; frame-ancestors 'none'" always;
                                                                           ^ nginx-syntax: after a closing quote
}
`));
  test('nothing in a template', () => check(`server { {{ range .Hosts }} listen 80 {{ end }} }`));
});

describe('a fix', () => {
  test('inserts the semicolon, safely', async () => {
    assert.deepEqual(await mended('server {\n  listen 80\n}\n'), {
      text: 'server {\n  listen 80;\n}\n',
      safe: true,
    });
  });
  test('inserts the opening brace', async () => {
    assert.deepEqual(await mended('server {\n  location /\n    root /x;\n  }\n}\n'), {
      text: 'server {\n  location / {\n    root /x;\n  }\n}\n',
      safe: false,
    });
  });
  test('inserts the closing brace, indented, with the line ends of the file', async () => {
    assert.deepEqual(
      await mended('server {\r\n  location / {\r\n    root /x;\r\n  location /b { }\r\n}\r\n'),
      {
        text: 'server {\r\n  location / {\r\n    root /x;\r\n  }\r\n  location /b { }\r\n}\r\n',
        safe: false,
      },
    );
    assert.equal((await mended('server {\n  listen 80;')).text, 'server {\n  listen 80;\n}\n');
  });
  test('deletes what is too much', async () => {
    assert.deepEqual(await mended('server { listen 80;; }\n'), {
      text: 'server { listen 80; }\n',
      safe: true,
    });
    assert.deepEqual(await mended('server { listen 80; }}\n'), {
      text: 'server { listen 80; }\n',
      safe: false,
    });
  });
  test('closes the quote before the semicolon', async () => {
    assert.equal(
      (await mended('server { \n add_header A "b c;\n}\n')).text,
      'server { \n add_header A "b c";\n}\n',
    );
  });
  test('deletes a byte order mark, safely', async () => {
    assert.deepEqual(await mended('\ufeff\nserver { listen 80; }\n'), {
      text: '\nserver { listen 80; }\n',
      safe: true,
    });
  });
});
