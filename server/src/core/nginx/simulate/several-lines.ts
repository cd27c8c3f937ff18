import type { Transaction } from './transaction.ts';

/** Since 1.23.0 all lines of a name are joined; before, the first was taken. */
export function severalLines(values: readonly string[], t: Transaction): string | undefined {
  if (values.length <= 1) return values[0] ?? '';
  const { version } = t.config;
  if (version === undefined) return undefined;
  return version >= 1_023_000 ? values.join(', ') : values[0];
}
