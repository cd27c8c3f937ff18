import type { Random } from '../../../nginx/generate/random.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Fields = Record<string, Json>;

export type Kind = 'rewrite' | 'v2' | 'filter' | 'request' | 'mocking' | 'interception' | 'plain' | 'unknown';

export interface Entry {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  readonly [key: string]: Json;
}

const IDS: Readonly<Record<Kind, string>> = {
  rewrite: 'response_rewrite',
  v2: 'response_rewrite_v2',
  filter: 'response_filter',
  request: 'proxy_rewrite_v2',
  mocking: 'http-mocking',
  interception: 'request_interception',
  plain: 'gzip',
  unknown: 'http_mocking',
};

const KINDS = [
  ...['rewrite', 'rewrite', 'rewrite', 'rewrite', 'v2', 'v2', 'filter', 'filter', 'request'],
  ...['mocking', 'interception', 'plain', 'unknown'],
] as readonly Kind[];

/** One to four entries of the list of plugins, in an order of their own. */
export function entries(random: Random): readonly Entry[] {
  return Array.from({ length: 1 + random.below(4) }, (_, index): Entry => {
    let kind = random.any(KINDS) ?? 'rewrite';
    // An answer of the plugin's own for everything leaves little to see.
    if ((kind === 'mocking' || kind === 'interception') && random.chance(0.5)) kind = 'rewrite';
    const isGlobal = random.chance(kind === 'mocking' || kind === 'interception' ? 0.05 : 0.35);
    const status = isGlobal ? 'global' : random.pick(['enable', 'enable', 'enable', 'disable']);
    return {
      kind,
      id: `eolinker.com:apinto:${IDS[kind]}`,
      name: `${kind}-${index}`,
      ...(random.chance(0.96) && { status }),
      ...(random.chance(isGlobal ? 0.95 : 0.15) && { config: configOf(kind, random) }),
    };
  });
}

export function configOf(kind: Kind, random: Random): Json {
  switch (kind) {
    case 'rewrite':
      return rewrite(random);
    case 'v2':
      return { matches: Array.from({ length: 1 + random.below(2) }, () => match(random)) };
    case 'filter':
      return filter(random);
    case 'request':
      return { path_type: 'none', headers: headers(random) };
    case 'mocking':
      return {
        response_status: random.pick([200, 404]),
        content_type: 'text/html',
        response_example: '<p>example',
        response_header: headers(random),
      };
    case 'interception':
      return {
        status: random.pick([200, 403]),
        content_type: 'text/html',
        body: '<p>no',
        headers: [{ key: 'X-Frame-Options', value: [random.pick(['DENY', 'SAMEORIGIN'])] }],
      };
    case 'plain':
      return { types: [], min_length: 100_000, vary: false };
    case 'unknown':
      return {};
  }
}

function headers(random: Random): Json {
  const value = random.pick([
    'DENY',
    'SAMEORIGIN',
    'ALLOWALL',
    '',
    'sameorigin',
    'ALLOW-FROM https://a.example',
  ]);
  const made: Fields = { [random.pick(['X-Frame-Options', 'x-frame-options', 'X-FRAME-OPTIONS'])]: value };
  if (random.chance(0.25))
    made['Content-Security-Policy'] = random.pick(["frame-ancestors 'none'", "default-src 'self'"]);
  if (random.chance(0.06)) made['X-Frame-Options:'] = 'DENY';
  if (random.chance(0.06)) made['X-Frame-Option'] = 'DENY';
  return random.chance(0.04) ? { 'X-Frame-Options': random.pick<Json>([1, 1.5, true, null]) } : made;
}

const CODES: readonly (readonly (number | string)[])[] = [
  [200],
  [200, 404],
  [200, 201, 302, 404, 500],
  [404],
  ['200', '404'],
  [418],
];

function rewrite(random: Random): Json {
  const made: Fields = { headers: headers(random), match: { code: random.any(CODES) ?? [200] } };
  if (random.chance(0.1)) made['status_code'] = random.pick([200, 418, 404, 100]);
  if (random.chance(0.05))
    made['match'] = random.pick<Json>([{ code: [] }, { code: [100, 200] }, { code: [599] }, {}]);
  if (random.chance(0.04)) delete made['match'];
  if (random.chance(0.03)) made['headers'] = ['X-Frame-Options: DENY'];
  if (random.chance(0.02)) made['match'] = { code: 200 };
  if (random.chance(0.04)) return { Headers: made['headers'] ?? {}, match: made['match'] ?? {} };
  return made;
}

function match(random: Random): Json {
  const rewritten: Fields = { headers: headers(random), body: 'other' };
  if (random.chance(0.2)) rewritten['status_code'] = random.pick([200, 418, 404]);
  return {
    ...(random.chance(0.95) && { match_status_code: random.pick([200, 200, 404, 418]) }),
    ...(random.chance(0.08) && {
      match_headers: [{ header_key: 'X-Frame-Options', content: 'SAME', match_type: 'prefix' }],
    }),
    response_rewrite: rewritten,
  };
}

function filter(random: Random): Json {
  const names = random.pick([
    ['X-Frame-Options'],
    ['x-frame-options', 'Content-Security-Policy'],
    ['Server'],
    ['X-Frame-Options', 'Content-Type', 'X-Service'],
  ]);
  const type = random.pick(['black', 'black', 'white', 'blacklist']);
  return { header_filter: names, ...(random.chance(0.95) && { header_filter_type: type }) };
}
