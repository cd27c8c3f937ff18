// What looks like a policy in Apinto's files and is none, each as a running Apinto has it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ENABLED, guard, list, router } from './testing.ts';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'apinto.yaml': text }), { 'apinto.yaml': text });
}

const NAMED = `frame-guard: {config: ${guard()}}`;
const GLOBAL = `{id: "eolinker.com:apinto:response_rewrite", name: frame-guard, status: global, config: ${guard()}}`;
const STRIP = `{id: "eolinker.com:apinto:response_filter", name: strip, status: global, config: {header_filter_type: black, header_filter: [x-frame-options]}}`;
const V2 = '{id: "eolinker.com:apinto:response_rewrite_v2", name: v2, status: enable}';

test('the first entry of the list acts last', () => {
  assert.deepEqual(findings(list(GLOBAL, STRIP) + router('{}')), []);
  assert.deepEqual(findings(list(STRIP, GLOBAL) + router('{}')), ['frame-policy-removed: x-frame-options']);
});

test('a white list that does not name the header', () => {
  const white = (names: string): string =>
    `{id: "eolinker.com:apinto:response_filter", name: keep, status: global, config: {header_filter_type: white, header_filter: ${names}}}`;
  assert.deepEqual(findings(list(white('[Content-Type]'), GLOBAL) + router('{}')), [
    'frame-policy-removed: header_filter: [Content-Type]',
  ]);
  assert.deepEqual(findings(list(white('[X-FRAME-OPTIONS]'), GLOBAL) + router('{}')), []);
});

test('match.code: empty, out of range, of the wrong type', () => {
  const with_ = (match: string): string =>
    router(`frame-guard: {config: {headers: {X-Frame-Options: DENY}, match: ${match}}}`);
  const found = (match: string): readonly string[] =>
    findings(list(ENABLED) + with_(match)).filter((each) => !each.startsWith('frame-policy-missing'));
  assert.deepEqual(found('{code: []}'), ['frame-policy-unread: config']);
  assert.deepEqual(found('{code: [100, 200]}'), ['frame-policy-unread: 100']);
  assert.deepEqual(found('{code: [200, 599]}'), ['frame-policy-unread: 599']);
  assert.deepEqual(found('{code: 200}'), ['frame-policy-unread: 200']);
  assert.deepEqual(found('{code: ["200", "404"]}'), []);
});

test('successful answers only', () => {
  assert.deepEqual(findings(list(ENABLED) + router(`frame-guard: {config: ${guard('[200]')}}`)), [
    'frame-policy-success-only: X-Frame-Options: DENY',
  ]);
});

test('a guard behind a plugin that refuses requests does not reach its 403', () => {
  const app = '{id: "eolinker.com:apinto:plugin_app", name: app, status: global, config: {}}';
  assert.deepEqual(findings(list(app, GLOBAL) + router('{}')), [
    'frame-policy-success-only: X-Frame-Options: DENY',
  ]);
  const covered = GLOBAL.replace('[200, ', '[200, 403, ');
  assert.deepEqual(findings(list(covered, app) + router('{}')), []);
  assert.equal(findings(list(app, covered) + router('{}')).length, 1);
  assert.deepEqual(findings(list(app, GLOBAL) + router('app: {disable: true}')), []);
});

test('keys are read in one spelling', () => {
  const conf = (config: string): readonly string[] =>
    findings(list(ENABLED) + router(`frame-guard: {config: ${config}}`));
  assert.deepEqual(conf('{Headers: {X-Frame-Options: DENY}, match: {code: [200, 404]}}'), [
    'frame-policy-missing: shop',
    'frame-policy-unread: Headers',
  ]);
  assert.deepEqual(conf('{header: {X-Frame-Options: DENY}, match: {code: [200, 404]}}'), [
    'frame-policy-missing: shop',
    'frame-policy-unread: header',
  ]);
  assert.deepEqual(conf('{headers: {X-Frame-Options: DENY}, Match: {code: [200, 404]}}'), [
    'frame-policy-missing: shop',
    'frame-policy-unread: Match',
  ]);
});

test('headers as a list: the router is refused', () => {
  const items = ['["X-Frame-Options: DENY"]', '[{key: X-Frame-Options, value: DENY}]'];
  for (const headers of items) {
    const plugin = `frame-guard: {config: {headers: ${headers}, match: {code: [200]}}}`;
    assert.deepEqual(findings(list(ENABLED) + router(plugin)), [`frame-policy-unread: ${headers}`]);
  }
});

test('headers as a list in the list of plugins: the whole setting is refused', () => {
  const entry =
    '{id: "eolinker.com:apinto:response_rewrite", name: g, status: global, config: {headers: [a], match: {code: [200]}}}';
  assert.deepEqual(findings(list(entry)), ['frame-policy-unread: [a]']);
});

test('a plugin by its id, or one that the list does not have', () => {
  const byId = router(`"eolinker.com:apinto:response_rewrite": {config: ${guard()}}`);
  assert.deepEqual(findings(list(ENABLED) + byId), [
    'frame-policy-unread: "eolinker.com:apinto:response_rewrite"',
  ]);
  assert.deepEqual(findings(list(ENABLED) + router(`other: {config: ${guard()}}`)), [
    'frame-policy-unread: other',
  ]);
  const mock = '{id: "eolinker.com:apinto:http_mocking", name: mock, status: enable}';
  assert.deepEqual(findings(list(mock) + router('mock: {config: {}}')), ['frame-policy-unread: mock']);
});

test('a global entry that is not valid is not kept, so that a router that names it is refused', () => {
  const entry =
    '{id: "eolinker.com:apinto:response_rewrite", name: frame-guard, status: global, config: {headers: {X-Frame-Options: DENY}}}';
  assert.deepEqual(findings(list(entry) + router(NAMED)), [
    'frame-policy-unread: config',
    'frame-policy-unread: frame-guard',
  ]);
});

test('the status of an entry', () => {
  const entry = (status: string): string => GLOBAL.replace('global', status);
  assert.deepEqual(findings(list(entry('enable')) + router('{}')), [
    'frame-policy-missing: shop',
    'frame-policy-unread: config',
  ]);
  assert.deepEqual(findings(list(entry('disable')) + router(NAMED)), [
    'frame-policy-missing: shop',
    'frame-policy-unread: frame-guard',
  ]);
  // A router that names it needs a config of its own.
  assert.deepEqual(findings(list(entry('enable')) + router('frame-guard: {disable: false}')), [
    'frame-policy-missing: shop',
  ]);
});

test("a router's plugin replaces that of the list as a whole, or switches it off", () => {
  const other = 'frame-guard: {config: {headers: {X-A: b}, match: {code: [200]}}}';
  assert.deepEqual(findings(list(GLOBAL) + router(other)), ['frame-policy-lost: shop']);
  assert.deepEqual(findings(list(GLOBAL) + router('frame-guard: {disable: true}')), [
    'frame-policy-lost: shop',
  ]);
});

test('a template, and a router that replaces its plugin', () => {
  const template = `---\nname: tpl\ndriver: plugin_template\nplugins:\n  ${NAMED}\n`;
  const routed = (plugins: string): string =>
    router(plugins).replace('service:', 'template: tpl@template\nservice:');
  assert.deepEqual(findings(list(ENABLED) + template + routed('{}')), []);
  assert.deepEqual(findings(list(ENABLED) + template + routed('frame-guard: {disable: true}')), [
    'frame-policy-lost: shop',
  ]);
  assert.deepEqual(findings(list(ENABLED) + routed('{}')), ['frame-policy-unresolved: tpl@template']);
});

test('plugins of a service, and the header of a router, are not used', () => {
  const service = `---\nname: up\ndriver: http\nnodes: ["127.0.0.1:80 weight=1"]\nplugins: {frame-guard: {config: ${guard()}}}\n`;
  assert.deepEqual(findings(list(ENABLED) + service + router(NAMED)), ['frame-policy-unread: plugins']);
  const header = router(NAMED).replace('service:', 'header: {X-Frame-Options: DENY}\nservice:');
  assert.deepEqual(findings(list(ENABLED) + header), ['frame-policy-unread: header']);
});

test('response_rewrite_v2 acts on one status and replaces the body', () => {
  const match = (text: string): readonly string[] =>
    findings(list(V2) + router(`v2: {config: {matches: [${text}]}}`));
  assert.deepEqual(match('{response_rewrite: {body: a, headers: {X-Frame-Options: DENY}}}'), [
    'frame-policy-missing: shop',
    'frame-policy-unread: response_rewrite',
  ]);
  assert.deepEqual(
    match('{match_status_code: 200, response_rewrite: {headers: {X-Frame-Options: DENY}}}').filter((each) =>
      each.startsWith('frame-policy-unread'),
    ),
    ['frame-policy-unread: response_rewrite'],
  );
});

test('a filter that does not say what it is does nothing', () => {
  const strip = (type: string): readonly string[] =>
    findings(
      list('{id: "eolinker.com:apinto:response_filter", name: strip, status: enable}', ENABLED) +
        router(`strip: {config: {${type}header_filter: [X-Frame-Options]}}\n${NAMED}`),
    );
  assert.deepEqual(strip(''), ['frame-policy-unread: header_filter']);
  assert.deepEqual(strip('header_filter_type: blacklist, '), ['frame-policy-unread: blacklist']);
});

test('an empty value is sent, and a number is sent as Go prints it', () => {
  const value = (text: string): readonly string[] =>
    findings(
      list(ENABLED) +
        router(`frame-guard: {config: {headers: {X-Frame-Options: ${text}}, match: {code: [200, 404]}}}`),
    );
  assert.deepEqual(value('""'), ['frame-policy-invalid: ""']);
  assert.deepEqual(value('1'), ['frame-policy-invalid: 1']);
  assert.deepEqual(value('ALLOW-FROM https://a.example'), [
    'frame-policy-obsolete: ALLOW-FROM https://a.example',
  ]);
  assert.deepEqual(value('"${xfo@default}"'), []);
});

test('a name with its colon is another header', () => {
  const text = router(
    'frame-guard: {config: {headers: {"X-Frame-Options:": DENY}, match: {code: [200, 404]}}}',
  );
  assert.deepEqual(findings(list(ENABLED) + text), ['frame-policy-misspelled: "X-Frame-Options:"']);
});

test('where no page is answered nothing is missing', () => {
  assert.deepEqual(findings(list(ENABLED) + router('{}').replace('driver: http', 'driver: grpc')), []);
  assert.deepEqual(findings(list(ENABLED) + router('{}').replace('service: shop@service\n', '')), []);
  assert.deepEqual(findings(list(ENABLED) + router('{}').replace('service:', 'disable: true\nservice:')), []);
});

test('a config beside the plugin instead of under config', () => {
  assert.deepEqual(findings(list(ENABLED) + router(`frame-guard: ${guard()}`)), [
    'frame-policy-missing: shop',
    'frame-policy-unread: headers',
  ]);
});

test('a plugin that nobody knows may do anything', () => {
  assert.deepEqual(findings(router('acme: {config: {mode: strict}}')), ['frame-policy-unresolved: acme']);
});

test('a plugin of somebody else in the list makes nothing certain', () => {
  const script = '{id: "acme.example:apinto:script", name: script, status: global, config: {}}';
  assert.deepEqual(findings(list(ENABLED, script) + router('{}')), []);
});

test('what a template fills in is never missing or refused', () => {
  const holes = [
    'frame-guard: {config: {headers: {X-Frame-Options: "{{ .Values.frame }}"}, match: {code: [200, 404]}}}',
    'frame-guard: {config: {headers: {X-Frame-Options: DENY}, match: {code: ["{{ code }}", 404]}}}',
    'frame-guard: {config: "{{ config }}"}',
  ];
  assert.deepEqual(findings(list(ENABLED) + router('{}').replace('  {}', '  "{{ plugins }}"')), []);
  for (const plugin of holes)
    assert.deepEqual(
      findings(list(ENABLED) + router(plugin)).filter(
        (each) => !each.startsWith('frame-policy-success-only'),
      ),
      [],
      plugin,
    );
});

test('of two gateways in one workspace each has its own list', () => {
  const files = {
    'dev/plugins.yaml': list(ENABLED),
    'dev/routers/shop.yaml': router(NAMED),
    'prod/plugins.yaml': list(GLOBAL),
    'prod/routers/blog.yaml': router('{}', 'blog'),
  };
  assert.deepEqual(told(judged(dialect, files), files), []);
});

test('of two routers that are reached in the same way the second is refused', () => {
  const twice = router(NAMED) + router(NAMED).replace('name: shop', 'name: again');
  assert.deepEqual(findings(list(ENABLED) + twice), ['frame-policy-unread: /shop/*']);
  assert.deepEqual(
    findings(list(ENABLED) + twice.replace('name: again', 'name: again\nhost: [a.example]')),
    [],
  );
});

test('the values of a template whose routers are elsewhere', () => {
  const template = (value: string): string =>
    `name: tpl\ndriver: plugin_template\nplugins:\n  ${NAMED.replace('DENY', value)}\n`;
  assert.deepEqual(findings(template('DENYY')), ['frame-policy-invalid: DENYY']);
  assert.deepEqual(findings(template('DENY')), []);
  assert.deepEqual(findings('name: tpl\ndriver: plugin_template\nplugins: {gzip: {config: {}}}\n'), []);
});
