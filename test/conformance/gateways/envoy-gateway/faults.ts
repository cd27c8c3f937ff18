import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

interface Objects {
  readonly routes: readonly Fields[];
  readonly others: readonly Fields[];
}

/** Puts one thing in that the API server or Envoy refuses, or that is dropped. @returns its name */
export function spoil({ routes, others }: Objects, random: Random): string {
  const onPolicy = random.any(POLICIES.filter(([, kind]) => others.some((each) => each['kind'] === kind)));
  if (onPolicy !== undefined && random.chance(0.4)) {
    const [name, kind, fields] = onPolicy;
    const found = others.find((each) => each['kind'] === kind);
    if (found !== undefined) Object.assign(found['spec'] as Fields, fields);
    return name;
  }
  const [name, filters] = random.pick(FILTERS);
  const [route] = routes;
  if (route === undefined) return name;
  const spec = route['spec'] as Record<string, Json>;
  spec['rules'] = [{ filters, backendRefs: [{ name: 'web', port: 80 }] }];
  return name;
}

function setting(set: Json): Json {
  return { type: 'ResponseHeaderModifier', responseHeaderModifier: { set } };
}

const DENY: Json = { name: 'X-Frame-Options', value: 'DENY' };

const FILTERS: readonly [readonly [string, readonly Json[]], ...(readonly [string, readonly Json[]])[]] = [
  ['two modifiers', [setting([DENY]), setting([{ name: 'X-Other', value: 'a' }])]],
  ['a name twice', [setting([DENY, { name: 'X-Frame-Options', value: 'SAMEORIGIN' }])]],
  ['an empty value', [setting([{ name: 'X-Frame-Options', value: '' }])]],
  ['a name with a colon', [setting([{ name: 'X-Frame-Options:', value: 'DENY' }])]],
  ['a map for the list', [setting({ 'X-Frame-Options': 'DENY' })]],
  ['a number for a value', [setting([{ name: 'X-Frame-Options', value: 1 }])]],
  ['a lone percent sign', [setting([{ name: 'X-Other', value: '50% off' }])]],
  ['an unknown command', [setting([{ name: 'X-Other', value: '%NOBODY%' }])]],
  ['a known command', [setting([{ name: 'X-Other', value: '%RESPONSE_CODE%' }])]],
  [
    'another field than the type',
    [{ type: 'ResponseHeaderModifier', requestHeaderModifier: { set: [DENY] } }],
  ],
  ['no type', [{ responseHeaderModifier: { set: [DENY] } }]],
  ['an unknown list', [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { headers: [DENY] } }]],
  ['a redirect beside a service', [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }]],
  ['an empty modifier', [{ type: 'ResponseHeaderModifier', responseHeaderModifier: {} }]],
];

const ROUTE: Json = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop' };

const POLICIES: readonly (readonly [string, kind: string, Fields])[] = [
  ['a client policy on a route', 'ClientTrafficPolicy', { targetRefs: [ROUTE] }],
  ['a late name twice', 'ClientTrafficPolicy', { headers: { lateResponseHeaders: { set: [DENY, DENY] } } }],
  [
    'removal in an override',
    'BackendTrafficPolicy',
    {
      responseOverride: [
        {
          match: { statusCodes: [{ value: 404 }] },
          response: { header: { remove: ['X-Frame-Options'] } },
        },
      ],
    },
  ],
];
