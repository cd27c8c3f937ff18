import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { judged, mended, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { DENY, ingress, kongPlugin } from './testing.ts';

const FILE = 'web.yaml';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { [FILE]: text }), { [FILE]: text });
}

function says(name: string, text: string, expected: readonly string[]): void {
  test(name, () => {
    assert.deepEqual(findings(text), expected);
  });
}

const SET = `replace: ${DENY}\n  add: ${DENY}`;
const OTHER = 'add: {headers: ["X-Content-Type-Options:nosniff"]}';

describe('examples', () => {
  says('missing', kongPlugin(OTHER) + ingress('hdr'), ['frame-policy-missing: path']);
  says(
    'invalid',
    kongPlugin('add: {headers: ["X-Frame-Options:ALLOW-FROM https://a.example"]}') + ingress('hdr'),
    ['frame-policy-obsolete: "X-Frame-Options:ALLOW-FROM https://a.example"'],
  );
  says('correct', kongPlugin(SET) + ingress('hdr'), []);
  says(
    'removed by mistake',
    kongPlugin(`remove: {headers: ["X-Frame-Options", "Server"]}\n  add: ${DENY}`) + ingress('hdr'),
    ['frame-policy-removed: "X-Frame-Options"'],
  );
  says('nothing attached', ingress(''), ['frame-policy-missing: path']);
  says('Ingresses of others', ingress('').replace('kong', 'nginx'), []);
});

const SERVICE = `---
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations: {konghq.com/plugins: svc}
spec: {ports: [{port: 80}]}
`;
const GLOBAL = kongPlugin(SET, 'all')
  .replace('KongPlugin', 'KongClusterPlugin')
  .replace(
    '{name: all}',
    '{name: all, labels: {global: "true"}, annotations: {kubernetes.io/ingress.class: kong}}',
  );

describe('where a plugin acts', () => {
  says('on a Service', kongPlugin(SET, 'svc') + SERVICE + ingress(''), []);
  says('everywhere', GLOBAL + ingress(''), []);
  says(
    'a plugin of the route replaces the one of the Service',
    kongPlugin(SET, 'svc') + SERVICE + kongPlugin(OTHER) + ingress('hdr'),
    ['frame-policy-lost: path'],
  );
  says('a plugin of the route replaces the one for everything', GLOBAL + kongPlugin(OTHER) + ingress('hdr'), [
    'frame-policy-lost: path',
  ]);
  says(
    'a KongClusterPlugin by name',
    kongPlugin(SET).replace('KongPlugin', 'KongClusterPlugin') + ingress('hdr'),
    [],
  );
  says(
    'in a list of several',
    kongPlugin(SET) +
      kongPlugin('hour: 5', 'rl').replace('response-transformer', 'rate-limiting') +
      ingress('rl, hdr'),
    [],
  );
  says(
    'in another namespace, named so',
    kongPlugin(SET).replace('{name: hdr}', '{name: hdr, namespace: infra}') + ingress('infra:hdr'),
    [],
  );
  says('one that is not there', ingress('nope'), ['frame-policy-unresolved: nope']);
  says(
    'settings in a Secret',
    kongPlugin(SET).replace(/config:\n[^]*/, 'configFrom: {secretKeyRef: {name: s, key: k}}\n') +
      ingress('hdr'),
    ['frame-policy-unresolved: configFrom'],
  );
  says(
    'for a consumer alone',
    `${kongPlugin(SET)}---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: bob, annotations: {konghq.com/plugins: hdr}}\nusername: bob\n${ingress('')}`,
    ['frame-policy-missing: path'],
  );
  says(
    'for a consumer on a route alone',
    `${kongPlugin(SET)}---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: bob, annotations: {konghq.com/plugins: hdr}}\nusername: bob\n${ingress('hdr')}`,
    ['frame-policy-missing: path'],
  );
});

describe('traps', () => {
  says(
    'a spec',
    kongPlugin('').replace(
      /plugin: [^]*/,
      `spec:\n  plugin: response-transformer\n  config: {add: ${DENY}}\n`,
    ) + ingress('hdr'),
    ['frame-policy-missing: path', 'frame-policy-unread: spec'],
  );
  says('a map for the list', kongPlugin('add: {headers: {X-Frame-Options: DENY}}') + ingress('hdr'), [
    'frame-policy-unread: {X-Frame-Options: DENY}',
  ]);
  says(
    'several headers in one text',
    kongPlugin('add: {headers: "X-Frame-Options:DENY,X-A:b"}') + ingress('hdr'),
    ['frame-policy-unread: "X-Frame-Options:DENY,X-A:b"'],
  );
  says(
    'an item with a blank behind its colon',
    kongPlugin('add:\n    headers:\n    - X-Frame-Options: DENY') + ingress('hdr'),
    ['frame-policy-unread: X-Frame-Options: DENY'],
  );
  says(
    'an item without one',
    kongPlugin('add:\n    headers:\n    - X-Frame-Options:DENY') + ingress('hdr'),
    [],
  );
  says('the singular', kongPlugin(SET) + ingress('hdr').replace('konghq.com/plugins', 'konghq.com/plugin'), [
    'frame-policy-missing: path',
    'frame-policy-unread: konghq.com/plugin',
  ]);
  says(
    'the name of Kong 1',
    kongPlugin(SET) + ingress('hdr').replace('konghq.com/plugins', 'plugins.konghq.com'),
    ['frame-policy-missing: path', 'frame-policy-unread: plugins.konghq.com'],
  );
  says(
    'on a Deployment',
    `${kongPlugin(SET)}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, annotations: {konghq.com/plugins: hdr}}\n${ingress('')}`,
    ['frame-policy-missing: path', 'frame-policy-unread: konghq.com/plugins'],
  );
  says('switched off', kongPlugin(SET, 'hdr', 'disabled: true\n') + ingress('hdr'), [
    'frame-policy-missing: path',
    'frame-policy-unread: disabled: true',
  ]);
  says('yes is true', kongPlugin(SET, 'hdr', 'disabled: yes\n') + ingress('hdr'), [
    'frame-policy-missing: path',
    'frame-policy-unread: disabled: yes',
  ]);
  says('a label that is no text', GLOBAL.replace('"true"', 'true') + ingress(''), [
    'frame-policy-missing: path',
    'frame-policy-unread: true',
  ]);
  says('a label without a class', GLOBAL.replace(/, annotations: \{[^}]*\}/, '') + ingress(''), [
    'frame-policy-missing: path',
    'frame-policy-unread: "true"',
  ]);
  says(
    'settings the wrong way round',
    kongPlugin('headers: {add: ["X-Frame-Options:DENY"]}') + ingress('hdr'),
    ['frame-policy-unread: headers'],
  );
  says('nobody names it', kongPlugin(SET) + ingress(''), [
    'frame-policy-missing: path',
    'frame-policy-unread: hdr',
  ]);
  says(
    'a template may name it',
    `${kongPlugin(SET)}${ingress('')}---\napiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: {konghq.com/plugins: "{{ .Values.plugins }}"}}\n`,
    ['frame-policy-missing: path'],
  );
  says('two of one kind', kongPlugin(SET) + kongPlugin(OTHER, 'other') + ingress('hdr,other'), [
    'frame-policy-unread: other',
  ]);
  says(
    'in a namespace where it is not looked for',
    kongPlugin(SET).replace('{name: hdr}', '{name: hdr, namespace: infra}') +
      ingress('hdr').replace('name: web', 'name: web\n  namespace: shop'),
    ['frame-policy-unread: hdr'],
  );
  says(
    'routes of other protocols',
    ingress('').replace('name: web', 'name: web\n  annotations: {konghq.com/protocols: "grpc,grpcs"}'),
    [],
  );
  says(
    'a redirect',
    kongPlugin('location: https://b.example', 'go').replace('response-transformer', 'redirect') +
      ingress('go'),
    [],
  );
  says(
    'a definition of the kinds',
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: kongplugins.configuration.konghq.com}\nspec: {names: {kind: KongPlugin}}\n',
    [],
  );
  says('what Helm has still to write', ingress('').replace('name: web', 'name: {{ .Values.name }}'), []);
  test('a patch leaves out what stands elsewhere', () => {
    assert.deepEqual(judged(dialect, { 'ingress-patch.yaml': ingress('') }), []);
  });
});

describe('HTTPRoutes', () => {
  const route = (annotation: string, filters = ''): string => `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web${annotation}}
spec:
  parentRefs: [{name: kong}]
  rules:
  - matches: [{path: {value: /}}]
${filters}    backendRefs: [{name: web, port: 80}]
`;
  const named = ', annotations: {konghq.com/plugins: hdr}';
  says('with a plugin', kongPlugin(SET) + route(named), []);
  says('with one that sets something else', kongPlugin(OTHER) + route(named), [
    'frame-policy-missing: matches',
  ]);
  const filter =
    '    filters: [{type: ExtensionRef, extensionRef: {group: configuration.konghq.com, kind: KongPlugin, name: hdr}}]\n';
  says('with a plugin as a filter', kongPlugin(SET) + route('', filter), []);
  says('without are the matter of the Gateway API', route(''), []);
});

/** The file after the fix whose title begins so: clean. */
function after(text: string, title: string): string {
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title));
  assert.ok(fix, fixes.map((each) => each.title).join('; '));
  const next = mended(fix, { [FILE]: text })[FILE] ?? '';
  assert.deepEqual(judged(dialect, { [FILE]: next }), [], next);
  return next;
}

function data(text: string): readonly unknown[] {
  return parseAllDocuments(text).map((document) => document.toJS() as unknown);
}

const FIX = 'Set X-Frame-Options: SAMEORIGIN';
const CREATED = `---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata:
  name: web-frame-policy
plugin: response-transformer
config:
  replace:
    headers:
      - "X-Frame-Options:SAMEORIGIN"
  add:
    headers:
      - "X-Frame-Options:SAMEORIGIN"
`;

describe('fixes', () => {
  test('a KongPlugin and an annotation', () => {
    const text = ingress('');
    const next = after(text, FIX);
    assert.equal(
      next,
      `${text.replace('  name: web\n', '  name: web\n  annotations:\n    konghq.com/plugins: web-frame-policy\n')}${CREATED}`,
    );
  });
  test('one more name in the annotation, as it is written there', () => {
    const plugin = kongPlugin('hour: 5', 'rl').replace('response-transformer', 'rate-limiting');
    for (const [list, expected] of [
      ['rl', '"rl,web-frame-policy"'],
      ['"rl"', '"rl,web-frame-policy"'],
      ["'rl, rl'", "'rl, rl, web-frame-policy'"],
    ] as const) {
      const text = plugin + ingress(list);
      const next = after(text, FIX);
      assert.equal(next, `${text.replace(`plugins: ${list}`, `plugins: ${expected}`)}${CREATED}`);
    }
  });
  test('with the namespace, in flow style, with CRLF, under a free name', () => {
    const text = (
      kongPlugin('hour: 5', 'web-frame-policy')
        .replace('response-transformer', 'rate-limiting')
        .replace('{name: web', '{namespace: shop, name: web') +
      ingress('').replace('  name: web', '  name: web\n  namespace: shop\n  annotations: {a: b}')
    ).replaceAll('\n', '\r\n');
    const next = after(text, FIX);
    assert.equal(/[^\r]\n/.test(next), false);
    assert.ok(next.includes('annotations: {a: b, konghq.com/plugins: web-frame-policy-2}'), next);
    assert.match(next, /name: web-frame-policy-2\r\n {2}namespace: shop\r\nplugin/);
  });
  test('into the transformer that is attached: a second one would clash', () => {
    const text = kongPlugin(OTHER) + ingress('hdr');
    const next = after(text, FIX);
    assert.equal(data(next).length, data(text).length);
    assert.match(
      next,
      /nosniff", "X-Frame-Options:SAMEORIGIN"\]\}\n {2}replace:\n {4}headers:\n {6}- "X-Frame-Options:SAMEORIGIN"/,
    );
  });
  test('of all paths of an Ingress at once', () => {
    const more =
      '      - path: /b\n        pathType: Prefix\n        backend: {service: {name: b, port: {number: 80}}}\n';
    const text = ingress('', more);
    assert.deepEqual(findings(text), ['frame-policy-missing: web']);
    assert.ok(after(text, FIX).endsWith(CREATED));
  });
  test('the annotation under its right name', () => {
    const text = kongPlugin(SET) + ingress('hdr').replace('konghq.com/plugins', 'konghq.com/plugin');
    assert.equal(after(text, 'Rename to'), kongPlugin(SET) + ingress('hdr'));
  });
  test('a label that is a text', () => {
    assert.equal(after(GLOBAL.replace('"true"', 'true') + ingress(''), 'Write "true"'), GLOBAL + ingress(''));
  });
  test('what the plugin of a route replaces is repeated in it', () => {
    const next = after(GLOBAL + kongPlugin(OTHER) + ingress('hdr'), 'Repeat the lost');
    assert.match(next, /nosniff", "X-Frame-Options:DENY"\]/);
  });
  test('none in a template', () => {
    const text = ingress('').replace('name: web, port', 'name: "{{ .Values.service }}", port');
    assert.deepEqual(
      judged(dialect, { [FILE]: text }).flatMap(({ fixes }) => fixes),
      [],
    );
  });
});
