import type { BlockContext } from '../syntax/nginx/block-context.ts';
import type { DirectiveVariant } from '../syntax/nginx/directive-table.ts';
import type { Context } from './context.ts';

/** `in "server"`, as it goes on after "may not stand". */
export function inContext(context: Context): string {
  if (context === 'main') return 'outside all blocks';
  const [, outer] = /^if in (\w+)$/.exec(context) ?? [];
  return outer === undefined ? `in "${context}"` : `in "if" of a ${outer}`;
}

export function whereAllowed(contexts: readonly BlockContext[]): string {
  return enumerate(contexts.map(inContext).map((phrase, i) => (i > 0 ? phrase.replace(/^in /, '') : phrase)));
}

/** `one argument`, `two or three arguments`, `at least one argument`. */
export function expectedCount(variants: readonly DirectiveVariant[]): string {
  if (variants.some((variant) => variant.max === undefined)) {
    return `at least ${noun(Math.min(...variants.map((variant) => variant.min)))}`;
  }
  const counts = new Set(
    variants.flatMap(
      ({ counts, min, max = min }) => counts ?? Array.from({ length: max - min + 1 }, (_, i) => min + i),
    ),
  );
  const sorted = [...counts].sort((a, b) => a - b);
  const last = sorted.at(-1) ?? 0;
  if (sorted.length === 1) return last === 0 ? 'no arguments' : noun(last);
  return enumerate([...sorted.slice(0, -1).map(numeral), noun(last)]);
}

function enumerate(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function noun(count: number): string {
  return `${numeral(count)} argument${count === 1 ? '' : 's'}`;
}

function numeral(count: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'][count] ?? String(count);
}
