import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

/** The lists of a header modifier. @param lists those that its place has */
export function modifier(random: Random, lists: readonly string[]): Fields {
  const chosen = random.some(lists, 0.45);
  const some = chosen.length > 0 ? chosen : [lists[0] ?? 'set'];
  return Object.fromEntries(some.map((list) => [list, list === 'remove' ? removed(random) : items(random)]));
}

function items(random: Random): Json {
  const names = random.some(
    [random.pick(['X-Frame-Options', 'x-frame-options']), 'Content-Security-Policy', 'X-Other'],
    0.6,
  );
  if (names.includes('X-Frame-Options') && random.chance(0.1)) names.push('x-frame-options');
  const some = names.length > 0 ? names : ['X-Frame-Options'];
  return some.map((name) => ({ name, value: valueOf(random, name) }));
}

function valueOf(random: Random, name: string): string {
  if (/frame/i.test(name)) return random.pick(['DENY', 'SAMEORIGIN', 'DENY', 'ALLOW-FROM https://a.example']);
  if (name === 'X-Other') return random.pick(['one', '50%%', 'DENY']);
  return random.pick([
    "frame-ancestors 'none'",
    "default-src 'self'; frame-ancestors 'self'",
    "img-src 'self'",
  ]);
}

function removed(random: Random): Json {
  const names = random.some(['x-frame-options', 'Content-Security-Policy', 'Server'], 0.5);
  return names.length > 0 ? names : ['X-Frame-Options'];
}
