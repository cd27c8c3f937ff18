import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { apisixRoute, ingress, pluginObject, standalone, UPSTREAM } from './testing.ts';

const PATH = 'conf/apisix.yaml';

function findings(text: string, path = PATH): readonly string[] {
  return told(judged(dialect, { [path]: text }), { [path]: text }).toSorted();
}

function route(headers: string, more = ''): string {
  return standalone(
    `routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins:\n    response-rewrite: {headers: ${headers}${more}}`,
  );
}

const DENY = '{set: {X-Frame-Options: DENY}}';

test('without the marker at its end apisix.yaml is not read; other files need none', () => {
  const text = route(DENY);
  assert.deepEqual(findings(text), []);
  assert.deepEqual(findings(text.replace('#END\n', '')), ['frame-policy-unread: routes']);
  assert.deepEqual(findings(text.replace('#END', '# END')), ['frame-policy-unread: routes']);
  assert.deepEqual(findings(`${text}\n\n\n\n\n\n\n\n\n\n`), ['frame-policy-unread: routes']);
  assert.deepEqual(findings(`${text}\r\n`), []);
  assert.deepEqual(findings(text.replace('#END\n', ''), 'conf/apisix-dev.yaml'), [
    'frame-policy-unread: routes',
  ]);
  assert.deepEqual(findings(text.replace('#END\n', ''), 'conf/gateway.yaml'), []);
});

test('a file of early versions of ADC needs no marker, whatever its name, and its routes are judged', () => {
  const text = (headers: string): string =>
    `name: shop\nversion: "1.0.0"\n${route(headers).replace('#END\n', '')}`;
  assert.deepEqual(findings(text(DENY)), []);
  assert.deepEqual(findings(text('{set: {X-Cache: none}}')), ['frame-policy-missing: uri']);
});

test('headers as a list, or a value that is no text: the whole route is left out', () => {
  assert.deepEqual(findings(route('[X-Frame-Options]')), ['frame-policy-unread: [X-Frame-Options]']);
  assert.deepEqual(findings(route('{set: [X-Frame-Options]}')), ['frame-policy-unread: [X-Frame-Options]']);
  assert.deepEqual(findings(route('{X-Frame-Options: true}')), ['frame-policy-unread: true']);
  assert.deepEqual(findings(route('{add: [X-Frame-Options: DENY]}')), [
    'frame-policy-unread: X-Frame-Options: DENY',
  ]);
});

test('an empty value takes the header away', () => {
  assert.deepEqual(findings(route('{X-Frame-Options: ""}')), ['frame-policy-invalid: ""']);
});

test('a colon in a value of add: the whole route is left out', () => {
  const text = route('{add: ["Content-Security-Policy: frame-ancestors https://a.example"]}');
  assert.deepEqual(findings(text), [
    'frame-policy-unread: "Content-Security-Policy: frame-ancestors https://a.example"',
  ]);
  const set = route('{set: {Content-Security-Policy: "frame-ancestors https://a.example"}}');
  assert.deepEqual(findings(set), []);
});

test('beside add, set and remove no other key is read', () => {
  assert.deepEqual(findings(route('{set: {A: b}, X-Frame-Options: DENY}')), [
    'frame-policy-missing: uri',
    'frame-policy-unread: X-Frame-Options',
  ]);
  assert.deepEqual(findings(route('{A: b, X-Frame-Options: DENY}')), []);
  assert.deepEqual(findings(route('{remove: X-Frame-Options}')), [
    'frame-policy-missing: uri',
    'frame-policy-unread: remove',
  ]);
});

test('headers directly under the plugin', () => {
  const text = standalone(
    `routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins:\n    response-rewrite: {X-Frame-Options: DENY}`,
  );
  assert.deepEqual(findings(text), ['frame-policy-missing: uri', 'frame-policy-unread: X-Frame-Options']);
});

test('removed last, whatever comes first in the text', () => {
  assert.deepEqual(findings(route('{remove: [X-Frame-Options], set: {X-Frame-Options: DENY}}')), [
    'frame-policy-removed: X-Frame-Options',
  ]);
  assert.deepEqual(findings(route('{remove: [X-Frame-Options], add: ["X-Frame-Options: DENY"]}')), [
    'frame-policy-removed: X-Frame-Options',
  ]);
});

test('a plugin in two global rules runs in none', () => {
  const rules = `global_rules:
- id: a
  plugins: {response-rewrite: {headers: ${DENY}}}
- id: b
  plugins: {response-rewrite: {headers: {set: {A: b}}}}`;
  const text = standalone(`${rules}\nroutes:\n- uri: /*\n  ${UPSTREAM}`);
  assert.deepEqual(findings(text), ['frame-policy-missing: uri', 'frame-policy-unread: response-rewrite']);
  assert.deepEqual(findings(text.replace(/- id: b\n.*\n/, '')), []);
});

test('a global rule: the value of a route wins, its removal does too', () => {
  const rules = `global_rules: [{id: a, plugins: {response-rewrite: {headers: ${DENY}}}}]\n`;
  assert.deepEqual(findings(rules + route('{set: {A: b}}')), []);
  assert.deepEqual(findings(rules + route('{set: {X-Frame-Options: ALLOWALL}}')), [
    'frame-policy-invalid: ALLOWALL',
  ]);
  assert.deepEqual(findings(rules + route('{remove: [X-Frame-Options]}')), [
    'frame-policy-removed: X-Frame-Options',
  ]);
});

test('one that is switched off keeps that of the service out', () => {
  const text = (meta: string): string =>
    standalone(`services:
- {id: 1, ${UPSTREAM}, plugins: {response-rewrite: {headers: ${DENY}}}}
routes:
- uri: /*
  service_id: 1
  plugins: {response-rewrite: {headers: {set: {A: b}}, _meta: {disable: ${meta}}}}`);
  assert.deepEqual(findings(text('true')), ['frame-policy-lost: uri']);
  assert.deepEqual(findings(text('false')), ['frame-policy-lost: uri']);
  const alone = standalone(
    `routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {response-rewrite: {_meta: {disable: true}, headers: ${DENY}}}`,
  );
  assert.deepEqual(findings(alone), ['frame-policy-missing: uri', 'frame-policy-unread: true']);
});

test('a plugin config comes before the service, numbers and texts are the same id', () => {
  const text = standalone(`plugin_configs:
- {id: 7, plugins: {response-rewrite: {headers: {X-Frame-Options: SAMEORIGIN}}}}
services:
- {id: web, ${UPSTREAM}, plugins: {response-rewrite: {headers: ${DENY}}}}
routes:
- {uri: /*, service_id: web, plugin_config_id: "7"}`);
  assert.deepEqual(findings(text), []);
  assert.deepEqual(findings(text.replace('"7"', '"8"')), [
    'frame-policy-unread: response-rewrite',
    'frame-policy-unresolved: "8"',
  ]);
});

test('what no route refers to', () => {
  const text = standalone(`services:
- {id: web, ${UPSTREAM}, plugins: {response-rewrite: {headers: ${DENY}}}}
routes:
- {uri: /*, ${UPSTREAM}}`);
  assert.deepEqual(findings(text), ['frame-policy-missing: uri', 'frame-policy-unread: response-rewrite']);
});

test('a list of plugins that does not name it', () => {
  const text = route(DENY);
  assert.deepEqual(findings(`plugins: [{name: cors}]\n${text}`), [
    'frame-policy-missing: uri',
    'frame-policy-unread: response-rewrite',
  ]);
  assert.deepEqual(findings(`plugins: [{name: cors}, {name: response-rewrite}]\n${text}`), []);
  const boot = 'apisix: {node_listen: 9080}\ndeployment: {role: data_plane}\nplugins:\n- cors\n';
  const files = { [PATH]: text, 'conf/config.yaml': boot };
  assert.deepEqual(told(judged(dialect, files), files).toSorted(), [
    'frame-policy-missing: uri',
    'frame-policy-unread: response-rewrite',
  ]);
  const elsewhere = { [PATH]: text, 'other/config.yaml': boot };
  assert.deepEqual(judged(dialect, elsewhere), []);
});

test('on the request no browser sees it', () => {
  const request = (headers: string): string =>
    standalone(`routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {proxy-rewrite: {headers: ${headers}}}`);
  assert.deepEqual(findings(request(DENY)), ['frame-policy-request-side: X-Frame-Options']);
  assert.deepEqual(findings(request('{X-Frame-Options: DENY}')), [
    'frame-policy-request-side: X-Frame-Options',
  ]);
});

test('a condition that only a request can tell', () => {
  const text = route(DENY, ', vars: [[arg_embed, "!", "==", "1"]]');
  assert.deepEqual(findings(text), ['frame-policy-conditional: DENY']);
  const filter = route(DENY, ', _meta: {filter: [[http_x_a, "==", b]]}');
  assert.deepEqual(findings(filter), ['frame-policy-conditional: DENY']);
});

test('redirects, gRPC, preflight requests and what is switched off show no page', () => {
  const one = (lines: string): string => standalone(`routes:\n- uri: /*\n  ${lines}`);
  assert.deepEqual(findings(one(`${UPSTREAM}\n  plugins: {redirect: {uri: /a}}`)), []);
  assert.deepEqual(findings(one(`${UPSTREAM}\n  plugins: {redirect: {http_to_https: true}}`)), [
    'frame-policy-missing: uri',
  ]);
  assert.deepEqual(findings(one(`${UPSTREAM}\n  plugins: {redirect: {uri: /a, _meta: {disable: true}}}`)), [
    'frame-policy-missing: uri',
  ]);
  assert.deepEqual(findings(one('upstream: {scheme: grpc, nodes: {"a:1": 1}}')), []);
  assert.deepEqual(findings(one(`${UPSTREAM}\n  status: 0`)), []);
  assert.deepEqual(findings(one(`${UPSTREAM}\n  methods: [OPTIONS]`)), []);
});

test('Lua that sets the header, and what nobody knows', () => {
  const lua = (phase: string, code: string): string =>
    standalone(
      `routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins:\n    serverless-post-function:\n      phase: ${phase}\n      functions:\n      - |\n        return function(conf, ctx)\n          ${code}\n        end`,
    );
  assert.deepEqual(findings(lua('header_filter', 'ngx.header["X-Frame-Options"] = "DENY"')), []);
  assert.deepEqual(findings(lua('header_filter', 'ngx.header.x_cache = "none"')), [
    'frame-policy-missing: uri',
  ]);
  assert.deepEqual(findings(lua('access', 'ngx.log(ngx.ERR, "hello")')), ['frame-policy-missing: uri']);
  assert.deepEqual(findings(lua('header_filter', 'require("mine").headers()')), []);
  const own = standalone(`routes:\n- uri: /*\n  ${UPSTREAM}\n  plugins: {my-headers: {}}`);
  assert.deepEqual(findings(own), []);
});

test('variables and templates are not missing anything', () => {
  assert.deepEqual(findings(route('{set: {X-Frame-Options: $http_x_policy}}')), []);
  assert.deepEqual(findings(route('{set: {X-Frame-Options: "${{POLICY:=DENY}}"}}')), []);
});

test('a consumer with the plugin takes the place of the route where it has to say who it is', () => {
  const text = standalone(`consumers:
- username: jack
  plugins: {key-auth: {key: a}, response-rewrite: {headers: {set: {A: b}}}}
routes:
- uri: /*
  ${UPSTREAM}
  plugins: {key-auth: {}, response-rewrite: {headers: ${DENY}}}`);
  assert.deepEqual(findings(text), ['frame-policy-lost: username']);
  assert.deepEqual(findings(text.replace('key-auth: {}, ', '')), []);
});

function objects(text: string): readonly string[] {
  return findings(text, 'web.yaml');
}

const PLUGIN = `- {name: response-rewrite, enable: true, config: {headers: ${DENY}}}`;

test('objects: a plugin config, replaced by the plugin of the route', () => {
  const config = pluginObject('ApisixPluginConfig', PLUGIN);
  assert.deepEqual(objects(apisixRoute('plugin_config_name: guard') + config), []);
  assert.deepEqual(
    objects(
      apisixRoute(
        'plugin_config_name: guard\nplugins: [{name: response-rewrite, config: {headers: {A: b}}}]',
      ) + config,
    ),
    ['frame-policy-lost: match'],
  );
  assert.deepEqual(objects(apisixRoute('plugin_config_name: gone')), ['frame-policy-unresolved: gone']);
  assert.deepEqual(objects(apisixRoute() + config), [
    'frame-policy-missing: match',
    'frame-policy-unread: guard',
  ]);
});

test('objects: a Consumer with the plugin, where the route asks who it is', () => {
  const consumer = pluginObject(
    'Consumer',
    '- {name: response-rewrite, config: {headers: {A: b}}}',
    'jack',
    'v1alpha1',
  );
  const asked = apisixRoute(`plugins: [{name: key-auth, enable: true}, ${PLUGIN.slice(2)}]`);
  assert.deepEqual(objects(asked), []);
  assert.deepEqual(objects(asked + consumer), ['frame-policy-lost: jack']);
  const proxies = ['a', 'b'].map((name) => pluginObject('GatewayProxy', '[]', name, 'v1alpha1')).join('');
  assert.deepEqual(objects(asked + consumer + proxies), []);
  assert.deepEqual(objects(apisixRoute(`plugins: [${PLUGIN.slice(2)}]`) + consumer), []);
});

test('objects: a global rule, and one that is switched off', () => {
  assert.deepEqual(objects(apisixRoute() + pluginObject('ApisixGlobalRule', PLUGIN)), []);
  assert.deepEqual(
    objects(apisixRoute() + pluginObject('ApisixGlobalRule', PLUGIN.replace('true', 'false'))),
    ['frame-policy-missing: match', 'frame-policy-unread: false'],
  );
  const proxy = pluginObject('GatewayProxy', PLUGIN.replace('enable', 'enabled'), 'gw', 'v1alpha1');
  assert.deepEqual(objects(apisixRoute() + proxy), []);
  assert.deepEqual(objects(apisixRoute() + proxy.replace('enabled: true, ', '')), [
    'frame-policy-missing: match',
    'frame-policy-unread: response-rewrite',
  ]);
});

test('objects: what the API server drops or refuses', () => {
  const wrong = apisixRoute(`plugins:\n- name: response-rewrite\n  enable: true\n  headers: ${DENY}`);
  assert.deepEqual(objects(wrong), ['frame-policy-missing: match', 'frame-policy-unread: headers']);
  const old = apisixRoute(
    `plugins:\n- {name: response-rewrite, config: {headers: ${DENY}}}`,
    'web',
    'v2beta3',
  );
  assert.deepEqual(objects(old), ['frame-policy-unread: response-rewrite']);
});

test('objects: what a Secret holds is not known', () => {
  assert.deepEqual(
    objects(apisixRoute('plugins: [{name: response-rewrite, enable: true, secretRef: policy}]')),
    [],
  );
});

const ON = 'k8s.apisix.apache.org/enable-response-rewrite: "true"';
const SET = 'k8s.apisix.apache.org/response-rewrite-set-header: "X-A:b, X-Frame-Options:DENY"';

test('an Ingress: annotations only with their switch', () => {
  assert.deepEqual(objects(ingress(`${ON}\n${SET}`)), []);
  assert.deepEqual(objects(ingress(SET)), [
    'frame-policy-missing: web',
    'frame-policy-unread: k8s.apisix.apache.org/response-rewrite-set-header',
  ]);
  assert.deepEqual(objects(ingress(`${ON.replace('true', 'True')}\n${SET}`)), [
    'frame-policy-missing: web',
    'frame-policy-unread: k8s.apisix.apache.org/response-rewrite-set-header',
  ]);
  assert.deepEqual(objects(ingress(`${ON}\n${SET.replace('DENY', 'NONE')}`)), ['frame-policy-invalid: NONE']);
});

test('an Ingress: a list is split at commas', () => {
  const csp = "Content-Security-Policy:frame-ancestors 'self', default-src 'self'";
  assert.deepEqual(objects(ingress(`${ON}\n${SET.replace('X-A:b, X-Frame-Options:DENY', csp)}`)), [
    `frame-policy-unread: "${csp}"`,
  ]);
});

test('an Ingress: a plugin config, and the classes of others', () => {
  const named = ingress('k8s.apisix.apache.org/plugin-config-name: guard');
  assert.deepEqual(objects(named + pluginObject('ApisixPluginConfig', PLUGIN)), []);
  assert.deepEqual(objects(named), ['frame-policy-unresolved: guard']);
  assert.deepEqual(objects(ingress('a: b', 'ingressClassName: nginx')), []);
  assert.deepEqual(objects(ingress('a: b')), ['frame-policy-missing: web']);
  const files = {
    'web.yaml': ingress('a: b', 'ingressClassName: edge'),
    'class.yaml':
      'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: edge}\nspec: {controller: apisix.apache.org/apisix-ingress-controller}\n',
  };
  assert.deepEqual(told(judged(dialect, files), files), ['frame-policy-missing: web']);
});

test('a rule of an HTTPRoute with a PluginConfig', () => {
  const http = `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web}
spec:
  parentRefs: [{name: apisix}]
  rules:
  - matches: [{path: {type: PathPrefix, value: /}}]
    filters:
    - type: ExtensionRef
      extensionRef: {group: apisix.apache.org, kind: PluginConfig, name: guard}
    backendRefs: [{name: web, port: 80}]
`;
  const config = pluginObject('PluginConfig', PLUGIN.replace('enable: true, ', ''), 'guard', 'v1alpha1');
  assert.deepEqual(objects(http + config), []);
  assert.deepEqual(objects(http + config.replace('X-Frame-Options', 'X-A')), [
    'frame-policy-missing: matches',
  ]);
  assert.deepEqual(objects(http), ['frame-policy-unresolved: guard']);
});

test('patches, and templates that are still to be rendered', () => {
  assert.deepEqual(findings(apisixRoute(), 'patch.yaml'), []);
  assert.deepEqual(objects(`${apisixRoute()}{{- if .Values.a }}\n{{- end }}\n`), []);
});

test('objects: one plugin twice, of which the last counts', () => {
  const twice = `plugins:\n${PLUGIN}\n- {name: response-rewrite, enable: true, config: {headers: {A: b}}}`;
  assert.deepEqual(objects(apisixRoute(twice)), [
    'frame-policy-missing: match',
    'frame-policy-unread: response-rewrite',
  ]);
});

test('config.yaml holds no routes', () => {
  const text = `deployment: {role: data_plane}\nglobal_rules:\n- id: a\n  plugins: {response-rewrite: {headers: ${DENY}}}\n`;
  assert.deepEqual(findings(text, 'conf/config.yaml'), ['frame-policy-unread: global_rules']);
});

test('apisix.yaml in a ConfigMap', () => {
  const text = (lines: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  config.yaml: |\n    deployment: {role: data_plane}\n  apisix.yaml: |\n${lines.trim().replace(/^/gm, '    ')}\n`;
  const open = `routes:\n- uri: /*\n  ${UPSTREAM}`;
  assert.deepEqual(objects(text(`${open}\n#END`)), ['frame-policy-missing: uri']);
  assert.deepEqual(objects(text(open)), ['frame-policy-unread: routes']);
  assert.deepEqual(objects(text(route(DENY))), []);
});

test('a line beside that of the service is a thought, not a fault', () => {
  const found = judged(dialect, { [PATH]: route('{add: ["X-Frame-Options: SAMEORIGIN"]}') });
  assert.deepEqual(
    found.map(({ rule, hint }) => [rule, hint]),
    [['frame-policy-conflict', true]],
  );
});

test('an Ingress: annotations of other controllers, and names that APISIX does not have', () => {
  const missing = 'frame-policy-missing: web';
  const snippet = `nginx.ingress.kubernetes.io/configuration-snippet: 'more_set_headers "X-Frame-Options: DENY";'`;
  assert.deepEqual(objects(ingress(snippet)), [
    missing,
    'frame-policy-unread: nginx.ingress.kubernetes.io/configuration-snippet',
  ]);
  assert.deepEqual(objects(ingress(`${ON}\n${SET.replace('set-header', 'set-headers')}`)), [
    missing,
    'frame-policy-unread: k8s.apisix.apache.org/response-rewrite-set-headers',
  ]);
  assert.deepEqual(objects(ingress('example.org/note: "X-Frame-Options: see the plugin"')), [missing]);
});
