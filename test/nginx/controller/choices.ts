import type { Random } from '../../conformance/nginx/generate/random.ts';

/** One of the items, of which there is at least one. */
export function oneOf<T>(random: Random, items: readonly T[]): T {
  const index = random.below(items.length);
  const [item] = items.slice(index, index + 1);
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}

/** A whole number between these, both among them. */
export function between(random: Random, low: number, high: number): number {
  return low + random.below(high - low + 1);
}

/** So many of the items, in any order. */
export function sample<T>(random: Random, items: readonly T[], count: number): readonly T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(random.below(left.length), 1),
  ).flat();
}
