import type { Spec } from './spec.ts';

export const valueSpecs: readonly Spec[] = [
  {
    says: 'a map looks for the text first, in any letter case, then for regexes in order, then for the default',
    http: `map $arg_a $m { default D; ~^x RX; ~*Y$ RY; xy TEXT; \\default WORD; }
      server { @L add_header X $m; return 200; }`,
    asks: {
      'GET /?a=XY': '200 TEXT',
      'GET /?a=xz': '200 RX',
      'GET /?a=Xy': '200 TEXT',
      'GET /?a=ay': '200 RY',
      'GET /?a=default': '200 WORD',
      'GET /': '200 D',
    },
  },
  {
    says: 'a map without a default is empty, and nothing is sent',
    http: `map $arg_a $m { 1 ONE; } server { @L add_header X $m; return 200; }`,
    asks: { 'GET /?a=1': '200 ONE', 'GET /': '200 -' },
  },
  {
    says: 'with `hostnames` a map knows wildcards: the longest head, then the longest tail',
    http: `map $host $m { hostnames; .a.test DOT; *.b.a.test HEAD; www.* TAIL; default D; }
      server { @L add_header X $m; return 200; }`,
    asks: {
      'GET / host=a.test': '200 DOT',
      'GET / host=x.b.a.test': '200 HEAD',
      'GET / host=www.a.test': '200 DOT',
      'GET / host=www.q': '200 TAIL',
      'GET / host=q': '200 D',
    },
  },
  {
    says: 'a map is worked out once for a request, unless it is volatile',
    http: `map $uri $m { default $uri; } map $uri $v { volatile; default $uri; }
      server { @L location /a { set $x $m$v; rewrite ^ /b last; } location /b { add_header X "$m $v"; return 200; } }`,
    asks: { 'GET /a': '200 /a /b' },
  },
  {
    says: 'a map may use what its regex has captured',
    http: `map $arg_a $m { "~^(?<first>.)(.)" "$2$first"; } server { @L add_header X "$m<$first>"; return 200; }`,
    asks: { 'GET /?a=xy': '200 yx<x>', 'GET /?a=x': '200 <>' },
  },
  {
    says: 'geo takes the narrowest network',
    http: `geo $arg_a $g { default D; 10.0.0.0/8 WIDE; 10.1.0.0/16 NARROW; 10.1.2.3 ONE; }
      geo $h { 127.0.0.0/8 HERE; } server { @L add_header X "$g $h"; return 200; }`,
    asks: {
      'GET /?a=10.9.9.9': '200 WIDE HERE',
      'GET /?a=10.1.9.9': '200 NARROW HERE',
      'GET /?a=10.1.2.3': '200 ONE HERE',
      'GET /?a=1.1.1.1': '200 D HERE',
      'GET /?a=x': '200 D HERE',
    },
  },
  {
    says: 'split_clients is a hash of its key',
    http: `split_clients $arg_a $s { 30% A; 30% B; * C; } server { @L add_header X $s; return 200; }`,
    asks: { 'GET /?a=1': '200 A', 'GET /?a=3': '200 B', 'GET /?a=5': '200 B', 'GET /?a=7': '200 C' },
  },
  {
    says: 'a variable that is set somewhere is empty elsewhere',
    http: `server { @L location /a { set $v A; add_header X "<$v>"; return 200; } location /b { add_header X "<$v>"; return 200; } }`,
    asks: { 'GET /a': '200 <A>', 'GET /b': '200 <>' },
  },
  {
    says: 'what is sent can be read once it is written, and stays as it was first read',
    http: `server { @L location /a { add_header X "<$sent_http_y>"; add_header Y 1; return 200; }
      location /b { add_header Y 1; add_header X "<$sent_http_y>"; return 200; }
      location /c { set $e $sent_http_y; add_header Y 1; add_header X "<$sent_http_y>"; return 200; } }`,
    asks: { 'GET /a': '200 <>', 'GET /b': '200 <1>', 'GET /c': '200 <>' },
  },
  {
    says: 'the status can be read while the headers are written, and before that it is zero',
    http: `server { @L location / { set $s $status; add_header X "$s $status" always; } }`,
    asks: { 'GET /a.txt': '200 000 200', 'GET /none': '404 000 404' },
  },
  {
    says: 'nginx says of itself and of the request what it knows',
    http: `server { @L server_name .A.test; add_header X "$host $server_name $scheme $request_method $is_args$args" always; }`,
    asks: {
      'GET /none?a=1 host=B.a.test:81': '404 b.a.test a.test http GET ?a=1',
      'HEAD /none host=a.test': '404 a.test a.test http HEAD ',
    },
  },
  {
    says: 'arguments are found in any letter case and not decoded',
    http: `server { @L add_header X "$arg_a" always; }`,
    asks: { 'GET /none?A=%61&a=2': '404 %61', 'GET /none?aa=1&a': '404 -' },
  },
  {
    says: 'clearing Cache-Control where there is none sends an empty one, and keeps `expires` from sending its own',
    http: `server { @L more_clear_headers Cache-Control; location /e { expires epoch; } }`,
    asks: { 'GET /a.txt # Cache-Control': '200 ', 'GET /a.txt # Expires': '200 -' },
  },
  {
    says: 'expires writes two headers, and a service’s are filled anew',
    http: `server { @L location / { expires max; } location /cc { expires epoch; @U; } }`,
    asks: {
      'GET /a.txt # Expires': '200 Thu, 31 Dec 2037 23:55:55 GMT',
      'GET /a.txt # Cache-Control': '200 max-age=315360000',
      'GET /cc # Cache-Control': '200 no-cache',
      'GET /none # Expires': '404 -',
    },
  },
  {
    says: 'a line with the name of one of nginx’s own stands beside it',
    http: `server { @L server_tokens off; default_type text/plain; add_header Server S; add_header Content-Type text/html; location / { return 200; } }`,
    asks: { 'GET / # Server': '200 nginx|S', 'GET / # Content-Type': '200 text/plain|text/html' },
  },
];
