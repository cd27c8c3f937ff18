import type { Spec } from './spec.ts';

export const fileSpecs: readonly Spec[] = [
  {
    says: 'try_files takes the first that is there, as the kind that is asked for',
    http: `server { @L
      location / { add_header X L; try_files $uri $uri/ /err.html; }
      location /dir/ { add_header X DIR; } location = /err.html { add_header X ERR; } }`,
    asks: { 'GET /a.txt': '200 L', 'GET /dir': '301 L', 'GET /none': '200 ERR' },
  },
  {
    says: 'the last of try_files is a status, a named location or a new path with arguments',
    http: `server { @L add_header X "$uri|$args" always;
      location /s { try_files /none =403; } location /n { try_files /none @n; } location @n { return 200; }
      location /p { try_files /none /t?x=$arg_a; } location /t { return 200; } }`,
    asks: { 'GET /s': '403 /s|', 'GET /n?q': '200 /n|q', 'GET /p?a=1': '200 /t|x=1' },
  },
  {
    says: 'a path with a slash at its end is no file',
    http: `server { @L location / { try_files $uri /err.html; add_header X $uri; } }`,
    asks: { 'GET /a.txt/': '200 /err.html' },
  },
  {
    says: 'a true `if` has no try_files',
    http: `server { @L location / { if ($arg_i) { add_header X IF always; } try_files $uri /a.txt; } }`,
    asks: { 'GET /none': '200 -', 'GET /none?i=1': '404 IF' },
  },
  {
    says: 'an alias replaces the name of its location, in a regex location the whole path',
    http: `server { @L add_header X $request_filename;
      location /al/ { alias @WWW/dir/; } location ~ ^/re/(.*) { alias @WWW/$1; } }`,
    asks: { 'GET /al/index.html': '200 @WWW/dir/index.html', 'GET /re/a.txt': '200 @WWW/a.txt' },
  },
  {
    says: 'an alias cannot serve a path that was rewritten on the spot',
    http: `server { @L location /al/ { alias @WWW/; add_header X L always; rewrite ^/al/r /a.txt break; } }`,
    asks: { 'GET /al/a.txt': '200 L', 'GET /al/r': '500 L' },
  },
  {
    says: 'the index is another location’s matter',
    http: `server { @L location / { add_header X L; } location ~ html$ { add_header X HTML; }
      location /nodir/ { add_header X N always; index /a.txt; } location = /a.txt { add_header X TXT; } }`,
    asks: { 'GET /dir/': '200 HTML', 'GET /nodir/': '200 TXT' },
  },
  {
    says: 'a directory without an index is forbidden, listed if that is on, and not there if it is none',
    http: `server { @L add_header X S always; location / { } location /img/ { autoindex on; } }`,
    asks: { 'GET /nodir/': '403 S', 'GET /img/': '200 S', 'GET /none/': '404 S', 'GET /img/none/': '404 S' },
  },
  {
    says: 'files are for GET and HEAD; a POST is refused once the file is found',
    http: `server { @L add_header X S always; }`,
    asks: {
      'HEAD /a.txt': '200 S',
      'POST /a.txt': '405 S',
      'POST /none': '404 S',
      'PUT /a.txt': '405 S',
      'POST /dir': '301 S',
      'POST /nodir/': '403 S',
    },
  },
  {
    says: 'a condition that holds makes a 304, which has no type but is taken for one by headers-more',
    http: `server { @L more_set_headers -t text/html "X: HTML"; more_set_headers -s 304 "Y: 304"; }`,
    asks: {
      'GET /a.txt H:If-Modified-Since=@mtime': '304 HTML',
      'GET /a.txt H:If-Modified-Since=@mtime # Y': '304 304',
      'GET /a.txt H:If-None-Match=* # Y': '304 304',
    },
  },
  {
    says: 'a condition that fails is a 412, also for what has no date',
    http: `server { @L add_header X S always; location /t { return 200 text; } }`,
    asks: {
      'GET /t H:If-Match="q"': '412 S',
      'GET /a.txt H:If-Match="q"': '412 S',
      'GET /a.txt H:If-Match=*': '200 S',
    },
  },
  {
    says: 'a range beyond the end is found out late: the headers are written once more',
    http: `server { @L add_header X A; add_header X B always; }`,
    asks: {
      'GET /a.txt H:Range=bytes=0-0': '206 A|B',
      'GET /a.txt H:Range=bytes=9-': '416 A|B|B',
      'GET /a.txt H:Range=bytes=0-1,0-1': '200 A|B',
    },
  },
];
