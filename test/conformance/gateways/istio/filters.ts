import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';
import { option } from './headers.ts';

const HTTP = 'type.googleapis.com/envoy.extensions.filters.http';
const MANAGER = 'envoy.filters.network.http_connection_manager';

/** An EnvoyFilter with one patch, or two. */
export function envoyFilter(random: Random, index: number): Fields {
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: {
      name: `filter-${index}`,
      namespace: random.pick(['istio-system', 'istio-system', 'istio-system', 'shop', 'elsewhere']),
    },
    spec: {
      ...(random.chance(0.08) && { workloadSelector: { labels: { istio: 'ingressgateway' } } }),
      ...(random.chance(0.08) && { priority: random.pick([-10, 10]) }),
      configPatches: Array.from({ length: 1 + random.below(3) }, () => patch(random)),
    },
  };
}

function patch(random: Random): Json {
  const context = random.pick(['GATEWAY', 'GATEWAY', 'GATEWAY', 'ANY', 'SIDECAR_INBOUND', '']);
  const match = context === '' ? {} : { context };
  if (random.chance(0.5)) {
    return {
      applyTo: random.pick(['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE']),
      ...(context !== '' && { match }),
      patch: { operation: 'MERGE', value: level(random) },
    };
  }
  const [operation, subFilter] = random.pick([
    ['INSERT_BEFORE', 'envoy.filters.http.router'],
    ['INSERT_BEFORE', 'envoy.filters.http.router'],
    ['INSERT_FIRST', undefined],
    ['INSERT_AFTER', 'envoy.filters.http.cors'],
    ['INSERT_BEFORE', undefined],
  ] as const);
  const filter = { name: MANAGER, ...(subFilter !== undefined && { subFilter: { name: subFilter } }) };
  return {
    applyTo: 'HTTP_FILTER',
    match: { ...match, listener: { filterChain: { filter } } },
    patch: { operation, value: random.chance(0.85) ? mutation(random) : lua() },
  };
}

function level(random: Random): Fields {
  return {
    ...(random.chance(0.85) && {
      response_headers_to_add: Array.from({ length: 1 + random.below(2) }, () => option(random)),
    }),
    ...(random.chance(0.3) && { response_headers_to_remove: ['x-frame-options'] }),
  };
}

function mutation(random: Random): Json {
  const one = (): Json =>
    random.chance(0.7) ? { append: option(random) } : { remove: random.pick(['X-Frame-Options', 'x-other']) };
  return {
    name: 'envoy.filters.http.header_mutation',
    typed_config: {
      '@type': `${HTTP}.header_mutation.v3.HeaderMutation`,
      mutations: { response_mutations: Array.from({ length: 1 + random.below(2) }, one) },
    },
  };
}

function lua(): Json {
  const inlineCode = 'function envoy_on_response(h)\n  h:headers():replace("X-Frame-Options", "DENY")\nend\n';
  return {
    name: 'envoy.filters.http.lua',
    typed_config: {
      '@type': `${HTTP}.lua.v3.Lua`,
      default_source_code: { inline_string: inlineCode },
    },
  };
}
