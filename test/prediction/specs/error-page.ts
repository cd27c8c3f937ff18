import type { Spec } from './spec.ts';

export const errorPageSpecs: readonly Spec[] = [
  {
    says: 'the page’s location decides the headers, and the error keeps its status',
    http: `server { @L error_page 404 /e; location / { add_header X L always; } location /e { add_header X E always; return 200 e; } }`,
    asks: { 'GET /none': '404 E' },
  },
  {
    says: '=code replaces the status, = takes the page’s own',
    http: `server { @L error_page 404 =203 /e; error_page 403 = /e; location /e { return 201; } location /f { return 403; } }`,
    asks: { 'GET /none': '203 -', 'GET /f': '201 -' },
  },
  {
    says: 'an error of the page itself is answered by nginx, unless pages may follow pages',
    http: `server { @L error_page 404 /gone; error_page 410 /e; location /gone { return 410; } location /e { add_header X E; return 200; }
      location /r { recursive_error_pages on; } }
      server { @L2 recursive_error_pages on; error_page 404 /gone; error_page 410 = /e; location /gone { return 410; }
        location /e { add_header X E; return 200; } }`,
    asks: { 'GET /none': '410 -', 'GET /none port=18101': '200 E' },
  },
  {
    says: 'another site is a redirect at the level of the error',
    http: `server { @L location / { add_header X L; error_page 404 http://e.test/; error_page 403 =301 http://e.test/; } location /f { add_header X F; error_page 403 =301 http://e.test/; return 403; } }`,
    asks: { 'GET /none': '302 L', 'GET /f': '301 F' },
  },
  {
    says: 'a page is got with GET, a named location keeps the method',
    http: `server { @L error_page 403 /e; error_page 410 @n; location /e { add_header X $request_method always; return 200; }
      location @n { add_header X $request_method always; return 200; } location /f { return 403; } location /g { return 410; } }`,
    asks: { 'DELETE /f': '403 GET', 'DELETE /g': '410 DELETE', 'HEAD /f': '403 HEAD' },
  },
  {
    says: 'what the server rewrites, it rewrites again for the page',
    http: `server { @L rewrite ^/e /b; error_page 404 /e; location /b { add_header X B always; return 200; } }`,
    asks: { 'GET /none': '404 B' },
  },
  {
    says: 'a level with pages of its own has none of the level around',
    http: `server { @L error_page 404 /e; location /e { add_header X E always; return 200; }
      location /l { error_page 403 /e; add_header X L always; } }`,
    asks: { 'GET /none': '404 E', 'GET /l': '404 L' },
  },
  {
    says: 'a request line that could not be read has no path for a named location',
    http: `server { @L error_page 400 @n; location @n { add_header X N always; return 200; } }
           server { @L2 error_page 400 /e; location /e { add_header X E always; return 200; } }`,
    asks: { 'GET /%zz': '500 -', 'GET /%zz port=18101': '400 E' },
  },
];
