import type { Random } from '../../../../nginx/generate/random.ts';
import { isNewest, type Fields, type Json, type Target } from './shape.ts';
import { headerName, headerValue } from './values.ts';

/** Filters that write headers of the answer, in the short and the long form. */
export function headerFilter(target: Target, random: Random): Json {
  const name = headerName(random);
  const isFlux = target.kind === 'webflux';
  const isLong = random.chance(0.3);
  const kinds: readonly [number, () => Json][] = [
    [4, () => set(name, isLong, isFlux, random)],
    [3, () => add(name, isLong, isFlux, random)],
    [2, () => remove(name, isLong, random)],
    [1.2, () => dedupe(isLong, isFlux, random)],
    [1, () => rewrite(name, isLong, isFlux, random)],
    [isFlux ? 2 : 0, () => secureHeaders(target, random)],
  ];
  return weighted(kinds, random);
}

export function weighted(kinds: readonly [number, () => Json][], random: Random): Json {
  let left = random.below(1000) / 1000;
  const sum = kinds.reduce((all, [weight]) => all + weight, 0);
  for (const [weight, make] of kinds) {
    left -= weight / sum;
    if (left < 0) return make();
  }
  return kinds[0]?.[1]() ?? null;
}

function set(name: string, isLong: boolean, isFlux: boolean, random: Random): Json {
  if (!isLong) return `SetResponseHeader=${name}, ${headerValue(name, random, isFlux && random.chance(0.3))}`;
  const value = headerValue(name, random, true);
  return long('SetResponseHeader', { name, value }, isFlux, random);
}

function add(name: string, isLong: boolean, isFlux: boolean, random: Random): Json {
  const override = isFlux && random.chance(0.35) ? random.pick(['true', 'false', 'no', 'off']) : undefined;
  if (!isLong) {
    const rest = override === undefined ? '' : `, ${override}`;
    return `AddResponseHeader=${name},${random.chance(0.2) ? '' : ' '}${headerValue(name, random)}${rest}`;
  }
  const value = headerValue(name, random, true);
  return long(
    'AddResponseHeader',
    { name, [isFlux ? 'value' : 'values']: value, ...(override !== undefined && { override }) },
    isFlux,
    random,
  );
}

/** `{name, args}`, sometimes with counted keys, which WebFlux takes for names. */
function long(name: string, args: Fields, isFlux: boolean, random: Random): Json {
  const counted = isFlux && random.chance(0.12);
  const entries = Object.entries(args).map(([key, value], index): [string, Json] => [
    counted ? `_genkey_${index}` : isFlux && random.chance(0.05) ? key.toUpperCase() : key,
    value,
  ]);
  return { name, args: Object.fromEntries(entries) };
}

function remove(name: string, isLong: boolean, random: Random): Json {
  if (isLong) return { name: 'RemoveResponseHeader', args: { name } };
  return `RemoveResponseHeader=${random.chance(0.1) ? ' ' : ''}${name}`;
}

function dedupe(isLong: boolean, isFlux: boolean, random: Random): Json {
  const names = random.pick([
    'X-Frame-Options',
    'x-frame-options Content-Security-Policy',
    'Content-Security-Policy X-Frame-Options X-Other',
    'X-Other',
  ]);
  const strategies = ['RETAIN_FIRST', 'RETAIN_LAST', 'RETAIN_UNIQUE'] as const;
  const strategy = random.chance(0.75) ? random.pick(strategies) : undefined;
  const written =
    isFlux && strategy !== undefined && random.chance(0.15)
      ? strategy.toLowerCase().replace('_', '-')
      : strategy;
  if (isLong && isFlux)
    return {
      name: 'DedupeResponseHeader',
      args: { name: names, ...(written !== undefined && { strategy: written }) },
    };
  return `DedupeResponseHeader=${names}${written === undefined ? '' : `, ${written}`}`;
}

function rewrite(name: string, isLong: boolean, isFlux: boolean, random: Random): Json {
  const [regexp, replacement] = random.pick<readonly [string, string]>([
    ['DENY', 'SAMEORIGIN'],
    ['.*', 'DENY'],
    ['^.+$', 'DENY'],
    ['(SAME|ANY)ORIGIN', '$1-ORIGIN'],
    ["'self'", "'none'"],
    ['[A-Z]+', 'x'],
    ['frame-ancestors (?<who>[^;]*)', 'frame-ancestors ${who} https://a.example'],
    ['nothing-like-it', 'DENY'],
  ]);
  if (isLong && isFlux) return { name: 'RewriteResponseHeader', args: { name, regexp, replacement } };
  return `RewriteResponseHeader=${name}, ${regexp}, ${replacement.replaceAll('${', '$\\{')}`;
}

function secureHeaders(target: Target, random: Random): Json {
  if (random.chance(0.55))
    return random.pick(['SecureHeaders', 'SecureHeaders', { name: 'SecureHeaders' }, 'SecureHeaders=x']);
  const args: Fields = {};
  const keys = isNewest(target)
    ? (['frameOptionsHeaderValue', 'frame-options-header-value', 'frame-options'] as const)
    : (['frame-options', 'frameOptions', 'frameOptionsHeaderValue'] as const);
  if (random.chance(0.6)) args[random.pick(keys)] = random.pick(['SAMEORIGIN', 'DENY', 'ALLOWALL']);
  if (random.chance(0.3)) {
    args[random.pick(['contentSecurityPolicyHeaderValue', 'content-security-policy'])] =
      "frame-ancestors 'self'";
  }
  if (random.chance(0.3)) args['disable'] = disabled(random);
  if (random.chance(0.15)) args['enable'] = random.pick<Json>(['permissions-policy', ['permissions-policy']]);
  return { name: 'SecureHeaders', args };
}

/** Headers that SecureHeaders is not to write. */
export function disabled(random: Random): Json {
  return random.pick<Json>([
    'x-frame-options',
    'X-Frame-Options',
    'frame-options',
    'content-security-policy,strict-transport-security',
    ['x-frame-options', 'content-security-policy'],
    ['x-xss-protection'],
  ]);
}
