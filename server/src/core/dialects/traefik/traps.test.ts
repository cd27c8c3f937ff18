import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { says, type Files } from './testing/says.ts';

function trap(name: string, files: Files | string, expected: readonly string[]): void {
  test(name, () => {
    assert.deepEqual(says(typeof files === 'string' ? { 'file.yml': files } : files), expected);
  });
}

/** A file with one router and the middlewares given. */
function file(middlewares: string, chain = '[m]', router = ''): string {
  return `http:
  routers:
    r:
      rule: PathPrefix(\`/\`)
      middlewares: ${chain}
      service: app
${router}  middlewares:
${middlewares}  services:
    app: {loadBalancer: {servers: [{url: "http://10.0.0.7:8080"}]}}
`;
}

const DENY = '    m: {headers: {frameDeny: true}}\n';

describe('what makes Traefik drop a whole file', () => {
  const rejected = (options: string): string => file(`    m:\n      headers:\n${options}`);
  trap('an option in snake case', rejected('        frame_deny: true\n'), [
    'frame-policy-unread: frame_deny',
  ]);
  trap('an option that does not exist', rejected('        frameOptions: DENY\n'), [
    'frame-policy-unread: frameOptions',
  ]);
  trap('the options without headers', file('    m:\n      frameDeny: true\n'), [
    'frame-policy-unread: frameDeny',
  ]);
  trap('middleware instead of middlewares', file(DENY, '[m]', '      middleware: [m]\n'), [
    'frame-policy-unread: middleware',
  ]);
  trap(
    'an error in a middleware that nobody uses',
    file(`${DENY}    other: {headers: {frame_deny: true}}\n`),
    ['frame-policy-unread: frame_deny'],
  );
  trap('an empty map', file('    m: {headers: {}}\n'), ['frame-policy-unread: headers']);
  trap(
    'a header without a value and nothing else',
    rejected('        customResponseHeaders:\n          X-Frame-Options:\n'),
    ['frame-policy-unread: customResponseHeaders'],
  );
  trap('one text for many headers', rejected('        customResponseHeaders: "X-Frame-Options:DENY"\n'), [
    'frame-policy-unread: "X-Frame-Options:DENY"',
  ]);
  trap('a list of texts', rejected('        customResponseHeaders: ["X-Frame-Options: DENY"]\n'), [
    'frame-policy-unread: ["X-Frame-Options: DENY"]',
  ]);
  trap('a map for one value', rejected('        customFrameOptionsValue: {value: DENY}\n'), [
    'frame-policy-unread: {value: DENY}',
  ]);
  trap('a key twice', rejected('        frameDeny: true\n        frameDeny: true\n'), [
    'frame-policy-unread: frameDeny',
  ]);
  trap('a tab', rejected('\tframeDeny: true\n'), ['frame-policy-unread: \t']);
});

describe('values that are taken and come out otherwise', () => {
  const taken = (options: string): string => file(`    m:\n      headers:\n${options}`);
  trap('a list for one value', taken('        customFrameOptionsValue: [DENY]\n'), [
    'frame-policy-invalid: [DENY]',
    'frame-policy-unread: [DENY]',
  ]);
  trap(
    'a map for the value of a header',
    taken('        customResponseHeaders: {X-Frame-Options: {value: DENY}}\n'),
    ['frame-policy-missing: r', 'frame-policy-unread: {value: DENY}'],
  );
  trap('a name with a colon', taken('        customResponseHeaders: {"X-Frame-Options:": DENY}\n'), [
    'frame-policy-missing: r',
    'frame-policy-unread: "X-Frame-Options:"',
  ]);
  trap(
    'two spellings with different values',
    taken('        customResponseHeaders: {X-Frame-Options: DENY, x-frame-options: SAMEORIGIN}\n'),
    ['frame-policy-unread: X-Frame-Options: DENY', 'frame-policy-unread: x-frame-options: SAMEORIGIN'],
  );
  trap(
    'frameDeny beside another value',
    taken('        frameDeny: true\n        customFrameOptionsValue: SAMEORIGIN\n'),
    ['frame-policy-unread: frameDeny: true'],
  );
  trap('headers for the service behind', taken('        customRequestHeaders: {X-Frame-Options: DENY}\n'), [
    'frame-policy-request-side: X-Frame-Options',
  ]);
  trap(
    'a policy that only reports',
    taken("        contentSecurityPolicyReportOnly: frame-ancestors 'self'\n"),
    ["frame-policy-report-only: frame-ancestors 'self'"],
  );
  trap('names without case', file('    m: {HEADERS: {framedeny: "1"}}\n'), []);
  trap(
    'a policy over several lines',
    taken(
      "        contentSecurityPolicy: >-\n          default-src 'self';\n          frame-ancestors 'none'\n",
    ),
    [],
  );
  trap('a value from a template', taken('        customFrameOptionsValue: "{{ env `XFO` }}"\n'), []);
  const key = '    k: {plugin: {bouncer: {key: "{{ env "KEY" }}"}}}\n';
  trap('quotes of a template in quotes of YAML', file(`${DENY}${key}`, '[k, m]'), []);
  trap('a router beside such quotes, with no policy', file(key, '[k]'), ['frame-policy-missing: r']);
  trap('values through anchors', `x-h: &h {frameDeny: true}\n${file('    m: {headers: *h}\n')}`, []);
});

describe('a name in two files below the directory of the provider', () => {
  const files = (first: string, second: string): Files => ({
    'traefik.yml':
      'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/rules}}\n',
    [`rules/${first}.yml`]: `http:\n  middlewares:\n${DENY}`,
    [`rules/${second}.yml`]: `http:\n  middlewares:\n${DENY}`,
    'rules/zoo/web.yml': file('    n: {compress: {}}\n', '[m]'),
  });
  trap('the second one is skipped', files('ant/guard', 'zoo/headers'), ['frame-policy-unread: m']);
  trap('copies for several hosts are no doubles', files('ant/guard', 'zoo/guard'), []);
});

describe('middlewares that answer by themselves', () => {
  const auth = '    auth: {basicAuth: {users: ["u:p"]}}\n';
  trap('what stands after them does not reach their answers', file(DENY + auth, '[auth, m]'), [
    'frame-policy-unread: m',
  ]);
  trap('what stands before them does', file(DENY + auth, '[m, auth]'), []);
});

describe('what takes a router off', () => {
  trap('two kinds in one middleware', file('    m: {headers: {frameDeny: true}, compress: {}}\n'), [
    'frame-policy-unread: m',
  ]);
  trap('nothing but frameDeny: false', file('    m: {headers: {frameDeny: false}}\n'), [
    'frame-policy-unread: m',
  ]);
  trap('an empty middleware', file('    m: {}\n'), ['frame-policy-unread: m']);
  trap('a name in another case', file(DENY, '[M]'), ['frame-policy-unread: M']);
  trap('a provider in another case', file(DENY, '["m@File"]'), ['frame-policy-unread: "m@File"']);
  trap('a chain that leads to itself', file('    m: {chain: {middlewares: [m]}}\n'), [
    'frame-policy-unread: m',
  ]);
  trap('a chain with a missing member', file('    m: {chain: {middlewares: [nope]}}\n'), [
    'frame-policy-unread: nope',
  ]);
  trap('a rule of version 2', file(DENY).replace('PathPrefix(`/`)', 'Host(`a.example`, `b.example`)'), [
    'frame-policy-unread: Host(`a.example`, `b.example`)',
  ]);
  trap('a matcher that does not exist', file(DENY).replace('PathPrefix', 'Prefix'), [
    'frame-policy-unread: Prefix(`/`)',
  ]);
  trap(
    'a broken expression in another middleware of the chain',
    file(`${DENY}    x: {redirectRegex: {regex: "(?=a)", replacement: x}}\n`, '[m, x]'),
    ['frame-policy-unread: x'],
  );
});

describe('files that belong together', () => {
  const STATIC = `entryPoints:
  web:
    address: ":80"
    http:
      middlewares: [guard@file]
providers:
  file:
    filename: /etc/traefik/dynamic.yml
`;
  const guard = '    guard: {headers: {frameDeny: true}}\n';
  trap(
    'the entry point protects all of its routers',
    { 'traefik.yml': STATIC, 'dynamic.yml': file(guard, '[]') },
    [],
  );
  trap(
    'the entry point overrules a router',
    {
      'traefik.yml': STATIC,
      'dynamic.yml': file(`${guard}    same: {headers: {customFrameOptionsValue: SAMEORIGIN}}\n`, '[same]'),
    },
    ['frame-policy-unread: same'],
  );
  trap(
    'a middleware of the entry point that does not exist takes every router off',
    { 'traefik.yml': STATIC, 'dynamic.yml': file(DENY) },
    ['frame-policy-unread: guard@file'],
  );
  trap(
    'routers in the static file are dead',
    {
      'traefik.yml': `${STATIC}http:\n  routers:\n    y: {rule: "PathPrefix(\`/\`)", service: app}\n`,
      'dynamic.yml': file(guard),
    },
    ['frame-policy-unread: http', 'frame-policy-unread: m'],
  );
  trap(
    'a misspelled option of an entry point keeps Traefik from starting',
    { 'traefik.yml': STATIC.replace('middlewares', 'middleware'), 'dynamic.yml': file(DENY) },
    ['frame-policy-unread: middleware'],
  );
  trap(
    'an entry point that does not exist',
    { 'traefik.yml': STATIC, 'dynamic.yml': file(guard, '[]', '      entryPoints: [nope]\n') },
    ['frame-policy-unread: nope'],
  );
  trap(
    'a middleware in another file of the provider',
    {
      'dynamic.yml': file('    other: {compress: {}}\n', '[shared]').replace(/ {2}middlewares:\n.*\n/, ''),
      'more.yml': 'http:\n  middlewares:\n    shared: {headers: {frameDeny: true}}\n',
    },
    [],
  );
  trap(
    'a middleware that stands somewhere else',
    `http:\n  routers:\n    r: {rule: "PathPrefix(\`/\`)", middlewares: ["sec@consulcatalog"], service: app}\n`,
    ['frame-policy-unresolved: "sec@consulcatalog"'],
  );
  trap(
    'two files of a directory declare one router',
    {
      'traefik.yml': STATIC.replace('filename: /etc/traefik/dynamic.yml', 'directory: /etc/traefik/conf.d'),
      'conf.d/a.yml': file(guard, '[]'),
      'conf.d/b.yml': 'http:\n  routers:\n    r: {rule: "PathPrefix(`/`)", service: app}\n',
    },
    ['frame-policy-unread: r'],
  );
  trap('only the first document is read', `${file(DENY)}---\nhttp: {routers: {}}\n`, [
    'frame-policy-unread: http',
  ]);
  trap(
    'redirects show nothing',
    {
      'traefik.yml': STATIC.replace(
        'middlewares: [guard@file]',
        'redirections: {entryPoint: {to: websecure, scheme: https}}',
      ),
      'dynamic.yml': file(DENY, '[]'),
    },
    [],
  );
  trap(
    'an entry point that the static file beside it lacks',
    {
      'traefik.yml': STATIC,
      'dynamic.yml': file(DENY).replace('service: app', 'service: app\n      entryPoints: [elsewhere]'),
    },
    ['frame-policy-unread: elsewhere'],
  );
  trap(
    'an entry point that another installation lacks',
    {
      'one/traefik.yml': STATIC,
      'two/dynamic.yml': file(DENY).replace('service: app', 'service: app\n      entryPoints: [elsewhere]'),
    },
    [],
  );
  trap(
    'a router without a service',
    {
      'traefik.yml':
        'entryPoints: {web: {address: ":80"}}\nproviders: {file: {filename: /etc/traefik/dynamic.yml}}\n',
      'dynamic.yml':
        'http:\n  routers:\n    bare: {rule: "PathPrefix(`/`)"}\n    none: {rule: "PathPrefix(`/`)", service: null}\n',
    },
    ['frame-policy-unread: bare', 'frame-policy-unread: none'],
  );
  trap(
    'a router of Traefik itself',
    `http:\n  routers:\n    p: {rule: "Path(\`/ping\`)", service: ping@internal}\n`,
    [],
  );
  trap(
    'the dashboard is a page',
    `http:\n  routers:\n    d: {rule: "PathPrefix(\`/\`)", service: api@internal}\n`,
    ['frame-policy-missing: d'],
  );
  trap('gRPC is no page', file(DENY, '[]').replace('http://10', 'h2c://10'), []);
});

describe('several hosts in one repository, each with a Traefik of its own version', () => {
  const traefik = (version: string): string =>
    `services:\n  traefik:\n    image: traefik:${version}\n    command: [--providers.docker=true]\n`;
  const app = (rule: string): string => `services:
  app:
    image: example/app
    labels:
      - traefik.http.middlewares.guard.headers.framedeny=true
      - traefik.http.routers.app.middlewares=guard
      - traefik.http.routers.app.rule=${rule}
`;
  const hosts = (rule: string): Files => ({
    'attic/compose.yml': traefik('v2.11'),
    'cellar/compose.yml': traefik('v3.1'),
    'cellar/app.yml': app(rule),
  });
  trap('a rule is read as the Traefik of its folder reads it', hosts('Header(`X-Key`, `k`)'), []);
  trap('and a rule that only another host reads is off', hosts('Headers(`X-Key`, `k`)'), [
    'frame-policy-unread: Headers(`X-Key`, `k`)',
  ]);
});
