import type { Random } from '../../../nginx/generate/random.ts';
import type { Configuration } from '../support/bench.ts';
import { level, list, option } from './headers.ts';
import { filters, HTTP, mutationFilter, perFilter } from './filters.ts';
import { spoil } from './faults.ts';
import { hosts } from './hosts.ts';
import { render, type Fields, type Json } from '../support/render.ts';

/** The bootstrap, and the files that it loads. `__LISTEN__`, `__UP__`, `__DIR__` as recorded. */
export function configuration(_seed: number, random: Random): Configuration {
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
