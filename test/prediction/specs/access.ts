import type { Spec } from './spec.ts';

export const accessSpecs: readonly Spec[] = [
  {
    says: 'the first rule that matches decides, and a level with rules has none of the level around',
    http: `server { @L deny all; location /d { } location /a { allow 127.0.0.0/8; deny all; }
      location /e { deny 127.0.0.1; allow all; } location /o { allow 10.0.0.0/8; } }`,
    asks: { 'GET /d': '403 -', 'GET /a': '404 -', 'GET /e': '403 -', 'GET /o': '404 -' },
  },
  {
    says: 'rewrite directives answer before anybody asks who may',
    http: `server { @L deny all; location /r { add_header X R; return 200; } }`,
    asks: { 'GET /r': '200 R' },
  },
  {
    says: 'with `satisfy any` one check that lets in is enough, and a password is asked for rather than refused',
    http: `server { @L auth_basic r; auth_basic_user_file /dev/null; satisfy any;
      location /in { allow all; } location /out { deny all; } }`,
    asks: { 'GET /in': '404 -', 'GET /out': '401 -' },
  },
  {
    says: 'auth_request passes 401 and 403 on, lets in at 2xx, and anything else is a 500',
    http: `server { @L add_header X S always;
      location /a { auth_request /200; } location /b { auth_request /401; } location /c { auth_request /403; }
      location /d { auth_request /302; } location /e { auth_request off; }
      location /200 { return 200; } location /401 { return 401; } location /403 { return 403; } location /302 { return 302; } }`,
    asks: { 'GET /a': '404 S', 'GET /b': '401 S', 'GET /c': '403 S', 'GET /d': '500 S', 'GET /e': '404 S' },
  },
  {
    says: 'an error page of the one who is asked may let in',
    http: `server { @L error_page 401 = @l; location @l { add_header X LOGIN; return 200; }
      location / { auth_request /auth; add_header X L always; } location /auth { return 401; } }`,
    asks: { 'GET /none': '404 L' },
  },
  {
    says: 'who is asked shares the variables: what was worked out for it stays',
    http: `map $uri $m { /auth ASKED; default MAIN; }
      server { @L location / { auth_request /auth; add_header X $m always; }
        location /auth { if ($m) { return 200; } } location /plain { add_header X $m always; } }`,
    asks: { 'GET /none': '404 ASKED', 'GET /plain': '404 MAIN' },
  },
  {
    says: 'auth_request_set reads what the asked service sent',
    http: `server { @L location / { auth_request /auth; auth_request_set $x $upstream_http_x_frame_options;
        add_header X "$x" always; } location = /auth { @U/401; } }`,
    asks: { 'GET /none': '401 UP' },
  },
  {
    says: 'limit_except leaves the named methods alone, and GET stands for HEAD',
    http: `server { @L location / { add_header X L always; limit_except GET { deny all; } } }`,
    asks: { 'GET /a.txt': '200 L', 'HEAD /a.txt': '200 L', 'POST /a.txt': '403 L', 'PUT /a.txt': '403 L' },
  },
  {
    says: 'limit_except is a level: where nothing is inherited, nothing is there',
    nginx: '>=1.29.3',
    http: `server { @L add_header_inherit off; location / { add_header X L always; limit_except GET { deny all; } } }`,
    asks: { 'GET /a.txt': '200 L', 'POST /a.txt': '403 -' },
  },
  {
    says: 'a body that is too large is refused by the location, before its rewrite directives',
    http: `server { @L location / { client_max_body_size 2; add_header X L always; return 200; } }`,
    asks: { 'POST / H:Content-Length=2': '200 L', 'POST / H:Content-Length=3': '413 L' },
  },
];
