import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lex } from './lexer.ts';
import { TokenKind, tokenTexts } from './tokens.ts';
import { wordText } from './word.ts';

// The facts about ngx_conf_read_token below were measured on nginx 1.22.1 and 1.31.5; the ids in the titles are those
// of the measured cases.

const quotes = new Map<number | undefined, '' | '"' | "'">([
  [TokenKind.word, ''],
  [TokenKind.doubleQuoted, '"'],
  [TokenKind.singleQuoted, "'"],
]);

/** The tokens without white space and comments: marks as they are, words as nginx reads them, in brackets. */
function tokens(text: string): string {
  const stream = lex(text);
  const texts = tokenTexts(stream);
  assert.equal(texts.join(''), text);
  let start = 0;
  const shown: string[] = [];
  texts.forEach((token, i) => {
    const end = start + token.length;
    const kind = stream.kinds[i];
    const quote = quotes.get(kind);
    if (quote !== undefined) shown.push(`[${wordText(text, { start, end, quote })}]`);
    else if (kind === TokenKind.raw) shown.push(`<${token}>`);
    else if (kind !== TokenKind.space && kind !== TokenKind.comment) shown.push(token);
    start = end;
  });
  return shown.join(' ');
}

/** Each problem as `code at text`. */
function problems(text: string): readonly string[] {
  return lex(text).problems.map(({ code, start, end }) => `${code} at ${text.slice(start, end)}`);
}

function accepted(text: string, expected: string): void {
  assert.equal(tokens(text), expected);
  assert.deepEqual(problems(text), []);
}

describe('white space', () => {
  test('is space, tab, CR and LF', () => {
    accepted('a\tb\r\n c ;', '[a] [b] [c] ;');
  });
  test('is no vertical tab, form feed or no-break space: they are part of words (w4, w5, w6)', () => {
    accepted('add_header\vA b;', '[add_header\vA] [b] ;');
    accepted('add_header\u00a0A b;', '[add_header\u00a0A] [b] ;');
    accepted('a b;\f', '[a] [b] ; [\f]');
  });
  test('is not needed around ";", "{" and "}" (w7, w8)', () => {
    accepted('events{}http{server{listen 80;}}', '[events] { } [http] { [server] { [listen] [80] ; } }');
  });
  test('NUL passes inside words (w9)', () => {
    accepted('a b\0c;', '[a] [b\0c] ;');
  });
});

describe('a comment', () => {
  test('starts only where a word could start (c1, c2, c3, c4)', () => {
    accepted('a x # c ; } {\n;', '[a] [x] ;');
    accepted('a x#y;', '[a] [x#y] ;');
    accepted('a x;# c\n', '[a] [x] ;');
    accepted('location / {# c }\n }', '[location] [/] { }');
  });
  test('ends at LF; a CR alone does not end it (c5)', () => {
    accepted('# comment\rserver { x\n', '');
  });
});

describe('an unquoted word', () => {
  test('ends at white space, ";" or "{" and holds everything else (q3, q4, b2, b3)', () => {
    accepted('a x"y";', '[a] [x"y"] ;');
    accepted('a x"y;', '[a] [x"y] ;');
    accepted('a x};', '[a] [x}] ;');
    accepted('a x}\n;', '[a] [x}] ;');
    accepted("a b'c'd x)y;", "[a] [b'c'd] [x)y] ;");
  });
  test('ends at a brace, as in an unquoted regular expression (b13)', () => {
    accepted('location ~ ^/a{2}$ { }', '[location] [~] [^/a] { [2}$] { }');
  });
  test('does not end at braces right after "$" (b5, b18)', () => {
    accepted('a ${v}x;', '[a] [${v}x] ;');
    assert.equal(tokens('location ~ ^/a${ }'), '[location] [~] [^/a${] }');
    accepted('a $${{b;', '[a] [$${{b] ;');
  });
  test('may hold curly quotes, which are ordinary letters (w11)', () => {
    accepted('add_header X-Frame-Options “DENY”;', '[add_header] [X-Frame-Options] [“DENY”] ;');
  });
});

describe('a quoted word', () => {
  test('ends at the same quote and may hold anything, line breaks too (q5, q12)', () => {
    accepted('a "x;{}#\'y" \'"\';', `[a] [x;{}#'y] ["] ;`);
    accepted('a "x\ny";', '[a] [x\ny] ;');
  });
  test('may be empty, and is a word all the same (q13)', () => {
    accepted('add_header "" x;', '[add_header] [] [x] ;');
  });
  test('may be a name (q14)', () => {
    accepted('"add_header" A x;', '[add_header] [A] [x] ;');
  });
  test('is followed by white space, ";", "{" or ")" (q6, q7, q8)', () => {
    accepted('location "/a"{ }', '[location] [/a] { }');
    accepted('if ($a = "x") { }', '[if] [($a] [=] [x] [)] { }');
    accepted('a "x")y;', '[a] [x] [)y] ;');
  });
  test('is spoilt by anything else after it (q1, q2, q9, q10)', () => {
    assert.deepEqual(problems('a "x"y;'), ['after-quote at y']);
    assert.deepEqual(problems('a "x""y";'), ['after-quote at "']);
    assert.deepEqual(problems('a "x"# c\n;'), ['after-quote at #']);
    assert.deepEqual(problems('a "x"};'), ['after-quote at }']);
  });
  test('that never ends, ends with its line (q11)', () => {
    assert.deepEqual(problems('a "x;\nb c;\n'), ['unclosed-quote at "x']);
    assert.equal(tokens('a "x;\nb c;\n'), '[a] [x] ; [b] [c] ;');
  });
});

describe('a lost quote', () => {
  test('is found although the next quote seems to close it', () => {
    const text = 'a "x;\nb "y" z;\nc "" d;\n';
    assert.deepEqual(problems(text), ['unclosed-quote at "x']);
    assert.equal(tokens(text), '[a] [x] ; [b] [y] [z] ; [c] [] [d] ;');
  });
  test('is found although every later quote looks right, turned inside out', () => {
    const text = 'a "x;\nb " y ";\nc d;\n';
    assert.deepEqual(problems(text), ['unclosed-quote at "x']);
    assert.equal(tokens(text), '[a] [x] ; [b] [ y ] ; [c] [d] ;');
  });
  test('is not sought in a text that nginx accepts', () => {
    accepted('a "x;\n b " y;', '[a] [x;\n b ] [y] ;');
  });
});

describe('a backslash', () => {
  test('takes the meaning from the next character (e1, e2, e3, e4, e5, b15, b16)', () => {
    accepted('a x\\;y;', '[a] [x\\;y] ;');
    accepted('a x\\ y;', '[a] [x\\ y] ;');
    accepted('a x\\\ny;', '[a] [x\\\ny] ;');
    accepted('a \\"x;', '[a] ["x] ;');
    accepted('location ~ ^/a\\{2\\}$ { }', '[location] [~] [^/a\\{2\\}$] { }');
    assert.equal(tokens('a x\\; }'), '[a] [x\\;] }');
  });
  test('translates only quotes, backslashes, t, r and n; every other pair stays (tok.py)', () => {
    accepted(String.raw`a "\"\'\\\t\r\n\.\$\#\{";`, `[a] ["'\\\t\r\n\\.\\$\\#\\{] ;`);
    accepted('add_\\header A x;', '[add_\\header] [A] [x] ;');
  });
  test('at the end of the file is a word', () => {
    assert.equal(tokens('a \\'), '[a] [\\]');
  });
});

describe('the buffer of 4096 bytes', () => {
  const a = (count: number): string => 'a'.repeat(count);
  const tooLong = (text: string): boolean => lex(text).problems.some(({ code }) => code === 'too-long');
  test('holds an unquoted word of 4095 bytes before ";", 4094 before white space (t1, t2)', () => {
    assert.equal(tooLong(`x ${a(4095)};`), false);
    assert.equal(tooLong(`x ${a(4096)};`), true);
    assert.equal(tooLong(`x ${a(4094)} ;`), false);
    assert.equal(tooLong(`x ${a(4095)} ;`), true);
  });
  test('holds a quoted word of 4094 bytes before ";", 4093 before white space (t3, t4)', () => {
    assert.equal(tooLong(`x "${a(4094)}";`), false);
    assert.equal(tooLong(`x "${a(4095)}";`), true);
    assert.equal(tooLong(`x "${a(4093)}" ;`), false);
    assert.equal(tooLong(`x "${a(4094)}" ;`), true);
  });
  test('holds a comment line of 4095 bytes, the sharp included (c7, c9, c10)', () => {
    assert.equal(tooLong(`#${a(4094)}\n`), false);
    assert.equal(tooLong(`#${a(4095)}\n`), true);
  });
  test('counts bytes, not characters', () => {
    assert.equal(tooLong(`x ${'é'.repeat(2047)};`), false);
    assert.equal(tooLong(`x ${'é'.repeat(2048)};`), true);
    assert.equal(tooLong(`x ${'😀'.repeat(1023)};`), false);
    assert.equal(tooLong(`x ${'😀'.repeat(1024)};`), true);
  });
  test('does not limit a directive or the blanks in it (t5)', () => {
    assert.equal(tooLong(`server_name ${'a.example '.repeat(2000)};${' '.repeat(5000)}`), false);
  });
});

describe('a Lua body', () => {
  test('is one token, in which nginx reads nothing (Q04)', () => {
    accepted(
      "content_by_lua_block { a = {'}'} -- }\n } b;",
      "[content_by_lua_block] { < a = {'}'} -- }\n > } [b] ;",
    );
  });
  test('may have arguments before it', () => {
    accepted('set_by_lua_block $x { return "{" }', '[set_by_lua_block] [$x] { < return "{" > }');
  });
  test('knows long brackets and long comments', () => {
    accepted(
      'a_by_lua_block {[[}]] [==[ }]] ]==] --[[ } \n } ]] }',
      '[a_by_lua_block] { <[[}]] [==[ }]] ]==] --[[ } \n } ]] > }',
    );
  });
  test('takes a quote that its line does not close for an ordinary character', () => {
    accepted('a_by_lua_block { -- don\'t\n x = "y\n }', '[a_by_lua_block] { < -- don\'t\n x = "y\n > }');
  });
  test('that never ends is cut at the first brace that stands no deeper than the block', () => {
    const text = '  a_by_lua_block {\n    if x then {\n  }\nb c;';
    assert.deepEqual(problems(text), ['unclosed-raw at {']);
    assert.equal(tokens(text), '[a_by_lua_block] { <\n    if x then {\n  > } [b] [c] ;');
  });
  test('is nothing special for a directive of another name', () => {
    accepted('x { -- }', '[x] { [--] }');
  });
});

test('a byte order mark is a fault, and nothing after it is (w2, w3)', () => {
  assert.deepEqual(problems('\ufeffuser nginx;'), ['byte-order-mark at \ufeff']);
  assert.equal(tokens('\ufeff# x\nuser nginx;'), '[user] [nginx] ;');
});
