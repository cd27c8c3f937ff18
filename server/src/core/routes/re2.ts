/**
 * Regular expressions of RE2, which gateways in Go and Envoy use, run by JavaScript's engine. What RE2 refuses
 * (look-around, back references) is refused; what JavaScript cannot say is `undefined`.
 * Source: the syntax page of google/re2.
 */
export type Re2 =
  | { readonly kind: 'regex'; readonly test: (text: string) => boolean }
  | { readonly kind: 'refused'; readonly why: string };

/** JavaScript's engine backtracks: longer texts are not decided. */
const LONGEST_TEXT = 2_000;

/** @param whole the expression must match the whole text (Envoy), not a part of it (Go's MatchString) */
export function re2(source: string, { whole }: { readonly whole: boolean }): Re2 | undefined {
  if (/\(\?(?:<?[=!]|>)/.test(source.replace(/\\./gs, ''))) {
    return { kind: 'refused', why: `RE2 knows no look-around (${source})` };
  }
  if (/\\[1-9]/.test(source.replace(/\\\\/g, ''))) {
    return { kind: 'refused', why: `RE2 knows no back references (${source})` };
  }
  const flags = /^\(\?([imsU]+)\)/.exec(source);
  if (flags?.[1]?.includes('U') === true) return undefined;
  const body = translated(source.slice(flags?.[0].length ?? 0));
  // Flags in the middle, classes of Unicode and of Perl's rarer kinds: nobody writes them in a route.
  if (/\(\?[imsU-]+[):]|\\[QEpPCXa]/.test(body)) return undefined;
  try {
    const regex = new RegExp(whole ? `^(?:${body})$` : body, flags?.[1] ?? '');
    return { kind: 'regex', test: (text) => regex.test(text) };
  } catch {
    return { kind: 'refused', why: `${source} is no regular expression of RE2` };
  }
}

/** False where a text is too long to be tried with an expression that RE2 would run in linear time. */
export function isTriable(text: string): boolean {
  return text.length <= LONGEST_TEXT;
}

const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\t\\n\\v\\f\\r ',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`{-~',
};

function translated(source: string): string {
  return source
    .replace(/\(\?P<(\w+)>/g, '(?<$1>')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\[:(\w+):\]/g, (all, name: string) => POSIX[name] ?? all);
}
