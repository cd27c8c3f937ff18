import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ENABLED, guard, list, router } from './testing.ts';

const FILE = 'apinto.yaml';

/** The file after the fix whose title begins so: nothing is left to say of it. */
function after(text: string, title: string): string {
  const next = fixed(text, title);
  assert.deepEqual(
    judged(dialect, { [FILE]: next }).map(({ rule, message }) => `${rule}: ${message}`),
    [],
    next,
  );
  return next;
}

function fixed(text: string, title: string): string {
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title));
  assert.ok(fix, fixes.map((each) => each.title).join('; '));
  return mended(fix, { [FILE]: text })[FILE] ?? '';
}

/** What the documents of the file say once this is added in one of them. */
function assertAdded(next: string, text: string, change: (documents: unknown[]) => void): void {
  const before = parseAllDocuments(text).map((document) => document.toJS() as unknown);
  change(before);
  assert.deepEqual(
    parseAllDocuments(next).map((document) => document.toJS() as unknown),
    before,
    next,
  );
}

const CODES = [200, 201, 301, 302, 304, 400, 401, 403, 404, 500, 502, 503, 504];
const CONFIG = { headers: { 'X-Frame-Options': 'SAMEORIGIN' }, match: { code: CODES } };

interface RouterData {
  plugins?: Record<string, unknown>;
}
interface ListData {
  plugins: unknown[];
}

test('at the router, with the plugin that the list has', () => {
  const text = list(ENABLED) + router('{}').replace('plugins:\n  {}\n', '');
  const next = after(text, 'Set X-Frame-Options: SAMEORIGIN on the answers of router shop');
  assert.match(next, /\n {6}match:\n {8}code: \[200, 201, .*504\]\n?$/);
  assertAdded(next, text, (documents) => {
    (documents[1] as RouterData).plugins = { 'frame-guard': { disable: false, config: CONFIG } };
  });
});

test('at the router and in the list, where the list has none to name', () => {
  const gzip = '{id: "eolinker.com:apinto:gzip", name: gzip, status: enable}';
  const text = list(gzip) + router('gzip: {config: {}}');
  const next = after(text, 'Set X-Frame-Options: SAMEORIGIN on the answers of router shop');
  assertAdded(next, text, (documents) => {
    (documents[0] as ListData).plugins.unshift({
      id: 'eolinker.com:apinto:response_rewrite',
      name: 'frame-guard',
      status: 'enable',
    });
    Object.assign((documents[1] as RouterData).plugins ?? {}, {
      'frame-guard': { disable: false, config: CONFIG },
    });
  });
});

test('as the first entry of the list, which acts last and on everything', () => {
  const text = list(ENABLED) + router('{}') + router('{}', 'blog');
  const next = after(text, 'Set X-Frame-Options: SAMEORIGIN on all answers');
  assertAdded(next, text, (documents) => {
    (documents[0] as ListData).plugins.unshift({
      id: 'eolinker.com:apinto:response_rewrite',
      name: 'frame-guard-2',
      status: 'global',
      config: CONFIG,
    });
  });
});

test('in an export, in flow style and with CRLF', () => {
  const text =
    'router:\r\n  - id: a@router\r\n    name: a\r\n    driver: http\r\n    location: /a\r\n    service: up@service\r\n    plugins: {}\r\n';
  const next = after(text, 'Set X-Frame-Options: SAMEORIGIN with the plugin frame-guard');
  assert.equal(/[^\r]\n/.test(next), false);
  assert.match(
    next,
    /plugins: \{frame-guard: \{disable: false, config: \{headers: \{X-Frame-Options: SAMEORIGIN\}/,
  );
});

test('in a router that is JSON', () => {
  const text =
    '{\n  "name": "a",\n  "driver": "http",\n  "location": "/a",\n  "service": "up@service",\n  "plugins": {}\n}\n';
  const next = after(text, 'Set X-Frame-Options: SAMEORIGIN with the plugin frame-guard');
  assert.deepEqual((JSON.parse(next) as RouterData).plugins, {
    'frame-guard': { disable: false, config: CONFIG },
  });
});

test('beside the headers that a plugin of the router sets already', () => {
  const plugin = 'frame-guard: {config: {headers: {X-A: b}, match: {code: [200, 404]}}}';
  const next = after(list(ENABLED) + router(plugin), 'Set X-Frame-Options: SAMEORIGIN on the answers');
  assert.match(next, /headers: \{X-A: b, X-Frame-Options: SAMEORIGIN\}/);
});

test('match.code, match_status_code and the statuses of error pages', () => {
  const bare = router('frame-guard:\n  config:\n    headers: {X-Frame-Options: DENY}');
  assert.match(after(list(ENABLED) + bare, 'Add match.code'), /\n {6}match:\n {8}code: \[200, 201/);
  const only = router(`frame-guard: {config: ${guard('[200]')}}`);
  assert.match(
    after(list(ENABLED) + only, 'Add the statuses of error pages'),
    /code: \[200, 400, 401, 403, 404, 500, 502, 503, 504\]/,
  );
  const block = router(
    'frame-guard:\n  config:\n    headers: {X-Frame-Options: DENY}\n    match:\n      code:\n        - 200',
  );
  assert.match(after(list(ENABLED) + block, 'Add the statuses'), /- 200\n {10}- 400\n {10}- 401\n/);
  const v2 = '{id: "eolinker.com:apinto:response_rewrite_v2", name: v2, status: enable}';
  const match = router(
    'v2: {config: {matches: [{response_rewrite: {body: a, headers: {X-Frame-Options: DENY}}}]}}',
  );
  assert.match(fixed(list(v2) + match, 'Add match_status_code'), /match_status_code: 200/);
});

test('no more statuses where the plugin rewrites more than headers', () => {
  const plugin =
    'frame-guard: {config: {status_code: 418, headers: {X-Frame-Options: DENY}, match: {code: [200]}}}';
  const fixes = judged(dialect, { [FILE]: list(ENABLED) + router(plugin) }).flatMap((each) => each.fixes);
  assert.deepEqual(
    fixes.filter(({ title }) => title.includes('statuses')),
    [],
  );
});

test('the name instead of the id, the right key, the status, the switch', () => {
  const byId = router(`"eolinker.com:apinto:response_rewrite": {config: ${guard()}}`);
  assert.match(after(list(ENABLED) + byId, 'Write frame-guard'), /\n {2}"frame-guard": \{config/);
  const key = router('frame-guard: {config: {Headers: {X-Frame-Options: DENY}, match: {code: [200, 404]}}}');
  assert.match(after(list(ENABLED) + key, 'Write headers'), /\{headers: \{X-Frame/);
  const entry = `{id: "eolinker.com:apinto:response_rewrite", name: g, status: enable, config: ${guard()}}`;
  assert.match(after(list(entry) + router('{}'), 'Set status: global'), /status: global/);
  const off = router(`frame-guard: {disable: true, config: ${guard()}}`);
  assert.match(after(list(ENABLED) + off, 'Set disable: false'), /disable: false/);
});

test('what a router lost comes back without its own plugin', () => {
  const global = `{id: "eolinker.com:apinto:response_rewrite", name: frame-guard, status: global, config: ${guard()}}`;
  const gzip = '{id: "eolinker.com:apinto:gzip", name: gzip, status: enable}';
  const text = list(global, gzip) + router('gzip: {config: {}}\nframe-guard: {disable: true}');
  assert.doesNotMatch(after(text, 'Remove frame-guard'), /disable: true/);
});

test('nothing is written where an anchor shares it', () => {
  const shared = 'frame-guard: &g {config: {headers: {X-Frame-Options: DENY}}}';
  const text = list(ENABLED) + router(shared) + router('{}', 'blog');
  const twice = `${text}---\n- name: a\n  driver: http\n  location: /a\n  service: a@service\n  plugins: &p {frame-guard: {config: {headers: {X-A: b}, match: {code: [200]}}}}\n- name: b\n  driver: http\n  location: /b\n  service: a@service\n  plugins: *p\n`;
  const changes = judged(dialect, { [FILE]: twice })
    .flatMap(({ fixes }) => fixes)
    .flatMap((fix) => fix.changes);
  const start = twice.indexOf('&p');
  const end = twice.indexOf('- name: b');
  assert.deepEqual(
    changes.filter(({ at }) => at.start > start && at.start < end),
    [],
  );
});
