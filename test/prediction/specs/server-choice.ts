import type { Spec } from './spec.ts';

export const serverChoice: readonly Spec[] = [
  {
    says: 'an exact name comes before wildcards, those before regexes, whatever the order in the file',
    http: `server { @L server_name ~^www; add_header X REGEX; return 200; }
           server { @L server_name www.*; add_header X TAIL; return 200; }
           server { @L server_name *.a.test; add_header X HEAD; return 200; }
           server { @L server_name www.a.test; add_header X EXACT; return 200; }`,
    asks: {
      'GET / host=www.a.test': '200 EXACT',
      'GET / host=b.a.test': '200 HEAD',
      'GET / host=www.b.test': '200 TAIL',
      'GET / host=www': '200 REGEX',
    },
  },
  {
    says: 'of two wildcards the longer one wins',
    http: `server { @L server_name *.test; add_header X SHORT; return 200; }
           server { @L server_name *.a.test; add_header X LONG; return 200; }`,
    asks: { 'GET / host=b.a.test': '200 LONG', 'GET / host=a.test': '200 SHORT' },
  },
  {
    says: 'a name with a leading dot stands for the bare name and all below it',
    http: `server { @L server_name x; add_header X DEFAULT; return 200; }
           server { @L server_name .a.test; add_header X DOT; return 200; }`,
    asks: {
      'GET / host=a.test': '200 DOT',
      'GET / host=b.a.test': '200 DOT',
      'GET / host=ba.test': '200 DEFAULT',
    },
  },
  {
    says: 'letter case, the port and one trailing dot of a host do not count',
    http: `server { @L server_name x; add_header X DEFAULT; return 200; }
           server { @L server_name A.test; add_header X A; return 200; }`,
    asks: {
      'GET / host=a.TEST': '200 A',
      'GET / host=a.test:81': '200 A',
      'GET / host=a.test.': '200 A',
      'GET / host=a.test..': '400 -',
    },
  },
  {
    says: 'without a match the default server answers, else the first of the socket',
    http: `server { @L server_name a; add_header X FIRST; return 200; }
           server { listen 127.0.0.1:18100 default_server; server_name b; add_header X DEFAULT; return 200; }
           server { @L2 server_name c; add_header X FIRST2; return 200; }
           server { @L2 server_name d; add_header X SECOND2; return 200; }`,
    asks: { 'GET / host=q': '200 DEFAULT', 'GET / host=q port=18101': '200 FIRST2' },
  },
  {
    says: 'a server on all addresses is out of reach where another one names the address',
    http: `server { @L server_name a; add_header X ADDRESS; return 200; }
           server { listen 18100; server_name b; add_header X ALL; return 200; }`,
    asks: { 'GET / host=b': '200 ADDRESS' },
  },
  {
    says: 'a request without a host goes to the server without a name',
    http: `server { @L server_name a; add_header X A; return 200; }
           server { @L add_header X NAMELESS; return 200; }`,
    asks: { 'GET / ver=1.0 nohost': '200 NAMELESS', 'GET / host=q': '200 A' },
  },
  {
    says: 'slashes are merged as the default server says, since the host is not known yet',
    http: `server { @L merge_slashes off; location /a/b { add_header X A; return 200; } }
           server { @L server_name b; location /a/b { add_header X B; return 200; } }`,
    asks: { 'GET /a//b host=b': '404 -', 'GET /a/b host=b': '200 B' },
  },
  {
    says: 'captures of a server name are variables',
    http: `server { @L server_name ~^(?<sub>\\w+)\\.n\\.test$; add_header X "$sub $1"; return 200; }`,
    asks: { 'GET / host=foo.n.test': '200 foo foo' },
  },
  {
    says: 'what is wrong with the request line is answered by the default server, what is wrong later by the chosen one',
    http: `server { @L add_header X DEFAULT always; }
           server { @L server_name b; add_header X B always; }`,
    asks: {
      'GET /%zz host=b': '400 DEFAULT',
      'GET /../x host=b': '400 DEFAULT',
      'TRACE / host=b': '405 B',
      'POST / host=b H:Content-Length=x': '400 B',
    },
  },
];
