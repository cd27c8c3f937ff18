// The pages that people write for Apinto, and what each of them comes to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ENABLED, guard, list, router } from './testing.ts';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'apinto.yaml': text }), { 'apinto.yaml': text });
}

const CODES = '[200, 201, 301, 302, 304, 400, 401, 403, 404, 500, 502, 503, 504]';

test('a router with a guard of its own', () => {
  const text = `name: shop
driver: http
listen: 8099
protocols: [http, https]
location: /shop/*
service: shop@service
plugins:
  frame-guard:
    disable: false
    config:
      headers:
        X-Frame-Options: SAMEORIGIN
      match:
        code: ${CODES}
`;
  assert.deepEqual(findings(text), []);
  assert.deepEqual(findings(`${list(ENABLED)}---\n${text}`), []);
});

test('a first entry of the list of plugins that acts on everything', () => {
  const entry = `- id: eolinker.com:apinto:response_rewrite
  name: frame-guard
  status: global
  config:
    headers: {X-Frame-Options: DENY}
    match: {code: [200, 204, 301, 302, 304, 400, 401, 403, 404, 405, 429, 500, 502, 503, 504]}
`;
  assert.deepEqual(findings(entry), []);
});

test('no match.code: the plugin is dropped without an error', () => {
  const entry = `- id: eolinker.com:apinto:response_rewrite
  name: frame-guard
  status: global
  config:
    headers: {X-Frame-Options: DENY}
`;
  assert.deepEqual(findings(entry), ['frame-policy-unread: config']);
});

test('on the side of the request', () => {
  const text = `name: shop
driver: http
location: /shop/*
service: shop@service
plugins:
  proxy_rewrite:
    config:
      path_type: none
      headers: {X-Frame-Options: DENY}
`;
  assert.deepEqual(findings(text), ['frame-policy-request-side: X-Frame-Options']);
  const params = router('ep: {config: {params: [{name: X-Frame-Options, position: header, value: DENY}]}}');
  const entry = '{id: "eolinker.com:apinto:extra_params", name: ep, status: enable}';
  assert.deepEqual(findings(list(entry) + params), ['frame-policy-request-side: X-Frame-Options']);
});

test('a black list takes the header away', () => {
  const entry = `- id: eolinker.com:apinto:response_filter
  name: strip
  status: global
  config:
    header_filter_type: black
    header_filter: [X-Frame-Options, Server]
`;
  assert.deepEqual(findings(entry), ['frame-policy-removed: X-Frame-Options']);
});

test('an export: the router without a guard', () => {
  const text = `router:
  - id: exported-a@router
    name: exported-a
    driver: http
    listen: 8099
    location: /a/*
    protocols: [http]
    service: up@service
    profession: router
    plugins:
      frame-guard:
        disable: false
        config:
          headers: {X-Frame-Options: DENY}
          match: {code: [200, 404, 504]}
  - id: exported-b@router
    name: exported-b
    driver: http
    listen: 8099
    location: /b/*
    protocols: [http]
    service: up@service
    profession: router
    plugins: {}
`;
  assert.deepEqual(findings(text), ['frame-policy-missing: exported-b']);
});

test("APIPark's plugin.yml: its order is told beside the plugins", () => {
  const text = (sort: string): string => `version: v8
sort: ${sort}
plugin:
  strip: {id: "eolinker.com:apinto:response_filter", name: strip, status: global, config: {header_filter_type: black, header_filter: [X-Frame-Options]}}
  guard: {id: "eolinker.com:apinto:response_rewrite", name: guard, status: global, config: ${guard()}}
`;
  assert.deepEqual(findings(text('[guard, strip]')), []);
  assert.deepEqual(findings(text('[strip, guard]')), ['frame-policy-removed: X-Frame-Options']);
});

const APIPARK = `mysql: {user_name: root, password: secret, ip: 127.0.0.1, port: 3306, db: apipark}
redis:
  user_name: ""
  addr: [127.0.0.1:6379]
port: 8288
error_log: {dir: work/logs, file_name: error.log, log_level: warning, log_expire: 7d, log_period: day}
`.replace(
  /mysql: \{user_name: (.*)\}/,
  (_all, rest: string) => `mysql:\n  user_name: ${rest.replaceAll(', ', '\n  ')}`,
);

const APINTO = `version: 2
client: {listen_urls: ["http://0.0.0.0:9400"]}
gateway: {listen_urls: ["http://0.0.0.0:8099"]}
peer: {listen_urls: ["http://0.0.0.0:9401"]}
`;

test('the files with which APIPark and Apinto start are explained once', () => {
  assert.deepEqual(findings(APIPARK), ['frame-policy-unresolved: mysql']);
  assert.deepEqual(findings(APINTO), ['frame-policy-unresolved: gateway']);
  const compose = 'services:\n  park:\n    image: apipark/apipark:v1.9\n';
  assert.deepEqual(findings(compose), ['frame-policy-unresolved: image']);
  assert.deepEqual(findings(`${compose}  front:\n    image: nginx:1.29\n`), []);
  const both = { 'config.yml': APIPARK, 'compose.yml': compose };
  assert.equal(judged(dialect, both).length, 1);
});

test('a header that is written into them', () => {
  assert.deepEqual(findings(`${APIPARK}headers:\n  X-Frame-Options: DENY\n`), [
    'frame-policy-unread: X-Frame-Options',
  ]);
  assert.deepEqual(findings(`${APINTO}response:\n  - "X-Frame-Options: DENY"\n`), [
    'frame-policy-unread: "X-Frame-Options: DENY"',
  ]);
});

test("APIPark's stock list sets no header of an answer", () => {
  const [found] = judged(dialect, {
    'apinto_plugin.yml': `- {id: "eolinker.com:apinto:access_log", name: access_log, status: global, config: {}}
- {id: "eolinker.com:apinto:plugin_app", name: app, status: global, config: {}}
`,
  });
  assert.equal(found?.rule, 'frame-policy-unresolved');
  assert.equal(found.severity, 'information');
});
