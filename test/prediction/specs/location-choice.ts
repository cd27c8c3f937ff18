import type { Spec } from './spec.ts';

export const locationChoice: readonly Spec[] = [
  {
    says: 'an exact location first, then regexes in order, then the longest prefix',
    http: `server { @L
      location /a { add_header X PREFIX; return 200; }
      location ~ \\.txt$ { add_header X TXT; return 200; }
      location ~ ^/a/b { add_header X AB; return 200; }
      location = /a/b.txt { add_header X EXACT; return 200; } }`,
    asks: {
      'GET /a/b.txt': '200 EXACT',
      'GET /a/bb.txt': '200 TXT',
      'GET /a/b': '200 AB',
      'GET /a/c': '200 PREFIX',
    },
  },
  {
    says: '^~ keeps the regexes of its own level away, not those of the level around',
    http: `server { @L
      location ~ n$ { add_header X OUTER; return 200; }
      location ^~ /p { add_header X P; return 200; }
      location /q { add_header X Q; return 200; location ^~ /q/i { add_header X QI; return 200; } } }`,
    asks: { 'GET /p/n': '200 P', 'GET /q/i/n': '200 OUTER', 'GET /q/i/': '200 QI' },
  },
  {
    says: 'nested regexes are tried before those of the level around',
    http: `server { @L
      location ~ x { add_header X OUTER; return 200; }
      location /a { add_header X A; return 200; location ~ x$ { add_header X INNER; return 200; } } }`,
    asks: { 'GET /a/x': '200 INNER', 'GET /a/xy': '200 OUTER', 'GET /a/z': '200 A' },
  },
  {
    says: 'the captures of an outer regex stay when a nested one matches, too',
    http: `server { @L location ~ ^/(?<one>\\w+)/ { location ~ /(?<two>\\w+)$ { add_header X "$one $two"; return 200; } } }`,
    asks: { 'GET /a/b': '200 a b' },
  },
  {
    says: 'the path is decoded once, dots are resolved and slashes merged before the choice',
    http: `server { @L location /a/b { add_header X AB; return 200; } location / { add_header X ROOT; return 200; } }`,
    asks: {
      'GET /%61/b': '200 AB',
      'GET /a%2Fb': '200 AB',
      'GET /x/../a/./b': '200 AB',
      'GET //a///b': '200 AB',
      'GET /%2561/b': '200 ROOT',
      'GET /A/b': '200 ROOT',
    },
  },
  {
    says: 'where a location with a slash asks a service, the path without it is redirected, regexes or not',
    http: `server { @L location /a/ { add_header X A; @U; } location ~ ^/a { add_header X REGEX; return 200; } }`,
    asks: { 'GET /a': '301 A', 'GET /a?b=c': '301 A' },
  },
  {
    says: 'an internal location is a 404 from outside, also for what is nested in it',
    http: `server { @L location /i { internal; add_header X I always; location /i/n { add_header X N always; } }
      location /r { rewrite ^ /i/index last; } }`,
    asks: { 'GET /i': '404 I', 'GET /i/n': '404 N', 'GET /r': '404 I' },
  },
  {
    says: 'where no location matches, the server itself serves files',
    http: `server { @L add_header X SERVER always; location /a.tx { return 200; } location /only/ { return 200; } }`,
    asks: { 'GET /err.html': '200 SERVER', 'GET /none': '404 SERVER', 'GET /dir': '301 SERVER' },
  },
];
