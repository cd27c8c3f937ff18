import type { Random } from '../../../nginx/generate/random.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Headers } from '../support/bench.ts';

/** What the service sends: nothing of its own, one line, or several. */
const SERVICES: readonly Headers[] = [
  [],
  [['X-Frame-Options', 'ALLOWALL']],
  [
    ['x-frame-options', 'SAMEORIGIN'],
    ['X-FRAME-OPTIONS', 'DENY'],
    ['Content-Security-Policy', "frame-ancestors 'self'"],
  ],
];

const PATHS = [
  '/shop',
  '/shop/a',
  '/shop/a.html',
  '/blog/a',
  '/a/mid/b',
  '/12',
  '/SHOP/a',
  '/?v=12',
  '/shop/a?q=1&v=12',
] as const;
const HOSTS = ['shop.example', 'SHOP.EXAMPLE', 'a.shop.example', 'other.test'] as const;

/** Requests of one configuration, each to a service with and without a header of its own. @param port of the gateway */
export function requests(random: Random, port: number, count: number): readonly GatewayRequest[] {
  return Array.from({ length: count }, () => {
    const headers: (readonly [string, string])[] = [['Host', random.pick(HOSTS)]];
    if (random.chance(0.4)) headers.push(['X-Kind', random.pick(['one', 'two', 'ONE'])]);
    if (random.chance(0.3)) headers.push(['Cookie', random.pick(['c=1', 'b=2; c=1', 'c=2'])]);
    const status = random.chance(0.35) ? random.pick([404, 500, 302, 201]) : 200;
    const request = {
      url: `http://127.0.0.1:${port}${random.pick(PATHS)}`,
      method: random.chance(0.15) ? 'POST' : 'GET',
      headers,
    };
    const services = [SERVICES[0] ?? [], SERVICES[1 + random.below(2)] ?? []];
    return services.map((sent) => ({ ...request, upstream: { status, headers: sent } }));
  }).flat();
}
