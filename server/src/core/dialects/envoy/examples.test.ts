import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { adding, bootstrap, mutationFilter, routeFile } from './testing.ts';

function findings(text: string, file = 'envoy.yaml'): readonly string[] {
  return told(judged(dialect, { [file]: text }), { [file]: text });
}

test('missing: no level and no filter sets a policy', () => {
  assert.deepEqual(findings(bootstrap({})), ['frame-policy-missing: shop']);
});

test('correct: the route configuration of a file of routes sets one for all', () => {
  assert.deepEqual(findings(routeFile({ table: adding('DENY') })), []);
});

test('the default action adds a line beside the one of the service', () => {
  assert.deepEqual(findings(routeFile({ host: adding('SAMEORIGIN', '') })), [
    'frame-policy-conflict: header: {key: X-Frame-Options, value: SAMEORIGIN}',
  ]);
});

test('shadowed: the widest level acts last', () => {
  const routes = `- match: {prefix: "/widget"}\n  route: {cluster: shop}\n  ${adding('SAMEORIGIN', 'append: false').replaceAll('\n', '\n  ')}`;
  assert.deepEqual(findings(routeFile({ table: adding('DENY', 'append: false'), routes })), [
    'frame-policy-unread: header: {key: X-Frame-Options, value: SAMEORIGIN}\n                append: false',
  ]);
});

test('shadowed even with the flag: a weighted cluster acts first', () => {
  const routes = `- match: {prefix: "/"}
  route:
    weighted_clusters:
      clusters:
        - name: shop
          weight: 100
          ${adding('DENY').replaceAll('\n', '\n          ')}
  ${adding('SAMEORIGIN').replaceAll('\n', '\n  ')}`;
  const [finding, ...others] = findings(
    routeFile({ table: 'most_specific_header_mutations_wins: true', routes }),
  );
  assert.match(finding ?? '', /^frame-policy-unread: header: \{key: X-Frame-Options, value: DENY\}/);
  assert.deepEqual(others, []);
});

test('an action that Envoy does not know is a warning in a file of routes, and the header is added', () => {
  assert.deepEqual(findings(routeFile({ table: adding('DENY', 'append_action: OVERWRITE') })), [
    'frame-policy-unread: OVERWRITE',
  ]);
});

test('a list inside direct_response is passed over', () => {
  const routes = `- match: {prefix: "/"}
  direct_response:
    status: 503
    body: {inline_string: "<h1>down</h1>"}
    ${adding('DENY').replaceAll('\n', '\n    ')}`;
  assert.deepEqual(findings(routeFile({ routes })), [
    'frame-policy-missing: shop',
    'frame-policy-unread: response_headers_to_add',
  ]);
  assert.deepEqual(findings(bootstrap({ routes })), [
    'frame-policy-missing: shop',
    'frame-policy-unread: response_headers_to_add',
  ]);
});

test('removed by mistake: the route configuration acts after the virtual host', () => {
  const text = routeFile({
    table: 'response_headers_to_remove: [x-frame-options, server]',
    host: adding('DENY'),
  });
  const found = findings(text);
  assert.equal(found.length, 1, found.join('; '));
  assert.match(found[0] ?? '', /x-frame-options/);
});

test('set on the request: no browser sees it', () => {
  const host = adding('DENY').replace('response', 'request');
  assert.deepEqual(findings(bootstrap({ host })), ['frame-policy-request-side: X-Frame-Options']);
});

test('an empty value neither sets nor removes anything', () => {
  assert.deepEqual(findings(bootstrap({ host: adding('""') })), ['frame-policy-invalid: ""']);
  const raw = bootstrap({
    host: 'response_headers_to_add:\n  - header: {key: X-Frame-Options, raw_value: REVOWQ==}',
  });
  assert.deepEqual(findings(raw), ['frame-policy-invalid: {key: X-Frame-Options, raw_value: REVOWQ==}']);
  assert.deepEqual(findings(bootstrap({ table: adding('DENY'), host: adding('""') })), []);
});

test('what Envoy refuses is told where it stands', () => {
  const refused = (parts: Parameters<typeof bootstrap>[0]) =>
    findings(bootstrap(parts)).filter((each) => each.startsWith('frame-policy-unread'));
  assert.deepEqual(refused({ host: adding('"DENY 100%"') }), ['frame-policy-unread: "DENY 100%"']);
  assert.deepEqual(refused({ host: adding('"%NOPE%"') }), ['frame-policy-unread: "%NOPE%"']);
  assert.deepEqual(
    refused({ host: adding('DENY', 'append: true\n    append_action: OVERWRITE_IF_EXISTS') }),
    ['frame-policy-unread: append: true'],
  );
  assert.deepEqual(refused({ host: 'response_header_to_add: []' }), [
    'frame-policy-unread: response_header_to_add',
  ]);
  assert.deepEqual(
    refused({ host: 'response_headers_to_add: [{key: X-Frame-Options, value: DENY}]' }).slice(0, 1),
    ['frame-policy-unread: key'],
  );
  assert.deepEqual(refused({ routes: '- match: {prefix: /}\n  route: {cluster: other}' }), [
    'frame-policy-unread: other',
  ]);
  assert.deepEqual(refused({ routes: '- match: {safe_regex: {regex: "(?=x)"}}\n  route: {cluster: shop}' }), [
    'frame-policy-unread: "(?=x)"',
  ]);
});

test('v2 types are no longer known', () => {
  const text = bootstrap({}).replace(
    /type\.googleapis\.com\/envoy\.extensions\.filters\.network\.\S+/,
    'type.googleapis.com/envoy.config.filter.network.http_connection_manager.v2.HttpConnectionManager',
  );
  assert.ok(
    findings(text).some((each) => /^frame-policy-unread: type.*v2\.HttpConnectionManager$/.test(each)),
  );
});

test('filters act after all levels, the first listed last', () => {
  const set = (value: string) =>
    `- append: {header: {key: X-Frame-Options, value: ${value}}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}`;
  assert.deepEqual(findings(bootstrap({ filters: mutationFilter(set('DENY')) })), []);
  const gone = mutationFilter(`${set('DENY')}\n- remove: x-frame-options`);
  assert.equal(findings(bootstrap({ filters: gone })).length, 1);
  const lua =
    '- name: lua\n  typed_config:\n    "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua\n    default_source_code:\n      inline_string: |\n        function envoy_on_response(h)\n          h:headers():replace("X-Frame-Options", "DENY")\n        end';
  assert.deepEqual(findings(bootstrap({ filters: lua })), []);
});

test('configuration per route of a filter that is not there is told', () => {
  const host = `typed_per_filter_config:
  envoy.filters.http.header_mutation:
    "@type": type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute
    mutations:
      response_mutations:
        - append: {header: {key: X-Frame-Options, value: DENY}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}`;
  assert.deepEqual(findings(bootstrap({ host })), [
    'frame-policy-missing: shop',
    'frame-policy-unread: envoy.filters.http.header_mutation',
  ]);
  assert.deepEqual(findings(bootstrap({ host, filters: mutationFilter('- remove: x-unused') })), []);
});

test('no page, no finding: redirects, gRPC, empty direct responses', () => {
  assert.deepEqual(
    findings(bootstrap({ routes: '- match: {prefix: /}\n  redirect: {https_redirect: true}' })),
    [],
  );
  assert.deepEqual(
    findings(bootstrap({ routes: '- match: {prefix: /, grpc: {}}\n  route: {cluster: shop}' })),
    [],
  );
  assert.deepEqual(
    findings(bootstrap({ routes: '- match: {prefix: /pkg.Service/}\n  route: {cluster: shop}' })),
    [],
  );
  assert.deepEqual(
    findings(bootstrap({ routes: '- match: {prefix: /}\n  direct_response: {status: 204}' })),
    [],
  );
});

test('a removal with a star is a name, and a broken name is no header', () => {
  const host = 'response_headers_to_remove: [x-frame-*]';
  assert.deepEqual(findings(bootstrap({ host, table: adding('DENY') })), ['frame-policy-unread: x-frame-*']);
  assert.deepEqual(findings(bootstrap({ host: adding('DENY', undefined, '"X-Frame-Options:"') })), [
    'frame-policy-misspelled: "X-Frame-Options:"',
  ]);
});

test('a file of routes is found by its path and by its name; otherwise it is said once', () => {
  const rds = (name: string) =>
    bootstrap({}).replace(
      /route_config:[^]*?(?=\n +http_filters)/,
      `rds: {route_config_name: ${name}, config_source: {path_config_source: {path: /etc/envoy/rds.yaml}}}`,
    ) + 'node: {id: a, cluster: b}\n';
  const all = (name: string, routes: string | undefined) => {
    const files = { 'envoy.yaml': rds(name), ...(routes !== undefined && { 'rds.yaml': routes }) };
    return told(judged(dialect, files), files);
  };
  assert.deepEqual(all('edge', routeFile({ table: adding('DENY') })), []);
  assert.deepEqual(all('edge', routeFile({})), ['frame-policy-missing: shop']);
  assert.deepEqual(all('other', routeFile({})), ['frame-policy-unread: other']);
  assert.deepEqual(all('edge', undefined), ['frame-policy-unresolved: route_config_name']);
  assert.deepEqual(
    told(judged(dialect, { 'envoy.yaml': rds('edge').replace('node: {id: a, cluster: b}\n', '') }), {})
      .slice(0, 1)
      .map((each) => each.slice(0, 19)),
    ['frame-policy-unread'],
  );
});

test('later documents of a file are not read', () => {
  const text = `${bootstrap({ table: adding('DENY') })}---\n${bootstrap({})}`;
  assert.deepEqual(findings(text), ['frame-policy-unread: static_resources']);
});

test('templates: nothing is called missing where a hole may fill it, and nothing is refused', () => {
  assert.deepEqual(findings(bootstrap({ table: adding('"{{ .Values.policy }}"') })), []);
  assert.deepEqual(findings(bootstrap({ table: adding('${POLICY}') })), []);
});

test('a listener of datagrams has no filter chain, one of connections needs one', () => {
  const listener = (protocol: string) => `static_resources:
  listeners:
    - name: dns
      address: {socket_address: {protocol: ${protocol}, address: 127.0.0.1, port_value: 1234}}
      listener_filters:
        - name: envoy.filters.udp_listener.udp_proxy
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig
            stat_prefix: dns
`;
  assert.deepEqual(findings(listener('UDP')), []);
  assert.deepEqual(findings(listener('TCP')), ['frame-policy-unread: dns']);
});

test('nothing is refused for what a template fills in', () => {
  const templated = bootstrap({
    routes: '- match: {prefix: "/"}\n  route: {cluster: {{ .Cluster }}, timeout: {{ .Timeout }}}',
  });
  assert.deepEqual(
    findings(templated).filter((finding) => finding.includes('unread')),
    [],
  );
  const named = bootstrap({ host: 'require_tls: {{ .Tls }}' }).replace('name: edge', 'naam: edge');
  assert.deepEqual(
    findings(named).filter((finding) => finding.includes('unread')),
    ['frame-policy-unread: naam'],
  );
});

const PART = `admin:
  address:
    socket_address: {port_value: 19001}
static_resources:
  clusters:
    - name: auth
      load_assignment:
        cluster_name: auth
        endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: auth}}}}]}]
`;

test('a part of a bootstrap lacks what stands in the other part', async () => {
  assert.deepEqual(findings(PART), []);
  const { refused, complete } = await predicted(dialect, { 'envoy.yaml': PART }, { url: 'http://x/' });
  assert.equal(refused, undefined);
  assert.equal(complete, false);
});

test('so does a file that is named for what it is, where it could not stand alone', () => {
  const broken = bootstrap({}).replace('address: 0.0.0.0, ', '');
  assert.match(findings(broken).join(), /frame-policy-unread/);
  assert.deepEqual(findings(broken, 'envoy-patch.yaml'), []);
  assert.deepEqual(findings(bootstrap({}), 'envoy-override.yaml'), ['frame-policy-missing: shop']);
});

/** What to do, as the one finding says that an instruction is without effect. */
function advice(text: string): string {
  const [message] = judged(dialect, { 'envoy.yaml': text }).flatMap((each) =>
    each.rule === 'frame-policy-unread' ? each.message : [],
  );
  return message ?? '';
}

test('the flag that turns the levels round stands in the filter, or in the route table; for some neither helps', () => {
  const setting = (value: string): string =>
    `typed_per_filter_config:\n  envoy.filters.http.header_mutation:\n    "@type": type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute\n    mutations: {response_mutations: [{append: {header: {key: X-Frame-Options, value: ${value}}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}}]}`;
  const route = (inner: string): string =>
    `- match: {prefix: "/"}\n  route: {cluster: shop}\n  ${inner.replaceAll('\n', '\n  ')}`;
  const filters = mutationFilter('- remove: x-other');
  assert.match(
    advice(bootstrap({ filters, host: setting('DENY'), routes: route(setting('SAMEORIGIN')) })),
    /mutations_wins: true in the HTTP filter\.$/,
  );
  assert.match(
    advice(bootstrap({ host: adding('DENY'), routes: route(adding('SAMEORIGIN')) })),
    /mutations_wins: true in the route configuration\.$/,
  );
  assert.match(
    advice(bootstrap({ filters, host: setting('DENY'), routes: route(adding('SAMEORIGIN')) })),
    /Set the value there\.$/,
  );
  assert.doesNotMatch(
    advice(
      bootstrap({
        table: 'most_specific_header_mutations_wins: true',
        host: adding('DENY'),
        routes: route(adding('SAMEORIGIN')),
      }),
    ),
    /widest/,
  );
});

test('shadowed: a wider level removes the line, and adds its own where there is none', () => {
  const routes = `- match: {prefix: "/"}\n  route: {cluster: shop}\n  ${adding('DENY').replaceAll('\n', '\n  ')}`;
  const host = 'response_headers_to_remove: [x-frame-options]';
  const table = adding('SAMEORIGIN', 'append_action: ADD_IF_ABSENT');
  assert.match(advice(bootstrap({ table, host, routes })), /a level that acts later sets SAMEORIGIN/);
  assert.equal(
    advice(bootstrap({ table: adding('DENY', 'append_action: ADD_IF_ABSENT'), host, routes })),
    '',
  );
});
