import type { Spec } from './spec.ts';

export const rewriteSpecs: readonly Spec[] = [
  {
    says: 'a rewrite looks for a location again, `break` stays',
    http: `server { @L
      location /l { rewrite ^ /a.txt last; add_header X L; }
      location /b { rewrite ^ /a.txt break; add_header X B; }
      location /n { rewrite ^ /a.txt; add_header X N; }
      location = /a.txt { add_header X TXT; } }`,
    asks: { 'GET /l': '200 TXT', 'GET /b': '200 B', 'GET /n': '200 TXT' },
  },
  {
    says: 'without a flag the directives go on, with one they do not',
    http: `server { @L
      location /n { rewrite ^ /x; return 201; }
      location /l { rewrite ^ /x last; return 201; }
      location /x { return 202; } }`,
    asks: { 'GET /n': '201 -', 'GET /l': '202 -' },
  },
  {
    says: 'a replacement that names a scheme redirects, whatever the flag says',
    http: `server { @L add_header X S; rewrite ^/h http://e.test/ last; rewrite ^/p /q permanent; rewrite ^/s $scheme://e; }`,
    asks: { 'GET /h': '302 S', 'GET /p': '301 S', 'GET /s': '302 S' },
  },
  {
    says: 'new arguments come before the old ones, and a last question mark drops the old ones',
    http: `server { @L add_header X $args; rewrite ^/k /t?n=1 last; rewrite ^/d /t?n=1? last; location /t { return 200; } }`,
    asks: { 'GET /k?o=2': '200 n=1&o=2', 'GET /d?o=2': '200 n=1', 'GET /t?o=2': '200 o=2' },
  },
  {
    says: 'only a question mark that is written parts path and arguments',
    http: `server { @L add_header X "$uri|$args"; rewrite ^/q /t/$arg_a last; location /t { return 200; } }`,
    asks: { 'GET /q?a=b?c': '200 /t/b?c|a=b?c' },
  },
  {
    says: 'the last `if` that is true decides the headers, and the location those of an `if` without any',
    http: `server { @L location / { add_header X L; return 200;
      if ($arg_a) { add_header X A; } } location /b { add_header X L;
      if ($arg_a) { add_header X A; } if ($arg_b) { add_header X B; } if ($arg_c) { set $c 1; } return 200; } }`,
    asks: {
      'GET /b': '200 L',
      'GET /b?a=1': '200 A',
      'GET /b?a=1&b=1': '200 B',
      'GET /b?a=1&c=1': '200 L',
      'GET /?a=1': '200 L',
    },
  },
  {
    says: 'a condition is false for nothing and for a single zero',
    http: `server { @L location / { if ($arg_a) { add_header X TRUE; } return 200; } }`,
    asks: { 'GET /?a=0': '200 -', 'GET /?a=00': '200 TRUE', 'GET /?a=': '200 -', 'GET /?a=x': '200 TRUE' },
  },
  {
    says: 'a match that fails takes the captures with it, and a match without groups, too',
    http: `server { @L location / { set $x 1;
      if ($arg_a ~ (.)) { set $x $1; } if ($arg_b ~ (.)) { set $y 1; } add_header X "$x $1"; return 200; }
      location /g { if ($arg_a ~ (.)) { set $y 1; } if ($arg_a ~ .) { set $y 2; } add_header X "<$1>"; return 200; } }`,
    asks: { 'GET /?a=q&b=w': '200 q w', 'GET /?a=q': '200 q ', 'GET /g?a=q': '200 <>' },
  },
  {
    says: 'a group that took no part empties its variable',
    http: `server { @L set $n before; if ($arg_a ~ "^(?<n>x)?.") { set $y 1; } add_header X "<$n>"; return 200; }`,
    asks: { 'GET /?a=xx': '200 <x>', 'GET /?a=yy': '200 <>', 'GET /': '200 <before>' },
  },
  {
    says: 'an `if` of a server answers with the headers of the server',
    http: `server { @L add_header X S always; if ($arg_a) { return 403; } location / { add_header X L always; return 200; } }`,
    asks: { 'GET /?a=1': '403 S', 'GET /': '200 L' },
  },
  {
    says: 'a redirect goes through error_page, a text does not, and neither does a status below 300',
    http: `server { @L error_page 301 404 =200 /e; location /e { add_header X E; return 200; }
      location /r { return 301; } location /t { return 404 text; } location /n { return 404; }
      location /q { return 404 ""; } }`,
    asks: { 'GET /r': '200 E', 'GET /t': '404 -', 'GET /n': '200 E', 'GET /q': '200 E' },
  },
  {
    says: 'nginx has three ways to hang up',
    http: `server { @L location /a { return 444; } location /b { return 499; } location /c { return 408; } }`,
    asks: {
      'GET /a': 'no-response',
      'GET /b': 'no-response',
      'GET /c': 'no-response',
    },
  },
  {
    says: 'ten rewrites, and nginx gives up without looking at error_page',
    http: `server { @L error_page 500 /e; location /e { add_header X E always; return 200; }
      location /l { add_header X L always; rewrite ^ /l; } }`,
    asks: { 'GET /l': '500 L' },
  },
  {
    says: 'a limit_except that holds has no part in the rewrite directives of its location',
    http: `server { @L location / { add_header X L always; limit_except GET { allow all; } return 200; } }`,
    asks: { 'GET /': '200 L', 'DELETE /': '405 L' },
  },
];
