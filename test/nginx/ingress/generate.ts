import type { Sample, SampleIngress, SamplePath } from './manifest.ts';

/** A small generator of numbers: the same for the same seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed * 2_654_435_761 + 1;
  }

  /** 0 … below `count`. */
  roll(count: number): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 2_246_822_519) + 3_266_489_917) | 0;
    return ((this.#state ^ (this.#state >>> 13)) >>> 0) % count;
  }

  chance(one: number): boolean {
    return this.roll(one) === 0;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.roll(list.length)];
    if (one === undefined) throw new Error('Nothing to pick from.');
    return one;
  }
}

const LINES = [
  'more_set_headers "X-Frame-Options: DENY";',
  'more_set_headers "X-Frame-Options SAMEORIGIN";',
  'more_set_headers X-Frame-Options: DENY;',
  'more_set_headers "X-Frame-Options:";',
  'more_clear_headers X-Frame-Options;',
  `more_set_headers "Content-Security-Policy: frame-ancestors 'self' https://portal.example";`,
  'more_set_headers -s 404 "X-Frame-Options: DENY";',
  `more_set_headers -s '404 500' 'X-B: error' "X-A: error";`,
  'more_set_headers -t text/html "X-B: page";',
  'more_clear_headers "X-*";',
  'add_header X-Frame-Options DENY;',
  'add_header X-Frame-Options SAMEORIGIN always;',
  'add_header X-Frame-Options "";',
  'add_header X-A "one";\nadd_header X-A "two" always;',
  'add_header Content-Security-Policy "frame-ancestors \'none\'" always;',
  'proxy_hide_header X-Frame-Options;',
  'proxy_hide_header X-A;\nadd_header X-A mine always;',
  'set $policy DENY;\nmore_set_headers "X-Frame-Options: $policy";',
] as const;

const INNER = [
  'if ($arg_embed) { more_set_headers "X-Frame-Options: SAMEORIGIN"; }',
  'if ($arg_embed = 1) { add_header X-Frame-Options SAMEORIGIN; }',
  'if ($request_method = POST) { return 405; }',
  'if ($http_x_old) { rewrite ^/(.*)$ /new/$1 permanent; }',
] as const;

const OUTER = [
  'location = /health { return 200 "ok"; }',
  'location = /health { add_header X-A health; return 200 "ok"; }',
  'location ^~ /shop/private { more_set_headers "X-B: private"; return 403; }',
] as const;

const PATHS = [
  { path: '/', type: 'Prefix' },
  { path: '/', type: 'ImplementationSpecific' },
  { path: '/', type: 'Exact' },
  { path: '/shop', type: 'Prefix' },
  { path: '/help/', type: 'Prefix' },
  { path: '/shop', type: 'Exact' },
  { path: '/shop/cart', type: 'Prefix' },
  { path: '/api/v1', type: 'ImplementationSpecific' },
  { path: '/api', type: 'Prefix' },
] as const satisfies readonly SamplePath[];

const PATTERNS = [
  { path: '/shop/(cart|basket)', type: 'ImplementationSpecific' },
  { path: '/api(/|$)(.*)', type: 'ImplementationSpecific' },
  { path: '/[a-z]+/v1', type: 'ImplementationSpecific' },
  { path: '/', type: 'Prefix' },
] as const satisfies readonly SamplePath[];

const VALUES = ['DENY', 'SAMEORIGIN', 'ALLOWALL', 'cost $5 or more'] as const;

const HOSTS: readonly { readonly host: string | undefined }[] = [
  { host: undefined },
  { host: 'shop.example' },
  { host: 'shop.example' },
  { host: '*.shop.example' },
];

export function sampleOf(seed: number): Sample {
  const dice = new Dice(seed);
  const maps: Record<string, Record<string, string>> = {};
  const settings: Record<string, string> = {
    'allow-snippet-annotations': 'true',
    'annotations-risk-level': 'Critical',
  };
  if (dice.chance(3)) {
    settings['add-headers'] = 'shop/global';
    maps['global'] = { 'X-Frame-Options': dice.pick(['DENY', 'SAMEORIGIN', '']), 'X-C': 'global' };
  }
  if (dice.chance(4)) settings['hide-headers'] = 'X-Frame-Options,X-A';
  if (dice.chance(5)) settings['http-snippet'] = dice.pick(LINES.filter(isPlain));
  if (dice.chance(6)) settings['server-snippet'] = dice.pick(LINES.filter(isPlain));
  if (dice.chance(5)) settings['location-snippet'] = dice.pick(LINES.filter(isPlain));
  if (!dice.chance(6)) settings['global-allowed-response-headers'] = 'X-Frame-Options,X-B';
  const ingresses: SampleIngress[] = [];
  const taken = new Set<string>();
  for (let index = 0; index <= dice.roll(3); index++) {
    const host = dice.pick(HOSTS).host;
    const annotations = annotationsOf(dice, maps);
    const isPattern = annotations['use-regex'] !== undefined || annotations['rewrite-target'] !== undefined;
    const paths = pathsOf(dice, isPattern ? PATTERNS : PATHS).filter(({ path }) => {
      const key = `${host ?? '_'} ${path}`;
      // Which of two Ingresses of one path is older is not in the text; and nginx refuses a path twice.
      if (taken.has(key)) return false;
      taken.add(key);
      return true;
    });
    if (paths.length === 0) continue;
    const isFirst = ingresses.every(
      (each) => each.host !== host || each.annotations['server-snippet'] === undefined,
    );
    const { 'server-snippet': own, ...rest } = annotations;
    ingresses.push({
      name: `web-${index}`,
      host,
      paths,
      annotations: own !== undefined && isFirst ? annotations : rest,
      tls: host !== undefined && !host.startsWith('*') && dice.chance(4),
    });
  }
  return { ingresses, settings, maps };
}

/** Nothing that only a location may hold, or that must not stand twice. */
function isPlain(line: string): boolean {
  return !line.startsWith('set ');
}

function pathsOf(dice: Dice, all: readonly SamplePath[]): readonly SamplePath[] {
  const count = 1 + dice.roll(3);
  return Array.from({ length: count }, () => dice.pick(all));
}

function annotationsOf(dice: Dice, maps: Record<string, Record<string, string>>): Record<string, string> {
  const annotations: Record<string, string> = {};
  const lines = (pool: readonly string[]): string =>
    Array.from({ length: 1 + dice.roll(3) }, () => `${dice.pick(pool)}\n`).join('');
  if (!dice.chance(3)) annotations['configuration-snippet'] = lines([...LINES, ...LINES, ...INNER]);
  if (dice.chance(3)) {
    annotations['server-snippet'] = `${lines(LINES)}${dice.chance(3) ? `${dice.pick(OUTER)}\n` : ''}`;
  }
  if (dice.chance(4)) {
    annotations['custom-headers'] = 'shop/own';
    maps['own'] ??= {
      'X-Frame-Options': dice.pick(VALUES),
      ...(dice.chance(2) && { 'X-B': 'own' }),
      ...(dice.chance(6) && { 'X-C': 'own' }),
    };
  }
  if (dice.chance(6)) annotations['use-regex'] = 'true';
  if (dice.chance(8)) annotations['rewrite-target'] = '/to/$2';
  if (dice.chance(10)) annotations['permanent-redirect'] = 'https://other.example/';
  if (dice.chance(8)) annotations['auth-url'] = 'https://sso.example/verify';
  if (dice.chance(8)) annotations['enable-cors'] = 'true';
  if (dice.chance(10)) annotations['app-root'] = '/shop';
  if (dice.chance(10)) annotations['denylist-source-range'] = '127.0.0.0/8';
  if (dice.chance(4)) annotations['ssl-redirect'] = 'false';
  return annotations;
}
