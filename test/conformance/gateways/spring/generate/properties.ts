import type { Random } from '../../../../nginx/generate/random.ts';
import { filters } from './filters.ts';
import { disabled } from './header-filters.ts';
import { route, routes, spelledList } from './routes.ts';
import type { Fields, Json, Target } from './shape.ts';

/** What stands below the gateway's prefix. */
export function gatewayProperties(target: Target, random: Random): Fields {
  const isFlux = target.kind === 'webflux';
  return shuffled(
    {
      ...(!isFlux && random.chance(0.2)
        ? { 'routes-map': { one: route('one', target, random), two: route('two', target, random) } }
        : { [random.chance(0.05) ? 'Routes' : 'routes']: spelledRoutes(target, random) }),
      ...(!isFlux && random.chance(0.1) && { routes: routes(target, random) }),
      ...((isFlux ? random.chance(0.6) : random.chance(0.1)) && {
        [defaultsKey(random)]: spelledList(filters(target, random, 3), target, random),
      }),
      ...filterProperties(target, random),
      ...(isFlux && random.chance(0.05) && { globalcors: cors(random) }),
      ...(random.chance(0.03) && { 'fail-on-route-definition-error': random.chance(0.3) }),
      ...(random.chance(0.02) && { enabled: random.chance(0.5) }),
    },
    random,
  );
}

function spelledRoutes(target: Target, random: Random): Json {
  const made = routes(target, random);
  return random.chance(0.04) ? Object.fromEntries(made.map((each, index) => [String(index), each])) : made;
}

export function defaultsKey(random: Random): string {
  return random.chance(0.75)
    ? 'default-filters'
    : random.pick([
        'defaultFilters',
        'default_filters',
        'DEFAULT_FILTERS',
        'defaultfilters',
        'Default-Filters',
      ]);
}

function filterProperties({ kind }: Target, random: Random): Fields {
  const secure: Fields = {
    ...(random.chance(0.6) && {
      [random.pick(['frame-options', 'frameOptions', 'frame_options'])]: random.pick([
        'SAMEORIGIN',
        'DENY',
        '',
      ]),
    }),
    ...(random.chance(0.3) && { 'content-security-policy': "default-src 'self'; frame-ancestors 'self'" }),
    ...(random.chance(0.35) && { disable: disabled(random) }),
    ...(random.chance(0.1) && { enable: 'permissions-policy' }),
  };
  const inner: Fields = {
    ...(random.chance(0.25) && { [random.pick(['secure-headers', 'secureHeaders'])]: secure }),
    ...(random.chance(0.06) && {
      'remove-hop-by-hop': {
        headers: random.pick<Json>([['x-frame-options'], 'X-Frame-Options,connection']),
      },
    }),
  };
  if (Object.keys(inner).length === 0 || (kind === 'webmvc' && random.chance(0.7))) return {};
  return { filter: inner };
}

function cors(random: Random): Json {
  return {
    'cors-configurations': {
      [random.pick(['[/**]', '[/a/**]'])]: {
        allowedOrigins: random.pick(['https://shop.example', '*']),
        allowedMethods: ['GET'],
      },
    },
  };
}

/** The same in another order. */
function shuffled(fields: Fields, random: Random): Fields {
  const left = Object.entries(fields);
  const next: [string, Json][] = [];
  while (left.length > 0) next.push(...left.splice(random.below(left.length), 1));
  return Object.fromEntries(next);
}
