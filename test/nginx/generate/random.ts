/** Choices that a seed repeats: a failing configuration can be made again from its number. */
export interface Random {
  /** A whole number from 0 up to, not including, `n`. */
  readonly below: (n: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  /** One of a list that may be empty. */
  readonly any: <T>(items: readonly T[]) => T | undefined;
  /** Some of the items, in their order. */
  readonly some: <T>(items: readonly T[], probability: number) => T[];
}

/** Marsaglia's 32-bit xorshift; the seed is spread first, so that neighbouring seeds do not begin alike. */
export function seeded(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  const fraction = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) fraction();
  const below = (n: number): number => Math.floor(fraction() * n);
  return {
    below,
    chance: (probability) => fraction() < probability,
    // `below` never reaches the length, so the first item only satisfies the type.
    pick: (items) => items[below(items.length)] ?? items[0],
    any: (items) => items[below(items.length)],
    some: (items, probability) => items.filter(() => fraction() < probability),
  };
}
