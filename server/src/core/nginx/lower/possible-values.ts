import type { Place } from '../../model/place.ts';
import { joinChoices, type Choice, type Possible } from '../../model/possible.ts';
import { quoteWord } from '../../syntax/nginx/word.ts';
import type { Located } from './located.ts';

/** `undefined`: not a short list. */
export type Values = readonly Possible[] | undefined;

/** More than these are no short list any more. */
const MOST = 24;

export function always(text: string, at: Place): Possible {
  return { text, label: '', rest: false, when: [], at };
}

/** A word of the configuration as a value, which can be written anew. */
export function wordValue(item: Located, index: number, text: string): Possible {
  const word = item.word(index);
  if (word === undefined) return always(text, item.head);
  const at = item.place(word);
  const rewrite: Possible['rewrite'] = (value) => [{ at, text: quoteWord(value, word.quote) }];
  return { ...always(text, at), ...(text.includes('$') ? {} : { rewrite }) };
}

/** The case that a value comes out in, besides what it needs itself. */
export function inCase(
  value: Possible,
  { label, rest, when }: Pick<Possible, 'label' | 'rest' | 'when'>,
): readonly Possible[] {
  const joined = joinChoices(when, value.when);
  if (joined === undefined) return [];
  return [{ ...value, when: joined, rest: rest || value.rest, label: labels(label, value.label) }];
}

/** Every text of `before`, followed by every text of `after` that may come with it. */
export function followedBy(before: Values, after: Values, at: Place): Values {
  if (before === undefined || after === undefined) return undefined;
  return capped(
    before.flatMap((a) =>
      after.flatMap((b) => {
        const when = joinChoices(a.when, b.when);
        if (when === undefined) return [];
        return [{ text: a.text + b.text, label: labels(a.label, b.label), rest: a.rest || b.rest, when, at }];
      }),
    ),
  );
}

export function capped(values: readonly Possible[]): Values {
  return values.length > MOST ? undefined : values;
}

export function choice(question: string, answers: readonly string[]): readonly Choice[] {
  return [{ question, answers }];
}

function labels(a: string, b: string): string {
  const parts = [a, b].filter((label) => label !== '').flatMap((label) => label.split(' and '));
  return [...new Set(parts)].join(' and ');
}
