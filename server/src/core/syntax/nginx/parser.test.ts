import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyChanges } from '../../engine/edits.ts';
import type { Uri } from '../../model/place.ts';
import { nginxGrammar } from './directive-table.ts';
import { parseNginx } from './parser.ts';
import type { Directive } from './tree.ts';
import { wordText } from './word.ts';

function parse(text: string): ReturnType<typeof parseNginx> {
  return parseNginx(text, nginxGrammar);
}

/** The tree on one line; `!` marks a directive that is spoilt. */
function outline(text: string): string {
  const show = ({ name, args, body, complete }: Directive): string => {
    const words = [name, ...args].map((word) => wordText(text, word)).join(' ');
    const inside = body && (body.raw ? ` {lua}` : ` {${body.directives.map(show).join(' ')}}`);
    return `${complete ? '' : '!'}${words}${inside ?? ';'}`;
  };
  return parse(text).directives.map(show).join(' ');
}

/** Each problem as `code at first line of its span`. */
function problems(text: string): readonly string[] {
  return parse(text).problems.map(
    ({ code, start, end }) => `${code} at ${text.slice(start, end).split('\n')[0] ?? ''}`,
  );
}

/** The text with the character inserted that each problem asks for. */
function mended(text: string): string {
  const inserted = { 'missing-semicolon': ';', 'missing-open-brace': ' {', 'missing-close-brace': '}\n' };
  const uri = 'test:a' as Uri;
  const changes = parse(text).problems.flatMap(({ code, insertAt }) =>
    insertAt !== undefined && code in inserted
      ? [{ at: { uri, start: insertAt, end: insertAt }, text: inserted[code as keyof typeof inserted] }]
      : [],
  );
  return applyChanges(uri, text, changes);
}

describe('a tree', () => {
  test('has simple directives and blocks, in order, with every word in its place', () => {
    const text = 'user www;\nhttp {\n  server { listen 80; location "/a b" { } }\n}\n';
    assert.equal(outline(text), 'user www; http {server {listen 80; location /a b {}}}');
    const [user, http] = parse(text).directives;
    assert.deepEqual([user?.start, user?.headEnd, user?.end], [0, 8, 9]);
    assert.deepEqual(
      [http?.body?.start, http?.body?.end, http?.body?.closed],
      [text.indexOf('{') + 1, text.lastIndexOf('}'), true],
    );
  });
  test('keeps comments beside the directives', () => {
    const text = '# a\nuser www; # b\n';
    assert.deepEqual(
      parse(text).comments.map(({ start, end }) => text.slice(start, end)),
      ['# a', '# b'],
    );
  });
  test('takes a statement over several lines for one directive, as nginx does', () => {
    const text = 'log_format main "a"\n  "b"\n  "c";\nserver_name a\n  root;\n';
    assert.equal(outline(text), 'log_format main a b c; server_name a root;');
    assert.deepEqual(problems(text), []);
  });
  test('has the Lua of a Lua block as text', () => {
    assert.equal(
      outline('location / { content_by_lua_block { x = {} } }'),
      'location / {content_by_lua_block {lua}}',
    );
  });
  test('of thousands of nested blocks has a bounded depth', () => {
    const text = 'a {'.repeat(50_000) + 'b;' + '}'.repeat(50_000) + 'c;';
    const tree = parse(text);
    assert.deepEqual(tree.problems, []);
    assert.equal(tree.directives.length, 2);
  });
});

describe('a missing semicolon', () => {
  test('is seen at the closing brace (b1, e4)', () => {
    assert.deepEqual(problems('server { listen 80 }'), ['missing-semicolon at listen 80']);
    assert.equal(outline('server { listen 80 } b;'), 'server {!listen 80;} b;');
  });
  test('is seen at the end of the file (b24)', () => {
    assert.deepEqual(problems('user www'), ['missing-semicolon at user www']);
  });
  test('is seen where the next line begins a directive that cannot be an argument', () => {
    const text = 'server {\n  listen 80\n  server_name a;\n  root /x\n  location / { }\n}\n';
    assert.deepEqual(problems(text), ['missing-semicolon at listen 80', 'missing-semicolon at root /x']);
    assert.equal(outline(text), 'server {!listen 80; server_name a; !root /x; location / {}}');
    assert.equal(mended(text), text.replace('80\n', '80;\n').replace('/x\n', '/x;\n'));
  });
  test('is not assumed where nginx takes the next line for arguments', () => {
    assert.deepEqual(problems('server_name a\n  root /x;\n'), []);
    assert.deepEqual(problems('return 404\n  internal;\n'), []);
  });
  test('is not assumed in the lines of a map', () => {
    assert.deepEqual(problems('map $a $b { index\n root\n gzip; }'), []);
  });
});

describe('a missing opening brace', () => {
  test('is seen where the next line begins a directive', () => {
    const text = 'server {\n  location /\n    root /x;\n  }\n  listen 80;\n}\n';
    assert.deepEqual(problems(text), ['missing-open-brace at location /']);
    assert.equal(outline(text), 'server {!location / {root /x;} listen 80;}');
    assert.equal(mended(text), text.replace('/\n', '/ {\n'));
  });
  test('is seen for a server, which is also a directive of upstream', () => {
    const text = 'http {\n  server\n    listen 80;\n  }\n}\n';
    assert.deepEqual(problems(text), ['missing-open-brace at server']);
    assert.equal(outline(text), 'http {!server {listen 80;}}');
  });

  test('is seen where a line of a map follows', () => {
    const text = 'map $a $b\n  default 0;\n  x 1;\n}\nc d;\n';
    assert.deepEqual(problems(text), ['missing-open-brace at map $a $b']);
    assert.equal(outline(text), '!map $a $b {default 0; x 1;} c d;');
  });
  test('is seen before a closing brace, and in one line', () => {
    assert.equal(outline('events }\nhttp { }'), '!events {} http {}');
    assert.equal(outline('location / return 404; }'), '!location / {return 404;}');
  });
});

describe('a missing closing brace', () => {
  test('is reported at the end of the file for the innermost block (b23)', () => {
    assert.deepEqual(problems('http { server { listen 80; '), ['missing-close-brace at server']);
  });
  test('is found by the indentation of what follows', () => {
    const text = 'server {\n  location /a {\n    root /x;\n  location /b {\n    root /y;\n  }\n}\n';
    assert.deepEqual(problems(text), ['missing-close-brace at location /a']);
    assert.equal(outline(text), 'server {!location /a {root /x;} location /b {root /y;}}');
    assert.equal(mended(text), text.replace('  location /b', '}\n  location /b'));
  });
  test('is found by the indentation of the outer brace', () => {
    const text = 'http {\n  server {\n    location /a {\n      root /x;\n  }\n  server { }\n}\n';
    assert.deepEqual(problems(text), ['missing-close-brace at location /a']);
    assert.equal(outline(text), 'http {server {!location /a {root /x;}} server {}}');
  });
  test('is found where a block cannot stand in another, whatever the indentation', () => {
    const text = 'server {\nlocation / {\nroot /x;\n}\nserver {\nlisten 80;\n}\n';
    assert.deepEqual(problems(text), ['missing-close-brace at server']);
    assert.equal(outline(text), '!server {location / {root /x;}} server {listen 80;}');
  });
  test('is not sought by odd indentation when the braces are all there', () => {
    const text = 'server {\n  location /a {\n    root /x;\n  location /b {\n    root /y;\n  }\n}}\n';
    assert.deepEqual(problems(text), []);
  });
});

describe('what is too much', () => {
  test('a semicolon that ends nothing (b20, b21)', () => {
    assert.deepEqual(problems(';'), ['unexpected-semicolon at ;']);
    assert.deepEqual(problems('a b;;'), ['unexpected-semicolon at ;']);
  });
  test('a brace that opens nothing (b19)', () => {
    assert.deepEqual(problems('{ a b; } c;'), ['unexpected-open-brace at {']);
    assert.equal(outline('{ a b; } c;'), '! {a b;} c;');
  });
  test('a brace that closes nothing (b22)', () => {
    assert.deepEqual(problems('a b; } c;'), ['unexpected-close-brace at }']);
    assert.equal(outline('a b; } c;'), 'a b; c;');
  });
});

describe('a spoilt word', () => {
  test('spoils its directive alone', () => {
    assert.equal(outline('a b; add_header A "x"y; c d;'), 'a b; !add_header A x y; c d;');
    assert.equal(outline('add_header A "x;\nroot /y;\n'), '!add_header A x; root /y;');
  });
  test('hides the semicolon that it swallowed', () => {
    assert.deepEqual(problems('server { add_header A "x"} b;'), ['after-quote at }']);
  });
  test('leaves the directive after a comment that is too long unspoilt', () => {
    assert.equal(outline(`#${'a'.repeat(5000)}\nb c;`), 'b c;');
  });
});
