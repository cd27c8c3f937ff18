import type { Random } from '../../../nginx/generate/random.ts';
import { perFilter } from './filters.ts';
import { level } from './headers.ts';
import type { Fields, Json } from '../support/render.ts';

/** Virtual hosts, their routes and what these match. */

const DOMAINS = [
  '*',
  'shop.example',
  '*.example',
  'shop.*',
  '*.shop.example',
  'a.shop.example',
  'SHOP.example:8080',
] as const;

export function hosts(random: Random): Json {
  const left = new Set<string>(DOMAINS);
  const take = (): string => {
    const all = [...left];
    const domain = all[random.below(all.length)] ?? '*';
    left.delete(domain);
    return domain;
  };
  return Array.from({ length: 1 + random.below(3) }, (_, index): Json => ({
    name: `host-${index}`,
    domains:
      random.chance(0.4) && index === 0 && left.delete('*')
        ? ['*']
        : Array.from({ length: 1 + random.below(2) }, take),
    ...(random.chance(0.06) && { require_tls: random.pick(['ALL', 'NONE']) }),
    ...level(random),
    ...perFilter(random, 0.12),
    routes: Array.from({ length: 1 + random.below(4) }, () => route(random)),
  }));
}

function route(random: Random): Json {
  return { match: match(random), ...action(random), ...level(random), ...perFilter(random, 0.15) };
}

function match(random: Random): Json {
  return {
    ...random.pick<Fields>([
      { prefix: '/' },
      { prefix: '/' },
      { prefix: random.pick(['/a', '/a/', '/b']) },
      { path: random.pick(['/a', '/a/x', '/b']) },
      { path_separated_prefix: '/a' },
      { safe_regex: { regex: random.pick(['/[ab](/.*)?', '/a/\\w+', '(?i)/A.*', '.*x']) } },
      { prefix: '/A', case_sensitive: false },
    ]),
    ...(random.chance(0.2) && { headers: [header(random)] }),
    ...(random.chance(0.12) && { query_parameters: [query(random)] }),
    ...(random.chance(0.05) && {
      runtime_fraction: { default_value: { numerator: random.pick([0, 100]), denominator: 'HUNDRED' } },
    }),
  };
}

function header(random: Random): Json {
  const name = random.pick(['x-kind', 'x-number', ':method', ':authority']);
  return {
    name,
    ...random.pick<Fields>([
      { string_match: { exact: random.pick(['GET', 'one', 'two']) } },
      { string_match: { prefix: 'o', ignore_case: random.chance(0.5) } },
      { string_match: { safe_regex: { regex: '\\d+|GET' } } },
      { string_match: { contains: 'shop' } },
      { present_match: random.chance(0.5) },
      { exact_match: 'one' },
      { range_match: { start: 1, end: 7 } },
      {},
    ]),
    ...(random.chance(0.25) && { invert_match: true }),
    ...(random.chance(0.15) && { treat_missing_header_as_empty: true }),
  };
}

function query(random: Random): Json {
  return {
    name: random.pick(['q', 'v']),
    ...random.pick<Fields>([
      { present_match: true },
      { present_match: false },
      { string_match: { exact: '1' } },
      { string_match: { suffix: '2' } },
      {},
    ]),
  };
}

function action(random: Random): Fields {
  return random.pick<() => Fields>([
    () => ({ route: { cluster: 'app' } }),
    () => ({ route: { cluster: 'app' } }),
    () => ({ route: { cluster: random.pick(['other', 'empty']) } }),
    () => ({ route: { weighted_clusters: { clusters: weighted(random) } } }),
    () => ({
      direct_response: { status: random.pick([200, 204, 404, 503]), body: { inline_string: 'hello' } },
    }),
    () => ({
      redirect: {
        path_redirect: '/new',
        response_code: random.pick<Json>(['FOUND', 'MOVED_PERMANENTLY', 3]),
      },
    }),
  ])();
}

function weighted(random: Random): Json {
  const one: Fields = { name: 'app', weight: 100, ...level(random, 0.7), ...perFilter(random, 0.2) };
  return random.chance(0.7)
    ? [one]
    : [one, { name: 'other', weight: random.pick([0, 100]), ...level(random, 0.3) }];
}
