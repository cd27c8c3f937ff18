import { re2 } from '../../../routes/re2.ts';

/**
 * How Apinto compares a path, or a part of a request: by signs in front (`^=`, `~=`, `~*=`, `!=`), stars at the ends, or the
 * words `*`, `**`, `!` and `$`. The order is that in which kinds of patterns are asked.
 * Source: its package checker, Parse.
 */
export const ORDER = [
  'equal',
  'prefix',
  'suffix',
  'part',
  'unequal',
  'empty',
  'present',
  'absent',
  'regex',
  'regex-any-case',
  'any',
] as const;

export type Pattern =
  | { readonly kind: (typeof ORDER)[number]; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

export function parsePattern(source: string): Pattern {
  const text = source.trim();
  const sign = text.indexOf('=');
  if (sign < 0) return parseValue(text);
  const value = text.slice(sign + 1).trim();
  switch (text.slice(0, sign).trim()) {
    case '^':
      return value.startsWith('*')
        ? { kind: 'suffix', text: value.slice(1) }
        : { kind: 'prefix', text: value };
    case '':
      return parseValue(value);
    case '!':
      return { kind: 'unequal', text: value };
    case '~':
      return regex('regex', value);
    case '~*':
      return regex('regex-any-case', `(?i)(${value})`);
    default:
      return { kind: 'refused', text };
  }
}

function regex(kind: 'regex' | 'regex-any-case', text: string): Pattern {
  return re2(text, { whole: false })?.kind === 'refused' ? { kind: 'refused', text } : { kind, text };
}

const WORDS: Readonly<Record<string, Pattern['kind']>> = {
  '': 'any',
  '*': 'any',
  '**': 'present',
  '!': 'absent',
  $: 'empty',
};

function parseValue(text: string): Pattern {
  const word = WORDS[text];
  // Their length counts when patterns are put in order.
  if (word !== undefined) return { kind: word, text: text === '' ? '*' : text };
  const starts = text.startsWith('*');
  const ends = text.endsWith('*');
  if (starts && ends) return { kind: 'part', text: text.slice(1, -1) };
  if (starts) return { kind: 'suffix', text: text.slice(1) };
  return ends ? { kind: 'prefix', text: text.slice(0, -1) } : { kind: 'equal', text };
}

/** @param value `undefined`: the request has no such part, or an empty one */
export function matchesPattern(pattern: Pattern, value: string | undefined): boolean | undefined {
  const { kind, text } = pattern;
  if (kind === 'any') return true;
  if (kind === 'absent') return value === undefined;
  if (value === undefined || kind === 'refused') return false;
  switch (kind) {
    case 'equal':
      return value === text;
    case 'prefix':
      return value.startsWith(text);
    case 'suffix':
      return value.endsWith(text);
    case 'part':
      return value.includes(text);
    case 'unequal':
      return value !== text;
    case 'empty':
      return value.trim() === '';
    case 'present':
      return value !== '';
    default: {
      const expression = re2(text, { whole: false });
      return expression?.kind === 'regex' ? expression.test(value) : undefined;
    }
  }
}
