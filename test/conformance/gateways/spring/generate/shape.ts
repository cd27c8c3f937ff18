import type { Random } from '../../../../nginx/generate/random.ts';

export type Kind = 'webflux' | 'webmvc';

/** The gateway that is to read what is generated. */
export interface Target {
  readonly kind: Kind;
  readonly version: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Fields = Record<string, Json>;

export function isNewest({ version }: Target): boolean {
  return Number(version.split('.')[0]) >= 5;
}

/** From one to `most`, made one by one. */
export function list<T>(random: Random, most: number, make: () => T): readonly T[] {
  return Array.from({ length: 1 + random.below(most) }, make);
}
