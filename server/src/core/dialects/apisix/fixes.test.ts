import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { apisixRoute, ingress, pluginObject, standalone, UPSTREAM } from './testing.ts';

const FILE = 'conf/apisix.yaml';

/** The file after the fix whose title begins so: clean, and the same but for the insertion. */
function after(text: string, title: string, path = FILE): string {
  const fixes = judged(dialect, { [path]: text }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title));
  assert.ok(fix, fixes.map((each) => each.title).join('; '));
  const next = mended(fix, { [path]: text })[path] ?? '';
  const left = judged(dialect, { [path]: next }).filter(({ hint }) => hint !== true);
  assert.deepEqual(left, [], next);
  return next;
}

function data(text: string): unknown {
  return parseAllDocuments(text).map((document) => document.toJS() as unknown);
}

const GLOBAL = 'Set X-Frame-Options: SAMEORIGIN on all answers of APISIX';
const ROUTE = 'Set X-Frame-Options: SAMEORIGIN on the answers of';
const SET = { headers: { set: { 'X-Frame-Options': 'SAMEORIGIN' } } };

test('a global rule, before the marker, which stays last', () => {
  const text = `routes:\n  - uri: /*\n    ${UPSTREAM}\n#END\n`;
  const next = after(text, GLOBAL);
  assert.equal(
    next,
    `routes:
  - uri: /*
    ${UPSTREAM}
global_rules:
  - id: frame-guard
    plugins:
      response-rewrite:
        headers:
          set:
            X-Frame-Options: SAMEORIGIN
#END
`,
  );
  assert.deepEqual(data(next), [
    {
      routes: [{ uri: '/*', upstream: { type: 'roundrobin', nodes: { '10.0.0.7:80': 1 } } }],
      global_rules: [{ id: 'frame-guard', plugins: { 'response-rewrite': SET } }],
    },
  ]);
});

test('CRLF, and comments before the marker', () => {
  const text = `routes:\n- uri: /*\n  ${UPSTREAM} # here\n\n# the end\n#END\n`.replaceAll('\n', '\r\n');
  const next = after(text, GLOBAL);
  assert.equal(/[^\r]\n/.test(next), false);
  assert.match(next, /#END\r\n$/);
  assert.match(after(text, ROUTE), /#END\r\n$/);
});

test('at the route', () => {
  const text = standalone(`routes:\n- uri: /*\n  ${UPSTREAM}`);
  const next = after(text, ROUTE);
  assert.match(
    next,
    /plugins:\n +response-rewrite:\n +headers:\n +set:\n +X-Frame-Options: SAMEORIGIN\n#END/,
  );
  const other = standalone(`routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {cors: {}}`);
  assert.match(after(other, ROUTE), /\{cors: \{\}, response-rewrite: \{headers: \{set: \{X-Frame-Options/);
});

test('into the plugin that is there, in its own form', () => {
  const one = (headers: string): string =>
    standalone(`routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {response-rewrite: ${headers}}`);
  assert.match(after(one('{headers: {A: b}}'), ROUTE), /\{A: b, X-Frame-Options: SAMEORIGIN\}/);
  assert.match(after(one('{headers: {set: {A: b}}}'), ROUTE), /set: \{A: b, X-Frame-Options: SAMEORIGIN\}/);
  assert.match(
    after(one('{headers: {remove: [A]}}'), ROUTE),
    /remove: \[A\], set: \{X-Frame-Options: SAMEORIGIN\}/,
  );
  assert.match(
    after(one('{status_code: 200}'), ROUTE),
    /status_code: 200, headers: \{set: \{X-Frame-Options: SAMEORIGIN\}\}/,
  );
  assert.match(after(one('{headers: {}}'), ROUTE), /headers: \{set: \{X-Frame-Options: SAMEORIGIN\}\}/);
  assert.match(
    after(one('{}'), ROUTE),
    /response-rewrite: \{headers: \{set: \{X-Frame-Options: SAMEORIGIN\}\}\}/,
  );
});

test('into the global rule that has the plugin, and beside one that has not', () => {
  const routes = `routes:\n- uri: /*\n  ${UPSTREAM}`;
  const has = standalone(
    `global_rules:\n- id: 1\n  plugins:\n    response-rewrite:\n      headers:\n        set:\n          A: b\n${routes}`,
  );
  assert.match(after(has, GLOBAL), /A: b\n {10}X-Frame-Options: SAMEORIGIN\nroutes/);
  const other = standalone(`global_rules:\n- id: 1\n  plugins:\n    prometheus: {}\n${routes}`);
  assert.match(after(other, GLOBAL), /prometheus: \{\}\n +response-rewrite:\n/);
  const empty = standalone(`global_rules:\n${routes}`);
  assert.match(after(empty, GLOBAL), /global_rules:\n +- id: frame-guard\n/);
});

test('the list of plugins names it too', () => {
  const text = standalone(`plugins:\n- name: cors\nroutes:\n- uri: /*\n  ${UPSTREAM}`);
  assert.match(after(text, GLOBAL), /- name: cors\n- name: response-rewrite\n/);
  const there = standalone(
    `plugins:\n- name: cors\nroutes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {response-rewrite: {headers: {X-Frame-Options: DENY}}}`,
  );
  assert.match(after(there, 'Add response-rewrite to the list'), /- name: cors\n- name: response-rewrite\n/);
});

test('what a route lost of its service is repeated', () => {
  const text = standalone(`services:
- {id: web, ${UPSTREAM}, plugins: {response-rewrite: {headers: {X-Frame-Options: DENY}}}}
routes:
- uri: /*
  service_id: web
  plugins:
    response-rewrite:
      headers:
        set:
          X-Cache: none`);
  assert.match(after(text, 'Repeat the lost'), /X-Cache: none\n {10}X-Frame-Options: DENY\n#END/);
});

test('the marker', () => {
  const text = `routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {response-rewrite: {headers: {X-Frame-Options: DENY}}}`;
  assert.equal(after(text, 'Add #END'), `${text}\n#END\n`);
  assert.equal(after(`${text}\r\n`, 'Add #END'), `${text}\r\n#END\r\n`);
  assert.equal(after(`${text}\n#END\n\n\n\n\n\n\n\n\n\n`, 'Add #END'), `${text}\n#END\n`);
});

test('two global rules become one', () => {
  const text = standalone(`global_rules:
- id: a
  plugins: {response-rewrite: {headers: {set: {A: b}}}}
- id: b
  plugins: {response-rewrite: {headers: {set: {X-Frame-Options: DENY}}}}
routes:
- uri: /*
  ${UPSTREAM}`);
  const next = after(text, 'Write its headers into the first one');
  assert.match(next, /set: \{A: b, X-Frame-Options: DENY\}\}\}\}\nroutes/);
});

test('from the request to the response', () => {
  const text = standalone(
    `routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {proxy-rewrite: {headers: {set: {X-Frame-Options: DENY}}}}`,
  );
  assert.match(
    after(text, 'Send X-Frame-Options'),
    /\{response-rewrite: \{headers: \{set: \{X-Frame-Options/,
  );
});

test('a value in add, and the line that takes a header away', () => {
  const one = (headers: string): string =>
    standalone(`routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {response-rewrite: {headers: ${headers}}}`);
  assert.match(
    after(one('{add: ["X-Frame-Options: SAME-ORIGIN"]}'), 'Replace'),
    /"X-Frame-Options: SAMEORIGIN"/,
  );
  assert.match(
    after(one('{set: {X-Frame-Options: DENY}, remove: [A, X-Frame-Options]}'), 'Remove'),
    /remove: \[A\]/,
  );
  assert.match(after(one('{set: {X-Frame-Options: DENY}, remove: [X-Frame-Options]}'), 'Remove'), /DENY\}\}/);
});

test('nothing is written into what an anchor shares', () => {
  const text = standalone(`routes:
- uri: /a/*
  ${UPSTREAM}
  plugins: &p {response-rewrite: {headers: {set: {A: b}}}}
- uri: /b/*
  ${UPSTREAM}
  plugins: *p`);
  const changes = judged(dialect, { [FILE]: text })
    .flatMap(({ fixes }) => fixes)
    .filter(({ title }) => title.startsWith(ROUTE))
    .flatMap(({ changes: each }) => each);
  assert.deepEqual(changes, []);
});

test('ADC: the one map of global rules', () => {
  const text = `services:
  - name: shop
    upstream: {nodes: [{host: 10.0.0.7, port: 80, weight: 1}]}
    routes:
      - name: all
        uris: ["/*"]
`;
  const next = after(text, GLOBAL, 'adc.yaml');
  assert.deepEqual(data(next), [
    {
      services: [
        {
          name: 'shop',
          upstream: { nodes: [{ host: '10.0.0.7', port: 80, weight: 1 }] },
          routes: [{ name: 'all', uris: ['/*'] }],
        },
      ],
      global_rules: { 'response-rewrite': SET },
    },
  ]);
  assert.match(after(text, ROUTE, 'adc.yaml'), / {8}plugins:\n {10}response-rewrite:\n/);
});

test('an ApisixRoute, and all routes of one', () => {
  const next = after(apisixRoute(), ROUTE, 'web.yaml');
  assert.match(next, /enable: true\n +config:\n +headers:\n +set:\n +X-Frame-Options: SAMEORIGIN\n$/);
  const two = `${apisixRoute()}  - name: second\n    match: {paths: [/b]}\n    backends: [{serviceName: b, servicePort: 80}]\n    plugins:\n    - name: cors\n      enable: true\n`;
  const both = after(two, `${ROUTE} all routes of`, 'web.yaml');
  assert.equal(both.match(/name: response-rewrite/g)?.length, 2, both);
});

test('the plugin config and the global rule of a cluster', () => {
  const plugin = '- {name: response-rewrite, enable: true, config: {headers: {set: {A: b}}}}';
  const config = apisixRoute('plugin_config_name: guard') + pluginObject('ApisixPluginConfig', plugin);
  assert.match(after(config, ROUTE, 'web.yaml'), /set: \{A: b, X-Frame-Options: SAMEORIGIN\}/);
  const rule = apisixRoute() + pluginObject('ApisixGlobalRule', plugin);
  assert.match(after(rule, GLOBAL, 'web.yaml'), /set: \{A: b, X-Frame-Options: SAMEORIGIN\}/);
});

test('an Ingress says it in two annotations', () => {
  const text = ingress('a: b');
  const next = after(text, ROUTE, 'web.yaml');
  assert.match(
    next,
    /a: b\n {4}k8s\.apisix\.apache\.org\/enable-response-rewrite: "true"\n {4}k8s\.apisix\.apache\.org\/response-rewrite-set-header: "X-Frame-Options:SAMEORIGIN"\nspec/,
  );
  const bare = text.replace(/ {2}annotations:\n {4}a: b\n/, '');
  assert.match(after(bare, ROUTE, 'web.yaml'), /name: web\n {2}annotations:\n/);
  const empty = text.replace('    a: b\n', '').replace('annotations:', 'annotations: {}');
  assert.match(after(empty, ROUTE, 'web.yaml'), /annotations: \{"?k8s/);
  const more = ingress(
    'k8s.apisix.apache.org/enable-response-rewrite: "true"\nk8s.apisix.apache.org/response-rewrite-set-header: "A:b"',
  );
  assert.match(after(more, ROUTE, 'web.yaml'), /"A:b,X-Frame-Options:SAMEORIGIN"/);
});

test('the switch of the annotations', () => {
  const set = 'k8s.apisix.apache.org/response-rewrite-set-header: X-Frame-Options:DENY';
  assert.match(after(ingress(set), 'Switch it on', 'web.yaml'), /enable-response-rewrite: "true"\n {4}k8s/);
});

test('in a ConfigMap, at the depth of the block', () => {
  const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  apisix.yaml: |
    routes:
    - uri: /*
      ${UPSTREAM}
    #END
  other: text
`;
  const next = after(text, GLOBAL, 'web.yaml');
  assert.match(next, / {12}X-Frame-Options: SAMEORIGIN\n {4}#END\n {2}other: text\n$/);
  const cut = text
    .replace('    #END\n', '')
    .replace(
      `${UPSTREAM}\n`,
      `${UPSTREAM}\n      plugins: {response-rewrite: {headers: {X-Frame-Options: DENY}}}\n`,
    );
  assert.match(after(cut, 'Add #END', 'web.yaml'), /\n {4}#END\n {2}other: text\n$/);
});

test('set in the place of add keeps the line of the service back', () => {
  const one = (headers: string): string =>
    standalone(
      `routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins:\n    response-rewrite:\n      headers: ${headers}`,
    );
  const item = '"X-Frame-Options: SAMEORIGIN"';
  const title = 'Insert set instead of add';
  assert.match(after(one(`{add: [${item}]}`), title), /headers: \{set: \{X-Frame-Options: SAMEORIGIN\}\}/);
  assert.match(
    after(one(`{add: ["A: b", ${item}], set: {C: d}}`), title),
    /\{add: \["A: b"\], set: \{C: d, X-Frame-Options: SAMEORIGIN\}\}/,
  );
  const block = one(`\n        set:\n          C: d\n        add:\n        - ${item}`);
  assert.match(after(block, title), /set:\n {10}C: d\n {10}X-Frame-Options: SAMEORIGIN\n#END/);
});

test('several lost headers come back in one edit', () => {
  const text = (plugin: string): string =>
    standalone(`services:
- id: web
  ${UPSTREAM}
  plugins: {response-rewrite: {headers: {set: {X-Frame-Options: DENY, X-Content-Type-Options: nosniff}}}}
routes:
- uri: /*
  service_id: web
  plugins:
    response-rewrite: ${plugin}`);
  const both = 'X-Frame-Options: DENY, X-Content-Type-Options: nosniff';
  const title = 'Repeat the lost';
  assert.ok(after(text('{status_code: 200}'), title).includes(`200, headers: {set: {${both}}}}`));
  assert.ok(after(text('{headers: {remove: [A]}}'), title).includes(`remove: [A], set: {${both}}}}`));
  assert.ok(after(text('{headers: {A: b}}'), title).includes(`{A: b, ${both}}`));
  assert.match(
    after(text('\n      headers:\n        set:\n          A: b'), title),
    /A: b\n {10}X-Frame-Options: DENY\n {10}X-Content-Type-Options: nosniff\n#END/,
  );
});
