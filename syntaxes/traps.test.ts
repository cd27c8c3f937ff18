// Where a grammar for nginx usually goes wrong. The rules are those of ngx_conf_read_token (src/core/ngx_conf_file.c)
// and, inside Lua bodies, of lua-nginx-module's own lexer.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadGrammar, type Tokenize } from './tokenize.ts';

/** The scopes of the token at the first occurrence of `needle`, joined. */
function scopesAt(tokenize: Tokenize, text: string, needle: string): string {
  const at = text.indexOf(needle);
  assert.ok(at >= 0, `"${needle}" is not in the text`);
  return (
    tokenize(text)
      .find((token) => token.start <= at && at < token.end)
      ?.scopes.join(' ') ?? ''
  );
}

describe('the grammar', async () => {
  const tokenize = await loadGrammar();
  const at = (text: string, needle: string): string => scopesAt(tokenize, text, needle);
  /** The text goes on as nginx: the statement that follows it is seen as one. */
  const notDerailed = (text: string, grammar = tokenize): void => {
    const scopes = scopesAt(grammar, `${text}\nnext_statement on;`, 'next_statement');
    assert.equal(scopes, 'meta.directive.nginx support.function.directive.nginx', text);
  };

  test('a hash inside a word is a character, a hash at the start of a word a comment', () => {
    assert.doesNotMatch(at('root /a#b;', '#b'), /comment/);
    assert.match(at('root /a #b;', '#b'), /comment/);
    assert.match(at('listen 80;#b', '#b'), /comment/);
    notDerailed('rewrite ^/a#{ /b#;');
  });

  test('a closing brace inside a word closes nothing; escaped braces are part of the word', () => {
    assert.match(at('return 200 x}y;', '}y'), /string\.unquoted/);
    assert.match(at('location ~ ^/\\d\\{2\\}$ {', '\\{'), /string\.regexp/);
    assert.match(at('location ~ "^/[0-9]{2}$" {', '{2}'), /string\.regexp/);
  });

  test('an unescaped brace ends a bare pattern, as it does for nginx', () => {
    assert.equal(at('location ~ ^/a{2}$ {', '{2'), 'punctuation.section.block.nginx');
  });

  test('the brace after a dollar belongs to the word', () => {
    assert.match(at('return 200 ${host}x;', 'host'), /variable\.other/);
    assert.doesNotMatch(at('rewrite ^/a${ /b;', '{ '), /punctuation\.section/);
  });

  test('a quote inside a word opens nothing', () => {
    assert.doesNotMatch(at("set $a b'c; listen 80;", "'c"), /string/);
    notDerailed(`set $a b"c; set $d it's;`);
  });

  test('an escaped quote does not close, an escaped backslash lets the quote close', () => {
    assert.match(at('add_header A "x \\" y" always;', ' y'), /string\.quoted/);
    assert.match(at('add_header A "x \\\\" always;', 'always'), /support\.constant/);
    notDerailed("add_header A 'it\\'s'; add_header B \"\\\\\";");
  });

  test('a quoted value may span lines and hold any structure', () => {
    notDerailed('add_header A "one;\n} # two {\n" always;');
  });

  test('an unclosed quote runs on, as it does for nginx', () => {
    assert.match(at('add_header A "DENY;\nlisten 80;', 'listen'), /string\.quoted/);
  });

  test('what is glued to a closing quote is marked, a parenthesis excepted', () => {
    assert.match(at('add_header A "x"y;', 'y;'), /invalid\.illegal/);
    assert.doesNotMatch(at('if ($a = "x") { }', ')'), /invalid/);
  });

  test('a missing semicolon before a brace spoils nothing after it', () => {
    notDerailed('server { listen 80 }');
    notDerailed('map $a $b { default 1 }');
  });

  test('a missing or spare brace spoils nothing after it', () => {
    notDerailed('server { location / {');
    notDerailed('} } }');
  });

  test('CR is a blank, and stays in comments', () => {
    assert.match(at('listen 80; # a\r\n', '\r'), /comment/);
    assert.equal(
      at('server {\r\n  listen 80;\r\n}', 'server'),
      'meta.directive.block.nginx storage.type.block.nginx',
    );
    notDerailed('map $a $b {\r\n  default 1;\r\n}\r');
  });

  test('`server` is a block in http and a line in upstream', () => {
    assert.match(at('server {', 'server'), /storage\.type\.block/);
    assert.match(at('server\n{', 'server'), /storage\.type\.block/);
    assert.match(at('server 10.0.0.1:80;', 'server'), /support\.function\.directive/);
  });

  test('the parenthesis that closes a condition is not part of its pattern', () => {
    const text = 'if ($uri ~ ^/(a|b)) {';
    assert.match(at(text, 'b)'), /string\.regexp/);
    assert.equal(at(text, ') {'), 'meta.directive.if.nginx punctuation.section.condition.nginx');
    notDerailed('if ($a ~* "[{(]") { }');
  });

  test('lines of a map are data', () => {
    assert.match(at('map $a $b { add_header 1; }', 'add_header'), /support\.type\.property-name/);
    notDerailed('map "${a}" ${b} { ~^x#{1} 1; }');
    notDerailed('types { }');
  });

  test('plain values are no strings, or the editor would not suggest any', () => {
    assert.doesNotMatch(at('add_header X-Frame-Options DENY always;', 'DENY'), /string/);
  });

  test('comments to the linter stand out, other words do not', () => {
    const comment = '# gateway-lint-disable-next-line frame-policy-missing -- why';
    assert.match(at(comment, 'gateway-lint'), /^comment\S* meta\.linter-comment\.nginx keyword\.other/);
    assert.match(at(comment, 'frame-policy'), /constant\.other\.rule/);
    assert.match(at('# gateway-lint: context=http', 'context'), /variable\.parameter/);
    assert.doesNotMatch(at('# gateway-linter', 'gateway'), /linter-comment/);
    assert.doesNotMatch(at('# the gateway-lint: tool', 'gateway'), /linter-comment/);
  });

  describe('a Lua body', () => {
    const bodies = [
      'local s = "}"',
      "local s = '{'",
      'local s = "\\"}"',
      'local s = [[ } ]]',
      'local s = [==[ ]] } ]==]',
      '-- }',
      '  -- it\'s "}',
      '--[[ }\n } ]]',
      '--[==[ ]] }\n ]==]',
      'local t = { a = { b = {} } }',
      'local f = function(a, b) return {} end',
      'local h = "#"; local c = 1 # 2',
      "ngx.say('a', [[\n'}\n]])",
    ];

    for (const body of bodies) {
      test(`ends at its own brace: ${JSON.stringify(body)}`, () => {
        notDerailed(`content_by_lua_block {\n${body}\n}`);
      });
    }

    test('ends there even in an editor without Lua', async () => {
      const withoutLua = await loadGrammar(false);
      for (const body of bodies) notDerailed(`access_by_lua_block {\n${body}\n}`, withoutLua);
    });

    test('is Lua to the editor, and its brace is nginx again', () => {
      const text = 'set_by_lua_block $x { return nil } # end';
      assert.match(at(text, 'return'), /meta\.embedded\.block\.lua keyword\.control\.lua/);
      assert.equal(at(text, '}'), 'meta.directive.lua.nginx punctuation.section.block.end.nginx');
      assert.match(at(text, '# end'), /^comment\.line\.number-sign\.nginx/);
    });

    test('without a brace is no Lua: the older directives take a string', () => {
      notDerailed('content_by_lua \'ngx.say("}")\';');
    });
  });
});
