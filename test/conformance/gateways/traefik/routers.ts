import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';
import { references } from './middlewares.ts';

const ROUTERS = ['shop', 'admin', 'api', 'all', 'Zed', 'a-long-name'] as const;

export function routers(random: Random, known: readonly string[]): Record<string, Fields> {
  const names = random.some(ROUTERS, 0.55);
  return Object.fromEntries(
    (names.length === 0 ? ['shop'] : names).map((name) => [name, router(random, known)]),
  );
}

function router(random: Random, known: readonly string[]): Fields {
  return {
    rule: rule(random),
    service: random.chance(0.9)
      ? 'app'
      : random.pick(['spread', 'mirror', 'spare', 'unsound', 'sound', 'guarded']),
    ...(random.chance(0.65) && {
      middlewares: references(random, known, random.chance(0.15) ? '@file' : ''),
    }),
    ...(random.chance(0.4) && {
      entryPoints: random.pick<Json>([['web'], ['websecure'], ['web', 'websecure'], 'web']),
    }),
    ...(random.chance(0.15) && { priority: random.pick([1, 10, 50, 1000]) }),
    ...(random.chance(0.08) && { tls: {} }),
  };
}

const MATCHERS = [
  'Host(`shop.example`)',
  'Host(`SHOP.example`)',
  'Host(`a.shop.example`)',
  'HostRegexp(`^[a-z]+\\.shop\\.example$`)',
  'HostRegexp(`.+`)',
  'Path(`/a`)',
  'Path(`/a/`)',
  'PathPrefix(`/`)',
  'PathPrefix(`/a`)',
  'PathPrefix(`/a/x`)',
  'PathRegexp(`^/[ab]`)',
  'PathRegexp(`x$`)',
  'Method(`GET`)',
  'Method(`POST`)',
  'Header(`X-Kind`, `one`)',
  'HeaderRegexp(`X-Kind`, `^t`)',
  'Query(`q`, `1`)',
  'Query(`q`)',
  'QueryRegexp(`v`, `^[0-9]+$`)',
] as const;
/** What no configuration decides. */
const ADDRESS = 'ClientIP(`10.0.0.0/8`)';

export function rule(random: Random): string {
  const one = (): string =>
    (random.chance(0.12) ? '!' : '') + (random.chance(0.02) ? ADDRESS : random.pick(MATCHERS));
  const few = (): string => {
    const joined = Array.from({ length: 1 + random.below(3) }, one).join(random.pick([' && ', ' || ', '&&']));
    return random.chance(0.1) ? `!(${joined})` : joined;
  };
  return random.chance(0.2) ? `(${few()}) ${random.pick(['&&', '||'])} ${few()}` : few();
}

export const SERVICES: Readonly<Record<string, Json>> = {
  app: { loadBalancer: { servers: [{ url: 'http://127.0.0.1:__UP__' }] } },
  sound: {
    loadBalancer: {
      servers: [{ url: 'http://127.0.0.1:__UP__' }],
      healthCheck: { path: '/', interval: '10s' },
    },
  },
  dead: { loadBalancer: { servers: [{ url: 'http://127.0.0.1:__DEAD__' }] } },
  spread: {
    weighted: {
      services: [
        { name: 'app', weight: 1 },
        { name: 'guarded', weight: 1 },
      ],
    },
  },
  mirror: { mirroring: { service: 'app', mirrors: [{ name: 'app', percent: 10 }] } },
  spare: { failover: { service: 'sound', fallback: 'guarded' } },
  unsound: { failover: { service: 'app', fallback: 'dead' } },
  guarded: { loadBalancer: { servers: [{ url: 'http://127.0.0.1:__UP__' }] }, middlewares: ['guard'] },
};
