import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';
import { ENVOY_GATEWAY, GATEWAY_API, type Edge } from './gateway.ts';
import { modifier } from './headers.ts';
import { matches } from './matches.ts';

const LISTS = ['set', 'add', 'remove'];

export function httpRoute(random: Random, name: string, { listeners }: Edge): Fields {
  const section = random.chance(0.2) ? { sectionName: random.any(listeners) ?? 'http' } : {};
  const hostnames = random.some(['shop.example', '*.shop.example', 'a.shop.example', 'other.test'], 0.45);
  return {
    apiVersion: `${GATEWAY_API}/v1`,
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'default', ...(random.chance(0.2) && { labels: { frame: 'yes' } }) },
    spec: {
      parentRefs: [{ name: 'edge', ...section }],
      ...(hostnames.length > 0 && { hostnames }),
      rules: Array.from({ length: 1 + random.below(3) }, (_, index) => rule(random, index)),
    },
  };
}

function rule(random: Random, index: number): Json {
  const kind = random.pick([
    'service',
    'service',
    'service',
    'service',
    'service',
    'redirect',
    'direct',
  ] as const);
  const named = random.chance(0.1) ? { name: `rule-${index}` } : {};
  const taken = random.chance(0.1) ? {} : { matches: matches(random) };
  const own = random.chance(0.6) ? [responseModifier(random)] : [];
  switch (kind) {
    case 'redirect': {
      const requestRedirect = random.pick<Json>([
        { scheme: 'https', statusCode: 301 },
        { hostname: 'other.test' },
        { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' }, statusCode: 302 },
      ]);
      return { ...named, ...taken, filters: [...own, { type: 'RequestRedirect', requestRedirect }] };
    }
    case 'direct': {
      const extension = {
        type: 'ExtensionRef',
        extensionRef: { group: ENVOY_GATEWAY, kind: 'HTTPRouteFilter', name: 'notice' },
      };
      const filters = random.chance(0.6) ? [...own, extension] : [extension, ...own];
      return { ...named, ...taken, filters };
    }
    case 'service': {
      const filters = [...own, ...requestFilters(random)];
      return {
        ...named,
        ...taken,
        ...(filters.length > 0 && { filters }),
        ...(!random.chance(0.05) && { backendRefs: backends(random) }),
      };
    }
  }
}

function responseModifier(random: Random): Json {
  return { type: 'ResponseHeaderModifier', responseHeaderModifier: modifier(random, LISTS) };
}

function requestFilters(random: Random): readonly Json[] {
  return [
    ...(random.chance(0.15)
      ? [{ type: 'RequestHeaderModifier', requestHeaderModifier: modifier(random, LISTS) }]
      : []),
    ...(random.chance(0.12)
      ? [
          {
            type: 'URLRewrite',
            urlRewrite: random.pick<Json>([
              { hostname: 'inner.test' },
              { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' } },
              { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } },
            ]),
          },
        ]
      : []),
    ...(random.chance(0.06)
      ? [{ type: 'CORS', cors: { allowOrigins: ['https://shop.example'], allowMethods: ['GET'] } }]
      : []),
  ];
}

function backends(random: Random): Json {
  const filters = random.chance(0.15) ? { filters: [responseModifier(random)] } : {};
  const first = { name: 'web', port: 80, ...filters };
  if (random.chance(0.75)) return [first];
  const weights: readonly [readonly [number, number], ...(readonly [number, number])[]] = [
    [1, 1],
    [90, 10],
    [1, 0],
    [0, 1],
  ];
  const [one, two] = random.pick(weights);
  // Mostly both do the same: chance decides which of them is asked.
  const other = random.chance(0.1) ? {} : filters;
  return [
    { ...first, weight: one },
    { name: 'web2', port: 80, ...other, weight: two },
  ];
}

/** The filter that a rule of these routes refers to. */
export function routeFilters(routes: readonly Fields[], random: Random): readonly Fields[] {
  if (!JSON.stringify(routes).includes('"notice"') || random.chance(0.1)) return [];
  const directResponse = {
    statusCode: random.pick([200, 403, 503]),
    contentType: 'text/html',
    body: { type: 'Inline', inline: '<p>closed</p>' },
    ...(random.chance(0.4) && { header: modifier(random, ['set', 'add']) }),
  };
  return [
    {
      apiVersion: `${ENVOY_GATEWAY}/v1alpha1`,
      kind: 'HTTPRouteFilter',
      metadata: { name: 'notice', namespace: 'default' },
      spec: { directResponse },
    },
  ];
}

export function grpcRoute(): Fields {
  return {
    apiVersion: `${GATEWAY_API}/v1`,
    kind: 'GRPCRoute',
    metadata: { name: 'calls', namespace: 'default' },
    spec: {
      parentRefs: [{ name: 'edge' }],
      hostnames: ['calls.example'],
      rules: [
        { matches: [{ method: { service: 'shop.Orders' } }], backendRefs: [{ name: 'web', port: 80 }] },
      ],
    },
  };
}
