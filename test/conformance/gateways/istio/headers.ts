import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

/** `headers` as people write them, and some as they should not. */

const NAMES = [
  'X-Frame-Options',
  'X-Frame-Options',
  'x-frame-options',
  'Content-Security-Policy',
  'x-other',
] as const;
const VALUES = [
  'DENY',
  'SAMEORIGIN',
  'ALLOWALL',
  'DENY; SAMEORIGIN',
  '  DENY ',
  '100%%',
  '%RESPONSE_CODE%',
  '',
] as const;

function values(random: Random): Fields {
  return Object.fromEntries(
    Array.from({ length: 1 + random.below(2) }, () => {
      const name = random.chance(0.02) ? 'X-Frame-Options:' : random.pick(NAMES);
      const value = name === 'Content-Security-Policy' ? "frame-ancestors 'self'" : random.pick(VALUES);
      return [
        name,
        random.chance(0.6) && value !== '' && name !== 'Content-Security-Policy' ? 'DENY' : value,
      ];
    }),
  );
}

function operations(random: Random): Fields {
  const kind = random.pick(['set', 'set', 'add', 'remove', 'both', 'all']);
  const removed = (): Json => random.pick<Json>([['X-Frame-Options'], ['x-frame-options', 'x-other']]);
  return {
    ...(/set|both|all/.test(kind) && { set: values(random) }),
    ...(/add|all/.test(kind) && { add: values(random) }),
    ...(/remove|both|all/.test(kind) && { remove: removed() }),
  };
}

/** `headers` of an item or of a destination, or nothing. */
export function headers(random: Random, chance: number): Fields {
  if (!random.chance(chance)) return {};
  const request = { set: { 'X-Frame-Options': 'DENY' } };
  return {
    headers: random.chance(0.1)
      ? { request }
      : { response: operations(random), ...(random.chance(0.1) && { request }) },
  };
}

/** HeaderValueOption of Envoy, in an EnvoyFilter. */
export function option(random: Random): Json {
  const [key, value] = random.pick<readonly [string, string]>([
    ['X-Frame-Options', 'SAMEORIGIN'],
    ['x-frame-options', 'DENY'],
    ['Content-Security-Policy', "frame-ancestors 'none'"],
  ]);
  return {
    header: { key, value: random.chance(0.07) ? '' : value },
    ...random.pick<Fields>([
      {},
      { append: random.chance(0.5) },
      { append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' },
      { append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' },
      { append_action: 'ADD_IF_ABSENT' },
      { append_action: 'OVERWRITE_IF_EXISTS' },
    ]),
  };
}
