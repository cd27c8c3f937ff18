import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { adding, configMap, ingress, server } from './testing.ts';

const FILE = 'web.yaml';

/** The file after the fix whose title begins so: clean, and valid YAML. */
function after(text: string, title: string): string {
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title));
  assert.ok(fix, fixes.map((each) => each.title).join('; '));
  const next = mended(fix, { [FILE]: text })[FILE] ?? '';
  assert.deepEqual(
    judged(dialect, { [FILE]: next }).map(({ rule, message }) => `${rule}: ${message}`),
    [],
    next,
  );
  return next;
}

function data(text: string): readonly unknown[] {
  return parseAllDocuments(text).map((document) => {
    assert.deepEqual(document.errors, []);
    return document.toJS() as unknown;
  });
}

const PASS = '- path: /app\n  action:\n    pass: app';
const PROXY = {
  upstream: 'app',
  responseHeaders: {
    hide: ['X-Frame-Options'],
    add: [{ name: 'X-Frame-Options', value: 'SAMEORIGIN', always: true }],
  },
};

/** What the file says, with one value of an object replaced. */
function expected(
  text: string,
  document: number,
  path: readonly (string | number)[],
  value: unknown,
): unknown {
  const documents = parseAllDocuments(text);
  documents[document]?.setIn(path, value);
  return documents.map((each) => each.toJS() as unknown);
}

test('pass becomes proxy, in block style and with CRLF', () => {
  const text = server(PASS).replaceAll('\n', '\r\n');
  const next = after(text, 'Add X-Frame-Options: SAMEORIGIN to the answers of path /app');
  assert.equal(/[^\r]\n/.test(next), false);
  const [before] = data(text) as [{ spec: { routes: { action: unknown }[] } }];
  const [route] = before.spec.routes;
  if (route !== undefined) route.action = { proxy: PROXY };
  assert.deepEqual(data(next), [before]);
});

test('all routes of an object, the protected ones left alone', () => {
  const text = server(`${PASS}\n- path: /b\n  action: {pass: app}`);
  const next = after(text, 'Add X-Frame-Options: SAMEORIGIN to the answers of all routes of cafe');
  assert.deepEqual(
    (data(next) as [{ spec: { routes: { action: unknown }[] } }])[0].spec.routes.map(({ action }) => action),
    [{ proxy: PROXY }, { proxy: PROXY }],
  );
});

test('one more item of the lists that are there', () => {
  const text = server(
    adding('no-store', '', 'Cache-Control').replace('add:', 'hide: [X-Test]\n        add:'),
  );
  const next = after(text, 'Add X-Frame-Options');
  const path = ['spec', 'routes', 0, 'action', 'proxy', 'responseHeaders'];
  assert.deepEqual(
    data(next),
    expected(text, 0, path, {
      hide: ['X-Test', 'X-Frame-Options'],
      add: [{ name: 'Cache-Control', value: 'no-store' }, PROXY.responseHeaders.add[0]],
    }),
  );
});

test('the headers of what is returned', () => {
  const text = server('- path: /\n  action:\n    return:\n      type: text/html\n      body: hello');
  const next = after(text, 'Add X-Frame-Options');
  const path = ['spec', 'routes', 0, 'action', 'return', 'headers'];
  assert.deepEqual(data(next), expected(text, 0, path, [{ name: 'X-Frame-Options', value: 'SAMEORIGIN' }]));
});

test('JSON stays JSON', () => {
  const text = JSON.stringify(parseAllDocuments(server(PASS))[0]?.toJS());
  const next = after(text, 'Add X-Frame-Options');
  assert.doesNotThrow(() => JSON.parse(next) as unknown);
});

test('always: added, or made true', () => {
  const title = 'Add always: true';
  assert.match(after(server(adding('DENY', '')), title), /value: DENY, always: true\}/);
  assert.match(after(server(adding('DENY', ', always: false')), title), /value: DENY, always: true\}/);
});

test('a service that may send its own is hidden', () => {
  assert.match(
    after(server(adding('SAMEORIGIN')), 'Insert hide X-Frame-Options in path /'),
    /hide:\n? *(?:- |\[)"?X-Frame-Options/,
  );
});

const ALL = configMap('add-header: "X-Frame-Options: DENY: always"');

test('what a route drops is repeated in it', () => {
  const text = ALL + server(adding('no-store', '', 'Cache-Control'));
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  assert.match(after(text, fixes[0]?.title ?? ''), /\{name: X-Frame-Options, value: DENY, always: true\}/);
});

test('the list of the ConfigMap, where one is in use', () => {
  const text = configMap('add-header: "X-Test: a"') + server(PASS).replace('pass: app', 'pass: app');
  const next = after(text, 'Add X-Frame-Options: DENY');
  assert.match(next, /add-header: "X-Test: a, X-Frame-Options: DENY: always"/);
});

const ANNOTATION = 'nginx.org/add-header: "X-Frame-Options: SAMEORIGIN: always"';
const HIDE = 'nginx.org/proxy-hide-headers: X-Frame-Options';

test('two annotations of an Ingress', () => {
  const text = ingress('', 'shop', '- path: /a\n- path: /b');
  const next = after(text, 'Add X-Frame-Options: SAMEORIGIN to the annotations of shop');
  assert.equal(next.replace(`\n    ${ANNOTATION}\n    ${HIDE}`, ''), text);
});

test('an Ingress without annotations', () => {
  const text = `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: nginx.org/ingress-controller}
${ingress('').replace(/ {2}annotations:\n.*\n.*\n/, '')}`;
  const next = after(text, 'Add X-Frame-Options: SAMEORIGIN to the annotations of shop');
  assert.equal(next.replace(`\n  annotations:\n    ${ANNOTATION}\n    ${HIDE}`, ''), text);
});

test('one more entry of the annotations that are there', () => {
  const text = ingress('nginx.org/add-header: "X-Test: a"\nnginx.org/proxy-hide-headers: "X-Test"');
  const next = after(text, 'Add X-Frame-Options');
  assert.match(next, /add-header: "X-Test: a, X-Frame-Options: SAMEORIGIN: always"/);
  assert.match(next, /proxy-hide-headers: "X-Test,X-Frame-Options"/);
});

test('names that the ConfigMap hides are repeated, since the annotation takes its place', () => {
  const text = configMap('proxy-hide-headers: X-Powered-By') + ingress('');
  assert.match(after(text, 'Add X-Frame-Options'), /proxy-hide-headers: "?X-Powered-By,X-Frame-Options/);
});

test('into the snippet, where that is how headers are written', () => {
  const text = ingress('nginx.org/location-snippets: |\n  add_header Cache-Control no-store;');
  const next = after(text, 'Insert add_header X-Frame-Options "SAMEORIGIN" always in the snippet of shop');
  assert.equal(
    next.replace(
      '\n      proxy_hide_header X-Frame-Options;\n      add_header X-Frame-Options SAMEORIGIN always;',
      '',
    ),
    text,
  );
});

test('what the snippet drops of the server is repeated in it', () => {
  const text = ingress(
    'nginx.org/add-header: "X-Frame-Options: DENY: always"\nnginx.org/location-snippets: |\n  add_header Cache-Control no-store;',
  );
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  assert.match(
    after(text, fixes[0]?.title ?? ''),
    /no-store;\n +add_header X-Frame-Options "?DENY"? always;/,
  );
});

test('a server’s snippet of a VirtualServer whose lines are in force', () => {
  const text = server(PASS, 'server-snippets: |\n  add_header Cache-Control no-store;');
  const next = after(text, 'Insert add_header X-Frame-Options "SAMEORIGIN" always in the snippet of cafe');
  assert.match(
    next,
    /no-store;\n {4}proxy_hide_header X-Frame-Options;\n {4}add_header X-Frame-Options SAMEORIGIN always;\n/,
  );
});

test('always in a list and in a snippet', () => {
  const title = 'Add always, so that error pages carry it too';
  assert.match(after(ingress('nginx.org/add-header: "X-Frame-Options: DENY"'), title), /DENY: always"/);
  const text = ingress('nginx.org/server-snippets: |\n  add_header X-Frame-Options DENY;');
  assert.match(after(text, title), /add_header X-Frame-Options DENY always;/);
});

test('a value in a list', () => {
  const text = ingress(
    'nginx.org/add-header: "X-Frame-Options: SAME-ORIGIN: always"\nnginx.org/proxy-hide-headers: X-Frame-Options',
  );
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  assert.match(after(text, fixes[0]?.title ?? ''), /"X-Frame-Options: SAMEORIGIN: always"/);
});

test('a key that does not exist is written as the one that does', () => {
  const text = ingress('nginx.org/location-snippet: |\n  add_header X-Frame-Options DENY always;');
  assert.equal(
    after(text, 'Write nginx.org/location-snippets'),
    text.replace('location-snippet:', 'location-snippets:'),
  );
});

test('nothing is written into an action that an anchor shares', () => {
  const text = server('- path: /a\n  action: &a {pass: app}\n- path: /b\n  action: *a');
  const changes = judged(dialect, { [FILE]: text }).flatMap(({ fixes }) =>
    fixes.flatMap((fix) => fix.changes),
  );
  assert.deepEqual(changes, []);
});
