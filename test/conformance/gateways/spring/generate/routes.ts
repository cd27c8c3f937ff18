import type { Random } from '../../../../nginx/generate/random.ts';
import { filters } from './filters.ts';
import { predicates } from './predicates.ts';
import { list, type Fields, type Json, type Target } from './shape.ts';

const SERVICE = 'http://127.0.0.1:__UP__';

export function routes(target: Target, random: Random): readonly Fields[] {
  let number = 0;
  return list(random, 4, () => route(`r${number++}`, target, random));
}

export function route(id: string, target: Target, random: Random): Fields {
  const isNameless = target.kind === 'webflux' && random.chance(0.02);
  return {
    ...(!isNameless && { id }),
    uri: random.chance(0.05) ? random.pick(['no://op', SERVICE, 'lb://nobody', `${SERVICE}/base`]) : SERVICE,
    predicates: predicates(target, random),
    ...(random.chance(0.85) && {
      [filtersKey(random)]: spelledList(filters(target, random, 4), target, random),
    }),
    ...(random.chance(0.15) && { order: random.below(5) - 2 }),
    ...(random.chance(0.12) && { metadata: metadata(random) }),
    ...(random.chance(0.05) && { enabled: random.chance(0.5) }),
  };
}

function filtersKey(random: Random): string {
  return random.chance(0.04) ? random.pick(['Filters', 'FILTERS', 'filters']) : 'filters';
}

/** A list as lists are written, or as a map of numbers, or as one text where no comma is in the way. */
export function spelledList(items: readonly Json[], target: Target, random: Random): Json {
  if (random.chance(0.04)) return Object.fromEntries(items.map((item, index) => [String(index), item]));
  const isText = items.every((item) => typeof item === 'string' && !item.includes(','));
  if (isText && target.kind === 'webflux' && random.chance(0.3))
    return (items as readonly string[]).join(',');
  return items;
}

function metadata(random: Random): Json {
  return random.pick<Json>([
    { 'response-timeout': 2000 },
    { owner: 'shop', 'x-frame-options': 'DENY' },
    { cors: { allowedOrigins: '*' } },
  ]);
}
