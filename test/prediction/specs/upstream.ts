import type { Spec } from './spec.ts';

export const upstreamSpecs: readonly Spec[] = [
  {
    says: 'a service’s lines come first, and add_header replaces none of them',
    http: `server { @L location / { add_header X-Frame-Options L; @U; } }`,
    asks: { 'GET /two # X-Frame-Options': '200 UP1|UP2|L', 'GET /404 # X-Frame-Options': '404 UP' },
  },
  {
    says: 'a hide list of a level replaces that of the level around, a pass beats a hide anywhere',
    http: `server { @L proxy_hide_header X-Frame-Options;
      location / { @U; } location /o { proxy_hide_header X-Other; @U/; } location /p { proxy_pass_header X-Frame-Options; @U/; } }`,
    asks: {
      'GET / # X-Frame-Options': '200 -',
      'GET /o # X-Frame-Options': '200 UP',
      'GET /p # X-Frame-Options': '200 UP',
    },
  },
  {
    says: 'a hidden header can still be read',
    http: `server { @L location / { proxy_hide_header X-Frame-Options; add_header X $upstream_http_x_frame_options; @U; } }`,
    asks: { 'GET /': '200 UP' },
  },
  {
    says: 'an intercepted error is nginx’s own, and the service’s answer stays readable',
    http: `server { @L proxy_intercept_errors on; error_page 404 = /e; location / { @U; }
      location /e { add_header X "$upstream_status $upstream_http_x_frame_options"; return 200; } }`,
    asks: { 'GET /404': '200 404 UP', 'GET /500': '500 -', 'GET /404 # X-Frame-Options': '200 -' },
  },
  {
    says: 'X-Accel-Redirect keeps a few headers, and the type of the service',
    http: `server { @L location / { @U; } location /acc/ { internal; alias @WWW/; add_header X $sent_http_content_type; } }`,
    asks: {
      'GET /accel': '200 text/html',
      'GET /accel # Set-Cookie': '200 c=1',
      'GET /accel # X-Frame-Options': '200 -',
    },
  },
  {
    says: 'the uri of proxy_pass replaces the name of the location, unless the path was rewritten on the spot',
    http: `server { @L location /a/ { proxy_pass http://127.0.0.1:18190/; } location /b/ { rewrite ^/b/r /two break; proxy_pass http://127.0.0.1:18190/404/; }
      location /c/ { proxy_pass http://127.0.0.1:18190$request_uri; } }`,
    asks: {
      'GET /a/two # X-Frame-Options': '200 UP1|UP2',
      'GET /b/x # X-Frame-Options': '404 UP',
      'GET /b/r # X-Frame-Options': '200 UP1|UP2',
      'GET /c/ # X-Frame-Options': '200 UP',
    },
  },
  {
    says: 'a service that hangs up is a bad gateway',
    http: `server { @L add_header X S always; location / { proxy_pass http://127.0.0.1:18191; } }
           server { listen 127.0.0.1:18191; return 444; }`,
    asks: { 'GET /': '502 S' },
  },
  {
    says: 'a true `if` keeps its location’s service, and one that brings a service leaves its handler behind',
    http: `server { @L add_header X S always; location / { @U; if ($arg_i) { set $x 1; } }
      location /b { if ($arg_i) { @U; } if ($arg_j) { set $x 1; } } }`,
    asks: {
      'GET /two?i=1 # X-Frame-Options': '200 UP1|UP2',
      'GET /b?i=1': '200 S',
      'GET /b?i=1&j=1': '500 S',
    },
  },
  {
    says: 'blanks around a service’s value are not passed on, and a variable of one nginx means nothing to the other',
    http: `server { @L location / { proxy_pass http://127.0.0.1:18191; add_header X "<$upstream_http_y>"; } }
           server { listen 127.0.0.1:18191; add_header Y " a $arg_none "; add_header Z $request_uri; return 200; }`,
    asks: { 'GET /q': '200 <a>', 'GET /q # Z': '200 /q' },
  },
  {
    says: 'the service sees what proxy_set_header and proxy_method say',
    http: `server { @L location / { proxy_set_header Host h.test; proxy_set_header X-In $arg_a; proxy_method POST; proxy_pass http://127.0.0.1:18191; } }
           server { listen 127.0.0.1:18191; add_header X "$host $http_x_in $request_method $server_protocol"; return 200; }`,
    nginx: '<1.29.7',
    asks: { 'GET /?a=1': '200 h.test 1 POST HTTP/1.0' },
  },
];
