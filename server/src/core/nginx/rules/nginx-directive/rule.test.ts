import { describe, test } from 'node:test';
import { check as checkAll } from '../../../../../../test/support/check.ts';
import type { Settings } from '../../../index.ts';

/** Fragments stand in `http` unless they say otherwise: `conf.d` is where such files lie. */
function check(source: string, path = 'conf.d/a.conf', settings: Partial<Settings> = {}): Promise<void> {
  return checkAll(source, { rules: ['nginx-directive'], path, settings });
}

describe('a name that nginx does not have', () => {
  test('is an error when it is close to one', () =>
    check(`
server {
  add_headers A b;
  ^^^^^^^^^^^ nginx-directive: It has "add_header".
  Proxy_Pass http://127.0.0.1;
  ^^^^^^^^^^ nginx-directive: It has "proxy_pass".
}
`));
  test('is only mentioned in a fragment, where an unseen module may have it', () =>
    check(`
server { frobnicate_widgets on; }
         ^^^^^^^^^^^^^^^^^^ nginx-directive: unless a module adds it
`));
  test('is an error in a main file that shows no module at work', () =>
    check(
      `
events { }
http { frobnicate_widgets on; }
       ^^^^^^^^^^^^^^^^^^ nginx-directive: nginx has no directive
`,
      'nginx.conf',
    ));
  test('is only mentioned where a module is loaded', () =>
    check(
      `
load_module modules/ngx_http_frobnicate_module.so;
events { }
http { frobnicate_widgets on; }
       ^^^^^^^^^^^^^^^^^^ nginx-directive: unless a module adds it
`,
      'nginx.conf',
    ));
  test('is no matter when it is a known module that has it', () =>
    check(`server { location / { more_set_headers "A: b"; brotli on; } }`));
  test('is a regular expression without quotes when a brace cut it off', () =>
    check(`
server { location ~ ^/a{2}$ { } }
                        ^^^ nginx-directive: Put it in quotes.
`));
  test('is no matter when it is a placeholder', () => check(`server { \${LOCATIONS}; __MORE__; @EXTRA@; }`));
});

describe('a block', () => {
  test('admits only its own directives', () =>
    check(`
server {
  if ($arg_a) {
    add_header A b;
    ^^^^^^^^^^ nginx-directive: may not stand in "if" of a server
  }
  worker_processes 1;
  ^^^^^^^^^^^^^^^^ nginx-directive: It may stand outside all blocks.
  location / {
    if ($arg_a) { add_header A b; }
    limit_except GET { add_header A b; }
                       ^^^^^^^^^^ nginx-directive: may not stand in "limit_except"
  }
}
`));
  test('of data has lines, not directives', () =>
    check(`
map $a $b {
  default add_header;
  hostnames;
  add_header x;
  nonsense;
  ^^^^^^^^ nginx-directive: has two words; nginx refuses 1
  a b c;
  ^^^^^ nginx-directive: has two words; nginx refuses 3
  a { }
  ^ nginx-directive: nginx refuses a block here
}
types { frobnicate; }
`));
  test('of a module that is not known may hold anything', () =>
    check(`
server {
  frobnicate_all { nonsense on; }
  ^^^^^^^^^^^^^^ nginx-directive: unless a module adds it
}
`));
  test('decides among directives of the same name', () =>
    check(`
upstream a { server 127.0.0.1; }
server { server 127.0.0.1; }
         ^^^^^^ nginx-directive: may not stand in "server"
`));
  test('that a fragment stands in may be declared', () =>
    check(`
# gateway-lint: context=http,server,if
add_header A b;
^^^^^^^^^^ nginx-directive: may not stand in "if" of a server
`));
  test('in which braces are missing is not held against its directives', () =>
    check(`
server {
  if ($arg_a) {
  add_header A b;
  location / { }
}
`));
});

describe('the end of a directive', () => {
  test('is a semicolon or a block, never the other', () =>
    check(`
server {
  listen 80 { }
  ^^^^^^ nginx-directive: has no block
  location /;
  ^^^^^^^^ nginx-directive: opens a block
}
`));
});

describe('arguments', () => {
  test('are counted', () =>
    check(`
server {
  root;
  ^^^^ nginx-directive: takes one argument and has 0
  add_header A b always c;
  ^^^^^^^^^^^^^^^^^^^^^^^ nginx-directive: takes two or three arguments and has 4
}
`));
  test('of a switch are on and off, in any case', () =>
    check(`
server {
  sendfile ON;
  gzip yes;
       ^^^ nginx-directive: either "on" or "off"
}
`));
  test('are keywords where only keywords may stand', () =>
    check(`
server {
  listen 80 default_sever;
            ^^^^^^^^^^^^^ nginx-directive: does not take the argument
  add_header X-Frame-Options DENY Always;
                                  ^^^^^^ nginx-directive: does not take the argument
  ssl_protocols TLSv1.2 tlsv1.3 TLSv2;
                                ^^^^^ nginx-directive: does not take the argument
}
`));
  test('have variables that can be read', () =>
    check(`
server {
  add_header A "5$";
               ^^^^ nginx-directive: the name of a variable
  add_header B \${host;
               ^^^^^^ nginx-directive: the "}" after "\${host" is missing
  add_header C "$host \${host}x $1";
}
`));
  test('of if are a condition', () =>
    check(`
server {
  if ($a == "x") { }
     ^^^^^^^^^^^ nginx-directive: "==" is no operator
  if ($a && $b) { }
     ^^^^^^^^^^ nginx-directive: "&&" is no operator
  if ("x") { }
     ^^^^^ nginx-directive: it has to start with a variable
  if ( $a ) { }
  if (!-f $request_filename) { }
  if ($a !~* "^x{2}$") { }
}
`));
  test('that a template fills in are not judged', () => check(`server { gzip \${GZIP}; root \${A} \${B}; }`));
});

describe('a version that is known', () => {
  const version = (text: string): Partial<Settings> => ({ nginx: { version: text } });
  test('has not the directives of later ones', () =>
    check(
      `
server { http2 on; }
         ^^^^^ nginx-directive: came with nginx 1.25.1
`,
      'conf.d/a.conf',
      version('1.22.1'),
    ));
  test('has no more what earlier ones had', () =>
    check(
      `
server { ssl on; }
         ^^^ nginx-directive: is gone since nginx 1.25.1
`,
      'conf.d/a.conf',
      version('1.26.3'),
    ));
  test('has all else', () => check(`server { http2 on; }`, 'conf.d/a.conf', version('1.26.3')));
});

describe('an included file', () => {
  test('is judged in the block that includes it', () =>
    check(`-- nginx.conf --
events { }
http { server { location / { include snippets/a.inc; } } }
-- snippets/a.inc --
proxy_pass http://127.0.0.1;
listen 80;
^^^^^^ nginx-directive: may not stand in "location"
`));
  test('of a map has lines', () =>
    check(`-- nginx.conf --
events { }
http { map $a $b { include snippets/a.inc; } }
-- snippets/a.inc --
frobnicate x;
a b c;
^^^^^ nginx-directive: has two words
`));
});

describe('a main file', () => {
  test('has an events block', () =>
    check(
      `
http { }
^^^^ nginx-directive: has no "events" block
`,
      'nginx.conf',
    ));
});

test('a template is judged but for what is filled in', () =>
  check(`
server {
  {% if tls %}
  listn 443;
  ^^^^^ nginx-directive: It has "listen"
  {% endif %}
  server_name {{ name }};
  {{ directive }} on;
  gzip {{ switch }};
  root {{ root }} {{ index }};
}
`));

describe('a header of headers-more without its quotes', () => {
  test('clears what it names, and is quoted', () =>
    check(`
server {
  more_set_headers X-Frame-Options: DENY;
                   ^^^^^^^^^^^^^^^^^^^^^ nginx-directive: this clears X-Frame-Options and sends nothing
  more_set_headers -s 404 Content-Security-Policy: "frame-ancestors 'none'";
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nginx-directive: this clears Content-Security-Policy
}
`));
  test('is meant where it stands alone, or beside further ones', () =>
    check(`
server {
  more_set_headers X-Frame-Options:;
  more_set_headers "X-Frame-Options: DENY" X-Other:;
  more_set_headers X-One: X-Two: -s 404;
}
`));
});
