import type { Random } from '../../../nginx/generate/random.ts';
import type { Json } from '../support/render.ts';

/** Header instructions as people write them, and some as they should not. */

const NAMES = [
  'X-Frame-Options',
  'x-frame-options',
  'X-Frame-Options',
  'Content-Security-Policy',
  'x-other',
] as const;
const VALUES = [
  'DENY',
  'SAMEORIGIN',
  'sameorigin',
  'ALLOWALL',
  "frame-ancestors 'self'",
  '  DENY ',
  'a%%b',
] as const;
const ACTIONS = [
  'APPEND_IF_EXISTS_OR_ADD',
  'ADD_IF_ABSENT',
  'OVERWRITE_IF_EXISTS_OR_ADD',
  'OVERWRITE_IF_EXISTS_OR_ADD',
  'OVERWRITE_IF_EXISTS',
  'overwrite_if_exists',
] as const;

export function option(random: Random): Json {
  const key = random.pick(NAMES);
  const value = key === 'Content-Security-Policy' ? "frame-ancestors 'none'" : random.pick(VALUES);
  const empty = random.chance(0.08);
  const header: Json = empty
    ? random.pick<Json>([{ key, value: '' }, { key }, { key, value: null }])
    : { key, value };
  return {
    header,
    ...random.pick<Record<string, Json>>([
      {},
      { append_action: random.pick(ACTIONS) },
      { append_action: random.pick(ACTIONS) },
      { append_action: random.below(4) },
      { append: random.chance(0.5) },
    ]),
    ...(empty && random.chance(0.5) && { keep_empty_value: true }),
  };
}

/** A level's two lists, or none. */
export function level(random: Random, chance = 0.4): Record<string, Json> {
  const fields: Record<string, Json> = {};
  if (random.chance(chance)) fields['response_headers_to_add'] = list(random, () => option(random));
  if (random.chance(chance / 4))
    fields['response_headers_to_remove'] = random.pick<Json>([
      ['X-Frame-Options'],
      'x-other',
      ['content-security-policy', 'x-frame-options'],
    ]);
  if (random.chance(chance / 8)) fields['request_headers_to_add'] = [option(random)];
  return fields;
}

export function mutation(random: Random): Json {
  return random.pick<() => Json>([
    () => ({ append: option(random) }),
    () => ({ append: option(random) }),
    () => ({ remove: random.pick(NAMES) }),
    () => ({
      remove_on_match: {
        key_matcher: random.pick<Json>([
          { prefix: 'x-f' },
          { exact: 'x-frame-options' },
          { suffix: 'policy' },
          { contains: 'FRAME', ignore_case: true },
        ]),
      },
    }),
  ])();
}

/** One, or a few; one may stand without its list. */
export function list(random: Random, make: () => Json): Json {
  const items = Array.from({ length: 1 + random.below(3) }, make);
  return items.length === 1 && random.chance(0.2) ? (items[0] ?? items) : items;
}
