import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lowered, scopesAsText } from './testing/lowered.ts';

/** Compares the scopes of a server, or of what stands in http; the answers are another test's matter. */
function scopes(name: string, http: string, expected: string): void {
  test(name, () => {
    const text = scopesAsText(lowered(`events { }\nhttp { ${http} }`)).replace(
      /: .*$/gm,
      (tail, at: number, all: string) =>
        all.slice(all.lastIndexOf('\n', at) + 1, at).startsWith(' ') ? tail : '',
    );
    assert.equal(text, expected.replace(/^\n/, '').replace(/^ {6}/gm, ''));
  });
}

describe('ngx_http_headers_merge_conf: own lines, or those of the level around', () => {
  scopes(
    'a level without its own shows the outer ones, at any depth',
    'add_header X-H 1; server { location /a { location /a/b { } } }',
    `
      server
        append X-H: 1 (success)
      server > location /a
        append X-H: 1 (success)
      server > location /a > location /a/b
        append X-H: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'one line of any name drops them all',
    'add_header X-H 1 always; server { add_header X-S ""; location / { } }',
    `
      server
        append X-S: "" (success)
      server > location /
        append X-S: "" (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'the cut is transitive: a grandchild inherits from the cut level',
    'server { add_header X-S 1; location /a { add_header X-A 1; location /a/b { } location /a/c { add_header X-C 1; } } }',
    `
      server
        append X-S: 1 (success)
      server > location /a
        append X-A: 1 (success)
      server > location /a > location /a/b
        append X-A: 1 (success)
      server > location /a > location /a/c
        append X-C: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'order within a level is that of the lines; where the blocks stand does not matter',
    'server { add_header X-1 a; location / { } add_header X-2 b always; }',
    `
      server
        append X-1: a (success)
        append X-2: b
      server > location /
        append X-1: a (success)
        append X-2: b
      `.trimEnd() + '\n',
  );
  scopes(
    'an if in a location is a level; one without header lines is none of its own',
    'server { location / { add_header X-L 1; if ($a) { add_header X-I 1; } if ($b) { set $c 1; } } }',
    `
      server
      server > location /
        append X-L: 1 (success)
      server > location / > if ($a)
        append X-I: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'an if of a server is no level, and limit_except shows its location',
    'server { if ($a) { return 403; } location / { limit_except GET { deny all; } add_header X-L 1; } }',
    `
      server
      server > location /
        append X-L: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'lines that nginx refuses are none: parameter, count',
    'server { add_header X-A b Always; add_header X-B; add_header X-C a always b; add_header X-D d; }',
    `
      server
        append X-D: d (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'the word always, alone, is the value',
    'server { add_header X-A always; }',
    `
      server
        append X-A: always (success)
      `.trimEnd() + '\n',
  );
  scopes(
    "values: quotes and escapes are the lexer's, variables stay unknown",
    String.raw`server { add_header X-A "a \"b\"\;"; add_header X-B a$b-${'${c}'}d; add_header X-C '$1'; add_header X-D "\$x"; }`,
    String.raw`
      server
        append X-A: a "b"\; (success)
        append X-B: a…-…d (success)
        append X-C: … (success)
        append X-D: \… (success)
      `.trimEnd() + '\n',
  );
});

describe('add_header_inherit (1.29.3), evaluated at the level that receives', () => {
  scopes(
    'merge: own lines first, then the outer list; and it is inherited',
    'add_header_inherit merge; add_header X-H 1; server { add_header X-S 1; location / { add_header X-L 1; if ($a) { add_header X-I 1; } } }',
    `
      server
        append X-S: 1 (success)
        append X-H: 1 (success)
      server > location /
        append X-L: 1 (success)
        append X-S: 1 (success)
        append X-H: 1 (success)
      server > location / > if ($a)
        append X-I: 1 (success)
        append X-L: 1 (success)
        append X-S: 1 (success)
        append X-H: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'on, below merge, replaces again',
    'add_header_inherit merge; add_header X-H 1; server { location / { add_header_inherit on; add_header X-L 1; } location /b { add_header_inherit ON; } }',
    `
      server
        append X-H: 1 (success)
      server > location /
        append X-L: 1 (success)
      server > location /b
        append X-H: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'off: the outer list never, and neither for what is inside',
    'add_header X-H 1; server { add_header_inherit off; add_header X-S 1; location / { } location /on { add_header_inherit on; } location /o { add_header X-O 1; } }',
    `
      server
        append X-S: 1 (success)
      server > location /
      server > location /on
        append X-S: 1 (success)
      server > location /o
        append X-O: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'off in http: servers inherit the mode, and so not even its own lines',
    'add_header_inherit off; add_header X-H 1; server { location / { } }',
    `
      server
      server > location /
      `.trimEnd() + '\n',
  );
});

describe('modules whose filters run before add_header', () => {
  scopes(
    'headers-more: outer levels first, never replaced, and add_header comes after',
    `more_set_headers "X-F: H"; server { add_header X-F A; location / { add_header X-G 1; more_set_headers "X-F: L"; more_clear_headers X-Z; } }`,
    `
      server
        set X-F: H
        append X-F: A (success)
      server > location /
        set X-F: H
        set X-F: L
        remove X-Z
        append X-G: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'headers-more: how a header and the options are written',
    `server { more_set_headers -s "404 500" -t text/html "A: 1" "B : 2" "C 3" "D:" E; more_set_headers "X-Frame-*: W" 'Q: "a"'; more_set_headers -a "L: 1"; more_clear_headers "X-*" Y; }`,
    `
      server
        set A: 1 (404 500, of type text/html)
        set B: 2 (404 500, of type text/html)
        set C: 3 (404 500, of type text/html)
        remove D (404 500, of type text/html)
        remove E (404 500, of type text/html)
        set x-frame-*: W
        set Q: "a"
        append L: 1
        remove x-*
        remove Y
      `.trimEnd() + '\n',
  );
  scopes(
    'an if with headers-more alone is a level too',
    'server { location / { add_header X-L 1; if ($a) { more_set_headers "X-I: 1"; } } }',
    `
      server
      server > location /
        append X-L: 1 (success)
      server > location / > if ($a)
        set X-I: 1
        append X-L: 1 (success)
      `.trimEnd() + '\n',
  );
  scopes(
    'what cannot be read may do anything, or to X-Frame-Options alone',
    'server { header_filter_by_lua_file f.lua; location / { security_headers on; js_header_filter m.f; } }',
    `
      server
        unknown *
      server > location /
        unknown *
        unknown x-frame-options
        unknown *
      `.trimEnd() + '\n',
  );
});

describe('included files are no level', () => {
  test('their directives stand where the include stands, in any depth', () => {
    const site = lowered({
      'nginx.conf': 'events { }\nhttp { include a.conf; server { include b.conf; } }',
      'a.conf': 'add_header X-A 1;',
      'b.conf': 'location / { include c.conf; }\ninclude d.conf;',
      'c.conf': 'add_header X-C 1;',
      'd.conf': 'add_header X-D 1;',
    });
    assert.equal(
      scopesAsText(site),
      'server: no answer\n  append X-D: 1 (success)\nserver > location /: content 200, canned 404 403 500\n  append X-C: 1 (success)\n',
    );
  });
  test('a file that includes itself, directly or not, ends there', () => {
    const site = lowered({
      'nginx.conf': 'events { }\nhttp { server { include a.conf; } }',
      'a.conf': 'add_header X-A 1; include a.conf; include b.conf;',
      'b.conf': 'add_header X-B 1; include a.conf;',
    });
    assert.deepEqual(
      site.scopes[0]?.ops.map(({ spelling }) => spelling),
      ['X-A', 'X-B'],
    );
  });
  test('a block in a file that two servers include is a level in each', () => {
    const site = lowered({
      'nginx.conf':
        'events { }\nhttp { server { add_header X-1 1; include l.conf; } server { add_header X-2 1; include l.conf; } }',
      'l.conf': 'location / { }',
    });
    assert.deepEqual(
      site.scopes.map(({ ops }) => ops.map(({ spelling }) => spelling)),
      [['X-1'], ['X-1'], ['X-2'], ['X-2']],
    );
    assert.equal(new Set(site.scopes.map(({ path }) => path[0].id)).size, 4);
  });
});
