/** Stands for ports and folders in a generated configuration until it is started. */
export const PLACE = {
  www: '@WWW@',
  other: '@OTHER@',
  passwords: '@PASSWORDS@',
  first: '@PORT1@',
  second: '@PORT2@',
  /** A server of the same configuration that others proxy to. */
  inside: '@PORT3@',
  /** The harness's own service. */
  outside: '@UP@',
  fastcgi: '@FASTCGI@',
  scgi: '@SCGI@',
  uwsgi: '@UWSGI@',
  /** A server of the same configuration that closes every connection: to others, a bad gateway. */
  dead: '@PORT4@',
} as const;

/** The document root, by path; a trailing slash is a directory. */
export const WWW: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>index</title>',
  'a.txt': 'a\n',
  'b.html': '<!doctype html><title>b</title>',
  'err.html': '<!doctype html><title>error</title>',
  '50x.html': '<!doctype html><title>50x</title>',
  'page.php': '<?php',
  'dir/index.html': '<!doctype html><title>dir</title>',
  'dir/x.txt': 'x\n',
  'dir/sub/a.html': '<!doctype html><title>sub</title>',
  'nodir/': '',
  'img/logo.png': 'png',
  'img/b.png': 'png',
  'deep/a/b/c.txt': 'c\n',
  'a/b.txt': 'ab\n',
  'sp ace.txt': 'space\n',
  'new/x': 'new\n',
};

/** A second root. */
export const OTHER: Readonly<Record<string, string>> = {
  'a.txt': 'other\n',
  'only.html': '<!doctype html><title>only</title>',
  'dir/a.txt': 'a\n',
  'index.txt': 'index\n',
};

export const FRAMING_VALUES = [
  'DENY',
  'SAMEORIGIN',
  'deny',
  'SameOrigin',
  'DENY, SAMEORIGIN',
  'SAMEORIGIN, SAMEORIGIN',
  'ALLOW-FROM https://x.test',
  'ALLOWALL',
  'nonsense',
] as const;

export const POLICIES = [
  "frame-ancestors 'self'",
  "frame-ancestors 'none'",
  "default-src 'self'; frame-ancestors 'self' https://x.test",
  'frame-ancestors *',
  "default-src 'self'",
  'frame-ancestors http://127.0.0.1:*',
  'sandbox allow-scripts; frame-ancestors https://x.test',
] as const;

/** Arguments that conditions and maps ask for, and what requests give them. */
export const ARGUMENTS = ['a', 'b', 'c'] as const;
export const ARGUMENT_VALUES = [
  '1',
  'x',
  '0',
  '00',
  'xyz',
  '',
  'A',
  'x%20y',
  'de',
  '10.1.2.3',
  '127.0.0.1',
  'b?c=d',
] as const;

/** Prefixes of locations, and paths that fall into them. */
export const PREFIXES = [
  '/a',
  '/a/',
  '/a/b',
  '/ab',
  '/b',
  '/b/',
  '/dir',
  '/dir/',
  '/img/',
  '/deep/',
  '/deep/a/',
  '/new',
  '/old/',
  '/x',
  '/p/',
  '/P',
  '/sp ace',
  '/é',
  '/nodir/',
  '/index.html',
  '/a.txt',
  '/err.html',
] as const;

/** Regexes of locations and rewrites, and a path that each matches. */
export const REGEXES: readonly (readonly [pattern: string, example: string])[] = [
  ['\\.txt$', '/a.txt'],
  ['\\.html$', '/dir/index.html'],
  ['\\.PNG$', '/img/logo.png'],
  ['^/a', '/ab/c'],
  ['^/(?<seg>[a-z]+)/(\\w*)', '/dir/x.txt'],
  ['/b', '/a/b.txt'],
  ['^/dir/(.*)$', '/dir/x.txt'],
  ['[xn]', '/nothing'],
  ['\\.(png|php)$', '/page.php'],
  ['^/$', '/'],
  ['^/a{1,2}b?$', '/aab'],
  ['^/old/(?<rest>.*)$', '/old/thing'],
  ['(?i)^/p/(\\d+)', '/P/12'],
  ['^/\\w+\\.htm', '/b.html'],
  ['^/(?!a)', '/zone/x'],
  ['/(a|b)/?$', '/zz/a'],
  ['^/[[:alpha:]]{2,3}/', '/new/x'],
  ['\\.(?:txt|html?)$', '/a.txt'],
];

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const;

/** Server names, and hosts that they take. */
export const SERVER_NAMES: readonly (readonly [name: string, host: string])[] = [
  ['a.test', 'a.test'],
  ['b.test', 'B.Test:81'],
  ['*.a.test', 'x.a.test'],
  ['*.y.a.test', 'x.y.a.test'],
  ['.c.test', 'c.test'],
  ['www.*', 'www.q.w'],
  ['www.a.*', 'www.a.test'],
  ['~^r\\d+\\.test$', 'r12.test'],
  ['~^(?<sub>[a-z]+)\\.n\\.test$', 'foo.n.test'],
  ['~UP', 'group.up'],
  ['""', 'nobody.test'],
  ['_', '_'],
  ['D.test', 'd.test.'],
];
