import type { Random } from '../../../nginx/generate/random.ts';
import { level, list, mutation, option } from './headers.ts';
import { render, type Json } from './render.ts';

/** A configuration of its seed: the bootstrap, and the files that it loads. `__LISTEN__`, `__UP__`, `__DIR__` as recorded. */
export interface Configuration {
  readonly seed: number;
  readonly files: Readonly<Record<string, string>>;
  /** What was put in on purpose for Envoy to refuse; it may still take it. */
  readonly fault: string | undefined;
}

const HTTP = 'type.googleapis.com/envoy.extensions.filters.http';
type Fields = Record<string, Json>;

export function configuration(seed: number, random: Random): Configuration {
  const table: Fields = {
    name: 'edge',
    ...level(random),
    virtual_hosts: hosts(random),
    ...tableOptions(random),
  };
  const fault = random.chance(0.14) ? spoil(table, random) : undefined;
  const manager: Fields = { stat_prefix: 'ingress', ...managerOptions(random) };
  const isLoaded = random.chance(0.15);
  if (isLoaded) {
    manager['rds'] = {
      route_config_name: random.chance(0.9) ? 'edge' : 'other',
      config_source: { path_config_source: { path: '__DIR__/routes.yaml' } },
    };
  } else manager['route_config'] = table;
  manager['http_filters'] = [
    ...filters(random),
    { name: 'envoy.filters.http.router', typed_config: { '@type': `${HTTP}.router.v3.Router` } },
  ];
  const resource: Fields = {
    '@type': 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
    ...table,
  };
  return {
    seed,
    fault,
    files: {
      'envoy.yaml': render(bootstrap(manager, random), random),
      ...(isLoaded && { 'routes.yaml': render({ resources: [resource] }, random) }),
    },
  };
}

function bootstrap(manager: Fields, random: Random): Json {
  return {
    node: { id: 'lab', cluster: 'lab' },
    static_resources: {
      listeners: [
        {
          name: 'front',
          address: { socket_address: { address: '127.0.0.1', port_value: '__LISTEN__' } },
          filter_chains: [
            {
              filters: [
                {
                  name: 'envoy.filters.network.http_connection_manager',
                  typed_config: {
                    '@type':
                      'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
                    ...manager,
                  },
                },
              ],
            },
          ],
        },
      ],
      clusters: [
        cluster('app', true, random),
        cluster('other', true, random),
        cluster('empty', false, random),
      ],
    },
  };
}

function cluster(name: string, hasEndpoint: boolean, random: Random): Json {
  const address = { socket_address: { address: '127.0.0.1', port_value: '__UP__' } };
  const own = hasEndpoint && random.chance(0.1);
  return {
    name,
    type: 'STATIC',
    load_assignment: {
      cluster_name: name,
      ...(hasEndpoint && { endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] }),
    },
    ...(own && {
      typed_extension_protocol_options: {
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
          '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
          explicit_http_config: { http_protocol_options: {} },
          http_filters: [
            mutationFilter(random),
            { name: 'codec', typed_config: { '@type': `${HTTP}.upstream_codec.v3.UpstreamCodec` } },
          ],
        },
      },
    }),
  };
}

function tableOptions(random: Random): Fields {
  return {
    ...(random.chance(0.25) && { most_specific_header_mutations_wins: true }),
    ...(random.chance(0.1) && { ignore_port_in_host_matching: true }),
    ...perFilter(random, 0.12),
  };
}

function managerOptions(random: Random): Fields {
  const op = random.pick(['GE', 'LE', 'EQ', 'NE']);
  const status = { op, value: { default_value: random.pick([200, 301, 404, 503]), runtime_key: 'none' } };
  const mapper = (): Json => ({
    filter: random.pick<Json>([
      { status_code_filter: { comparison: status } },
      {
        or_filter: {
          filters: [
            { status_code_filter: { comparison: status } },
            { status_code_filter: { comparison: { ...status, op: 'EQ' } } },
          ],
        },
      },
      { not_health_check_filter: {} },
    ]),
    ...(random.chance(0.2) && { status_code: 418 }),
    headers_to_add: list(random, () => option(random)),
  });
  return {
    ...(random.chance(0.15) && { normalize_path: true }),
    ...(random.chance(0.15) && { merge_slashes: true }),
    ...(random.chance(0.15) && { strip_any_host_port: true }),
    ...(random.chance(0.2) && { local_reply_config: { mappers: list(random, mapper) } }),
  };
}

const DOMAINS = [
  '*',
  'shop.example',
  '*.example',
  'shop.*',
  '*.shop.example',
  'a.shop.example',
  'SHOP.example:8080',
] as const;

function hosts(random: Random): Json {
  const left = new Set<string>(DOMAINS);
  const take = (): string => {
    const all = [...left];
    const domain = all[random.below(all.length)] ?? '*';
    left.delete(domain);
    return domain;
  };
  return Array.from({ length: 1 + random.below(3) }, (_, index): Json => ({
    name: `host-${index}`,
    domains:
      random.chance(0.4) && index === 0 && left.delete('*')
        ? ['*']
        : Array.from({ length: 1 + random.below(2) }, take),
    ...(random.chance(0.06) && { require_tls: random.pick(['ALL', 'NONE']) }),
    ...level(random),
    ...perFilter(random, 0.12),
    routes: Array.from({ length: 1 + random.below(4) }, () => route(random)),
  }));
}

function route(random: Random): Json {
  return { match: match(random), ...action(random), ...level(random), ...perFilter(random, 0.15) };
}

function match(random: Random): Json {
  return {
    ...random.pick<Fields>([
      { prefix: '/' },
      { prefix: '/' },
      { prefix: random.pick(['/a', '/a/', '/b']) },
      { path: random.pick(['/a', '/a/x', '/b']) },
      { path_separated_prefix: '/a' },
      { safe_regex: { regex: random.pick(['/[ab](/.*)?', '/a/\\w+', '(?i)/A.*', '.*x']) } },
      { prefix: '/A', case_sensitive: false },
    ]),
    ...(random.chance(0.2) && { headers: [header(random)] }),
    ...(random.chance(0.12) && { query_parameters: [query(random)] }),
    ...(random.chance(0.05) && {
      runtime_fraction: { default_value: { numerator: random.pick([0, 100]), denominator: 'HUNDRED' } },
    }),
  };
}

function header(random: Random): Json {
  const name = random.pick(['x-kind', 'x-number', ':method', ':authority']);
  return {
    name,
    ...random.pick<Fields>([
      { string_match: { exact: random.pick(['GET', 'one', 'two']) } },
      { string_match: { prefix: 'o', ignore_case: random.chance(0.5) } },
      { string_match: { safe_regex: { regex: '\\d+|GET' } } },
      { string_match: { contains: 'shop' } },
      { present_match: random.chance(0.5) },
      { exact_match: 'one' },
      { range_match: { start: 1, end: 7 } },
      {},
    ]),
    ...(random.chance(0.25) && { invert_match: true }),
    ...(random.chance(0.15) && { treat_missing_header_as_empty: true }),
  };
}

function query(random: Random): Json {
  return {
    name: random.pick(['q', 'v']),
    ...random.pick<Fields>([
      { present_match: true },
      { present_match: false },
      { string_match: { exact: '1' } },
      { string_match: { suffix: '2' } },
      {},
    ]),
  };
}

function action(random: Random): Fields {
  return random.pick<() => Fields>([
    () => ({ route: { cluster: 'app' } }),
    () => ({ route: { cluster: 'app' } }),
    () => ({ route: { cluster: random.pick(['other', 'empty']) } }),
    () => ({ route: { weighted_clusters: { clusters: weighted(random) } } }),
    () => ({
      direct_response: { status: random.pick([200, 204, 404, 503]), body: { inline_string: 'hello' } },
    }),
    () => ({
      redirect: {
        path_redirect: '/new',
        response_code: random.pick<Json>(['FOUND', 'MOVED_PERMANENTLY', 3]),
      },
    }),
  ])();
}

function weighted(random: Random): Json {
  const one: Fields = { name: 'app', weight: 100, ...level(random, 0.7), ...perFilter(random, 0.2) };
  return random.chance(0.7)
    ? [one]
    : [one, { name: 'other', weight: random.pick([0, 100]), ...level(random, 0.3) }];
}

const MUTATION = 'envoy.filters.http.header_mutation';

function mutationFilter(random: Random, name = MUTATION): Json {
  return {
    name,
    typed_config: {
      '@type': `${HTTP}.header_mutation.v3.HeaderMutation`,
      mutations: { response_mutations: list(random, () => mutation(random)) },
      ...(random.chance(0.2) && { most_specific_header_mutations_wins: true }),
    },
  };
}

function perFilter(random: Random, chance: number): Fields {
  if (!random.chance(chance)) return {};
  const config = random.pick<() => Json>([
    () => ({
      '@type': `${HTTP}.header_mutation.v3.HeaderMutationPerRoute`,
      mutations: { response_mutations: list(random, () => mutation(random)) },
    }),
    () => ({ '@type': 'type.googleapis.com/envoy.config.route.v3.FilterConfig', disabled: true }),
  ])();
  return { typed_per_filter_config: { [random.chance(0.8) ? MUTATION : 'lua']: config } };
}

const SCRIPTS = [
  'h:headers():replace("X-Frame-Options", "DENY")',
  'h:headers():add("x-frame-options", "SAMEORIGIN")',
  'local headers = h:headers()\nheaders:remove("X-Frame-Options")\nheaders:add("X-Frame-Options", "DENY")',
  'if h:headers():get("X-Frame-Options") == nil then\n  h:headers():add("X-Frame-Options", "DENY")\nend',
  "h:headers():remove('content-security-policy')",
] as const;

function filters(random: Random): readonly Json[] {
  const made: Json[] = [];
  if (random.chance(0.3)) made.push(mutationFilter(random));
  if (random.chance(0.12))
    made.push({ name: 'lua', typed_config: lua(random), ...(random.chance(0.15) && { disabled: true }) });
  if (random.chance(0.08)) made.push(mutationFilter(random, 'second'));
  if (random.chance(0.06)) {
    const rules = {
      action: random.pick(['DENY', 'ALLOW']),
      policies: { all: { permissions: [{ any: true }], principals: [{ any: true }] } },
    };
    made.push({ name: 'envoy.filters.http.rbac', typed_config: { '@type': `${HTTP}.rbac.v3.RBAC`, rules } });
  }
  if (random.chance(0.06)) {
    const abort = {
      http_status: 418,
      percentage: { numerator: random.pick([0, 100]), denominator: 'HUNDRED' },
    };
    made.push({
      name: 'envoy.filters.http.fault',
      typed_config: { '@type': `${HTTP}.fault.v3.HTTPFault`, abort },
    });
  }
  if (random.chance(0.1))
    made.push({ name: 'envoy.filters.http.cors', typed_config: { '@type': `${HTTP}.cors.v3.Cors` } });
  return made.toSorted(() => random.below(3) - 1);
}

function lua(random: Random): Json {
  const script = `function envoy_on_response(h)\n${random.pick(SCRIPTS)}\nend\n`;
  return { '@type': `${HTTP}.lua.v3.Lua`, default_source_code: { inline_string: script } };
}

/** Puts one fault into the table, and says which. */
function spoil(table: Fields, random: Random): string {
  const host = (table['virtual_hosts'] as readonly Fields[])[0] ?? table;
  const first = (host['routes'] as readonly Fields[])[0] ?? host;
  const at = random.pick([table, host, first]);
  const add = (item: Json): void => {
    at['response_headers_to_add'] = [item];
  };
  const frame = (rest: Fields): Json => ({ header: { key: 'X-Frame-Options', value: 'DENY', ...rest } });
  const faults: readonly [string, () => void][] = [
    [
      'a lone percent sign',
      () => {
        add(frame({ value: '100%' }));
      },
    ],
    [
      'an unknown command',
      () => {
        add(frame({ value: '%NOPE%' }));
      },
    ],
    [
      'a command without its parameters',
      () => {
        add(frame({ value: '%REQ%' }));
      },
    ],
    [
      'a number as value',
      () => {
        add(frame({ value: 10 }));
      },
    ],
    [
      'an unknown action',
      () => {
        add({ ...(frame({}) as Fields), append_action: 'OVERWRITE' });
      },
    ],
    [
      'both ways to append',
      () => {
        add({ ...(frame({}) as Fields), append: false, append_action: 'ADD_IF_ABSENT' });
      },
    ],
    [
      'an item without header',
      () => {
        add({ key: 'X-Frame-Options', value: 'DENY' });
      },
    ],
    [
      'Host',
      () => {
        add(frame({ key: 'Host' }));
      },
    ],
    [
      'an empty name',
      () => {
        add(frame({ key: '' }));
      },
    ],
    [
      'removal of :status',
      () => {
        at['response_headers_to_remove'] = [':status'];
      },
    ],
    [
      'an empty removal',
      () => {
        at['response_headers_to_remove'] = [''];
      },
    ],
    [
      'the singular',
      () => {
        at['response_header_to_add'] = [frame({})];
      },
    ],
    [
      'a list in the action',
      () => {
        first['direct_response'] = { status: 200, response_headers_to_add: [frame({})] };
        delete first['route'];
        delete first['redirect'];
      },
    ],
    [
      'two actions',
      () => {
        first['redirect'] = { path_redirect: '/x' };
        first['direct_response'] = { status: 200 };
      },
    ],
    [
      'no action',
      () => {
        delete first['route'];
        delete first['redirect'];
        delete first['direct_response'];
      },
    ],
    [
      'no match',
      () => {
        delete first['match'];
      },
    ],
    [
      'a look-ahead',
      () => {
        first['match'] = { safe_regex: { regex: '/(?!a)' } };
      },
    ],
    [
      'an unknown cluster',
      () => {
        first['route'] = { cluster: 'nobody' };
        delete first['redirect'];
        delete first['direct_response'];
      },
    ],
    [
      'a status out of range',
      () => {
        first['direct_response'] = { status: 99 };
        delete first['route'];
        delete first['redirect'];
      },
    ],
    [
      'a domain twice',
      () => {
        host['domains'] = ['twice.example', 'TWICE.example'];
      },
    ],
    [
      'a domain with a star inside',
      () => {
        host['domains'] = ['a*b.example'];
      },
    ],
    [
      'no domain',
      () => {
        host['domains'] = [];
      },
    ],
    [
      'weights of nothing',
      () => {
        first['route'] = { weighted_clusters: { clusters: [{ name: 'app', weight: 0 }] } };
        delete first['redirect'];
        delete first['direct_response'];
      },
    ],
    [
      'a broken name',
      () => {
        add(frame({ key: 'X-Frame-Options:' }));
      },
    ],
    [
      'a name with a blank',
      () => {
        add(frame({ key: 'X Frame Options' }));
      },
    ],
    [
      'a wildcard removal',
      () => {
        at['response_headers_to_remove'] = ['x-frame-*'];
      },
    ],
    [
      'raw_value',
      () => {
        add({ header: { key: 'X-Frame-Options', raw_value: 'REVOWQ==' } });
      },
    ],
  ];
  const [name, apply] = faults[random.below(faults.length)] ?? ['nothing', () => undefined];
  apply();
  return name;
}
