import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';
import { headers } from './headers.ts';

export const MIDDLEWARES = ['guard', 'embed', 'Guard2', 'chain', 'outer', 'other'] as const;

/** A middlewares section: `guard` always is one that sets headers, the others are of many kinds. */
export function middlewares(random: Random): Record<string, Fields> {
  const names = random.some(MIDDLEWARES.slice(1), 0.6);
  return Object.fromEntries([
    ['guard', { headers: headers(random) }],
    ...names.map(
      (name) => [name, name === 'chain' || name === 'outer' ? chain(random) : middleware(random)] as const,
    ),
  ]);
}

/** Names of some of those that there are. */
export function references(random: Random, known: readonly string[], suffix = ''): Json {
  const names = Array.from({ length: 1 + random.below(3) }, () => `${random.any(known) ?? 'guard'}${suffix}`);
  return random.chance(0.12) ? names.join(random.pick([',', ', '])) : names;
}

function chain(random: Random): Fields {
  return { chain: { middlewares: references(random, ['guard', 'embed', 'guard', 'other']) } };
}

function middleware(random: Random): Fields {
  if (random.chance(0.45)) return { headers: headers(random) };
  return random.pick<Fields>([
    { compress: random.pick<Json>([{ minResponseBodyBytes: 1 }, true]) },
    { stripPrefix: { prefixes: ['/a'] } },
    { addPrefix: { prefix: '/added' } },
    { replacePath: { path: '/replaced' } },
    { replacePathRegex: { regex: '^/a(.*)', replacement: '/z$1' } },
    { stripPrefixRegex: { regex: ['^/[a-z]'] } },
    { redirectScheme: { scheme: 'https', permanent: random.chance(0.5) } },
    { redirectRegex: { regex: '^(http://[^/]*)/b$', replacement: '$1/moved' } },
    { basicAuth: { users: ['a:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/'] } },
    { ipAllowList: { sourceRange: [random.chance(0.5) ? '127.0.0.0/8' : '10.0.0.0/8'] } },
    { retry: { attempts: 2, initialInterval: '10ms' } },
    { buffering: { maxRequestBodyBytes: 100000 } },
    { inFlightReq: { amount: 100 } },
    { rateLimit: { average: 1000, burst: 1000 } },
    { errors: { status: ['500-599', '404'], service: 'app', query: '/{status}' } },
    { forwardAuth: { address: 'http://127.0.0.1:__UP__/auth' } },
    { circuitBreaker: { expression: 'LatencyAtQuantileMS(50.0) > 10000' } },
    { contentType: { autoDetect: true } },
    { passTLSClientCert: { pem: true } },
    { grpcWeb: { allowOrigins: ['*'] } },
  ]);
}
