import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Random } from '../../../nginx/generate/random.ts';
import type { Headers } from '../support/bench.ts';

/** What the service sends: nothing of its own, or a policy that matters. */
const SERVICES: readonly [Headers, ...Headers[]] = [
  [['X-Frame-Options', 'ALLOWALL']],
  [['X-Frame-Options', 'DENY']],
  [['Content-Security-Policy', "frame-ancestors 'self'"]],
  [
    ['X-Frame-Options', 'SAMEORIGIN'],
    ['X-Frame-Options', 'DENY'],
    ['X-Frame-Options', 'DENY'],
    ['Content-Security-Policy', "default-src 'self'"],
  ],
  [['X-Frame-Options', '']],
];

const PATHS = [
  '/',
  '/a',
  '/a/x',
  '/a/x/y',
  '/a/',
  '/b',
  '/b/?red=green',
  '/a/x?red=blue&v=1',
  '/A/X',
  '/a%20b',
] as const;
const HOSTS = ['shop.example', 'shop.example', 'a.shop.example', 'b.other.test', 'SHOP.EXAMPLE'] as const;

/** Requests of one configuration, each to a service with and without a header of its own. */
export function requests(random: Random, count: number): readonly GatewayRequest[] {
  return Array.from({ length: count }, () => {
    const headers: (readonly [string, string])[] = [['Host', random.pick(HOSTS)]];
    if (random.chance(0.3)) headers.push(['X-Kind', random.pick(['one', 'two', 'ONE'])]);
    if (random.chance(0.2)) headers.push(['X-Number', random.pick(['5', '12', 'x'])]);
    if (random.chance(0.2))
      headers.push(['Cookie', random.pick(['session=abc', 'a=b; session=adc', 'session='])]);
    if (random.chance(0.05))
      headers.push(['Origin', random.pick(['https://shop.example', 'https://evil.example'])]);
    const method = random.chance(0.12) ? random.pick(['POST', 'HEAD', 'OPTIONS']) : 'GET';
    const request = { url: `http://gateway.example${random.pick(PATHS)}`, method, headers };
    const status = random.chance(0.25) ? random.pick([404, 500, 302, 301, 401, 503]) : 200;
    const moved: Headers =
      status === 301 || status === 302 ? [['Location', 'https://shop.example/next']] : [];
    return [[], random.pick(SERVICES)].map((sent) => ({
      ...request,
      upstream: { status, headers: [...moved, ...sent] },
    }));
  }).flat();
}
