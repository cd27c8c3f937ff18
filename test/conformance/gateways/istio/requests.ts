import type { Random } from '../../../nginx/generate/random.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Headers } from '../support/bench.ts';

/** What the service sends: nothing of its own, or a policy that matters. */
const SERVICES: readonly Headers[] = [
  [['X-Frame-Options', 'ALLOWALL']],
  [
    ['X-Frame-Options', 'SAMEORIGIN'],
    ['X-Frame-Options', 'DENY'],
    ['Content-Security-Policy', "frame-ancestors 'self'"],
  ],
];
const PATHS = [
  '/',
  '/a',
  '/a/',
  '/a/x',
  '/ab',
  '/A/x',
  '/b',
  '/B',
  '/?q=1',
  '/a?v=12&q',
  '/b?q=2&q=1',
] as const;
/** What the gateway makes plain before it routes. */
const ODD = ['/b/../a', '//a', '/a%2Fx', '/./a', '/a//x', '/a/x/..', '/a%20x', '/a/%2fx'] as const;
const HOSTS = [
  'shop.example',
  'shop.example',
  'a.shop.example',
  'SHOP.EXAMPLE',
  'shop.example:8080',
  'other.test',
  'b.example',
] as const;

/** Requests of one configuration, each to a service with and without a header of its own. */
export function requests(random: Random, count: number): readonly GatewayRequest[] {
  return Array.from({ length: count }, () => {
    const headers: (readonly [string, string])[] = [['Host', random.pick(HOSTS)]];
    if (random.chance(0.4)) headers.push(['X-Kind', random.pick(['one', 'two', 'ONE'])]);
    if (random.chance(0.3)) headers.push(['X-Number', random.pick(['12', '5'])]);
    if (random.chance(0.1)) headers.push(['Origin', 'https://a.example']);
    const status = random.chance(0.15) ? random.pick([404, 500, 302]) : 200;
    const request = {
      url: `http://gateway.test${random.chance(0.06) ? random.pick(ODD) : random.pick(PATHS)}`,
      method: random.chance(0.12) ? random.pick(['POST', 'HEAD', 'OPTIONS']) : 'GET',
      headers,
    };
    return [[], random.pick([SERVICES[0] ?? [], SERVICES[1] ?? []])].map((sent) => ({
      ...request,
      upstream: { status, headers: sent },
    }));
  }).flat();
}
