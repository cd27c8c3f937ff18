import type { Random } from '../../../nginx/generate/random.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Headers } from '../support/bench.ts';

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
  '/?q=1',
  '/a?v=12&q',
  '/b?q=2&q=1',
  '//a',
  '/a%2Fx',
] as const;
const HOSTS = ['shop.example', 'a.shop.example', 'SHOP.EXAMPLE', 'shop.example:8080', 'other.test'] as const;

/** Requests to both entry points, each to a service with and without a policy of its own. */
export function requests(
  random: Random,
  ports: readonly [number, number],
  count: number,
): readonly GatewayRequest[] {
  return Array.from({ length: count }, () => {
    const headers: (readonly [string, string])[] = [['Host', random.pick(HOSTS)]];
    if (random.chance(0.4)) headers.push(['X-Kind', random.pick(['one', 'two', 'ONE'])]);
    const request = {
      url: `http://127.0.0.1:${random.chance(0.7) ? ports[0] : ports[1]}${random.pick(PATHS)}`,
      method: random.chance(0.15) ? random.pick(['POST', 'HEAD', 'OPTIONS']) : 'GET',
      headers,
    };
    const status = random.chance(0.15) ? random.pick([404, 500, 302]) : 200;
    return [[], random.pick([SERVICES[0] ?? [], SERVICES[1] ?? []])].map((sent) => ({
      ...request,
      upstream: { status, headers: sent },
    }));
  }).flat();
}
