import type { Random } from '../../../nginx/generate/random.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Headers } from '../support/bench.ts';

const SERVICES: readonly [Headers, ...Headers[]] = [
  [['X-Frame-Options', 'ALLOWALL']],
  [
    ['X-Frame-Options', 'SAMEORIGIN'],
    ['X-Frame-Options', 'DENY'],
    ['Content-Security-Policy', "frame-ancestors 'self'"],
  ],
];
const PATHS = [
  ...(['/', '/', '/a', '/a/', '/a/x', '/ab', '/A/x', '/b', '/b/a', '/?q=1', '/a?v=12&q'] as const),
  ...(['/b?q=2&q=1', '//a', '/a//x', '/b/../a', '/a%2Fx', '/a%20x'] as const),
] as const;
const HOSTS = [
  ...(['shop.example', 'shop.example', 'a.shop.example', 'SHOP.EXAMPLE', 'shop.example:8080'] as const),
  ...(['a.b.shop.example', 'other.test'] as const),
] as const;

/** Requests to the listeners of a Gateway, each to a service with and without a policy of its own. */
export function requests(random: Random, ports: readonly number[], count: number): readonly GatewayRequest[] {
  return Array.from({ length: count }, () => {
    const headers: (readonly [string, string])[] = [['Host', random.pick(HOSTS)]];
    if (random.chance(0.4)) headers.push(['X-Kind', random.pick(['one', 'two', 'ONE'])]);
    if (random.chance(0.15)) headers.push(['Origin', 'https://shop.example']);
    const request = {
      url: `http://127.0.0.1:${random.any(ports) ?? 80}${random.pick(PATHS)}`,
      method: random.chance(0.2) ? random.pick(['POST', 'HEAD', 'OPTIONS']) : 'GET',
      headers,
    };
    const status = random.chance(0.25) ? random.pick([404, 500, 302]) : 200;
    return [[], random.pick(SERVICES)].map((sent) => ({ ...request, upstream: { status, headers: sent } }));
  }).flat();
}
