import type { Random } from '../../../nginx/generate/random.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Headers } from '../support/bench.ts';

/** What the service sends: nothing of its own, or a policy that matters. */
const SERVICES: readonly Headers[] = [
  [],
  [['X-Frame-Options', 'ALLOWALL']],
  [
    ['X-Frame-Options', 'SAMEORIGIN'],
    ['X-Frame-Options', 'DENY'],
    ['Content-Security-Policy', "frame-ancestors 'self'"],
  ],
];

const PATHS = ['/', '/a', '/a/x', '/ab', '/A/X', '/b/../a', '//a//x', '/b', '/?q=1', '/a?v=12&q'] as const;
const HOSTS = [
  'shop.example',
  'a.shop.example',
  'SHOP.EXAMPLE',
  'shop.example:8080',
  'other.test',
  'shop.test',
] as const;

/** Requests of one configuration, each to a service with and without a header of its own. @param port of the listener */
export function requests(random: Random, port: number, count: number): readonly GatewayRequest[] {
  return Array.from({ length: count }, () => {
    const headers: (readonly [string, string])[] = [['Host', random.pick(HOSTS)]];
    if (random.chance(0.4)) headers.push(['X-Kind', random.pick(['one', 'two', 'ONE'])]);
    if (random.chance(0.3)) headers.push(['X-Number', random.pick(['5', '12', 'x'])]);
    const status = random.chance(0.15) ? random.pick([404, 500, 302]) : 200;
    const request = {
      url: `http://127.0.0.1:${port}${random.pick(PATHS)}`,
      method: random.chance(0.1) ? 'POST' : 'GET',
      headers,
    };
    const services = [SERVICES[0] ?? [], SERVICES[1 + random.below(2)] ?? []];
    return services.map((sent) => ({ ...request, upstream: { status, headers: sent } }));
  }).flat();
}
