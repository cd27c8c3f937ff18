import { editDistance, lettersOf } from '../frame-policy/similar.ts';
import { isAllowFrom } from './allow-from.ts';

export type ValidToken = 'DENY' | 'SAMEORIGIN';

/** What one member of the list is. `meant` is present where one token is clearly or likely meant. */
export type Faulty = { readonly code: 'allow-from-obsolete' } | OtherFault;

export type OtherFault =
  | { readonly code: 'empty' | 'invalid-token' | 'allowall' | 'template-leftover' }
  | {
      readonly code: 'odd-whitespace' | 'non-ascii';
      readonly at: number;
      readonly meant?: ValidToken | undefined;
    }
  | {
      readonly code: 'quoted-value' | 'glued-text' | 'csp-syntax-in-xfo';
      readonly meant?: ValidToken | undefined;
    }
  | { readonly code: 'misspelt-token'; readonly meant: ValidToken; readonly sure: boolean };

/* eslint-disable no-control-regex -- control characters are what is sought */
const control = /[\0-\x08\x0a-\x1f\x7f]/;
const aroundControl = /^[\0-\x20\x7f]+|[\0-\x20\x7f]+$/g;
/* eslint-enable no-control-regex */

/** `undefined` for DENY and SAMEORIGIN. `text` has no tabs and spaces around it. */
export function faultOf(text: string): Faulty | undefined {
  if (exactly(text) !== undefined) return undefined;
  if (text === '') return { code: 'empty' };
  const odd = text.search(control);
  if (odd >= 0) return { code: 'odd-whitespace', at: odd, meant: exactly(text.replace(aroundControl, '')) };
  // U+FFFF stands for an unknown piece, which is not the fault.
  const wide = text.search(/[\x80-\uFFFE]/);
  if (wide >= 0) return { code: 'non-ascii', at: wide, meant: exactly(text.replace(/[^\x21-\x7e]/g, '')) };
  if (/^allowall$/i.test(text)) return { code: 'allowall' };
  if (isAllowFrom(text)) return { code: 'allow-from-obsolete' };
  if (/\$\{|\$[a-z_]|\{\{|%\{|<%/i.test(text)) return { code: 'template-leftover' };
  const csp = /^(?:frame-ancestors:?\s+)?'(none|self)'$/i.exec(text)?.[1]?.toLowerCase();
  if (csp !== undefined) return { code: 'csp-syntax-in-xfo', meant: csp === 'none' ? 'DENY' : 'SAMEORIGIN' };
  if (/^frame-ancestors\b/i.test(text)) return { code: 'csp-syntax-in-xfo' };
  if (/["'`]/.test(text))
    return { code: 'quoted-value', meant: exactly(text.replace(/^[\\"'`]+|[\\"'`]+$/g, '')) };
  const words = new Set(text.toLowerCase().match(/(?<![a-z0-9_-])(?:deny|sameorigin)(?![a-z0-9_-])/g) ?? []);
  const [word] = words;
  if (word !== undefined) return { code: 'glued-text', meant: words.size === 1 ? exactly(word) : undefined };
  return misspelt(text) ?? { code: 'invalid-token' };
}

function exactly(text: string): ValidToken | undefined {
  // The flag `i` without `u` folds ASCII letters alone.
  if (/^deny$/i.test(text)) return 'DENY';
  return /^sameorigin$/i.test(text) ? 'SAMEORIGIN' : undefined;
}

/** Words of the same intent; NO and OFF may as well mean "no such header". */
const synonyms: ReadonlyMap<string, ValidToken> = new Map([
  ...[
    'none',
    'no',
    'off',
    'never',
    'block',
    'blocked',
    'denied',
    'denyall',
    'disallow',
    'forbid',
    'reject',
  ].map((word) => [word, 'DENY'] as const),
  ...['self', 'same', 'origin', 'samesite', 'samedomain', 'samehost'].map(
    (word) => [word, 'SAMEORIGIN'] as const,
  ),
]);

function misspelt(text: string): Faulty | undefined {
  const letters = lettersOf(text);
  const meant = synonyms.get(letters);
  if (meant !== undefined) return { code: 'misspelt-token', meant, sure: false };
  if (editDistance(letters, 'sameorigin', 2) <= 2)
    return { code: 'misspelt-token', meant: 'SAMEORIGIN', sure: true };
  // In a word of four letters two edits turn ANY into DENY; so only where its beginning stands.
  const limit = letters.startsWith('de') ? 2 : 1;
  if (editDistance(letters, 'deny', limit) <= limit)
    return { code: 'misspelt-token', meant: 'DENY', sure: true };
  return undefined;
}
