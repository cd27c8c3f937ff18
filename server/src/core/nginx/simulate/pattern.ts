/** A PCRE pattern of a configuration, as far as JavaScript's engine can stand in for it. */
export interface Pattern {
  /** `null`: no match. `undefined`: this pattern cannot be run here. */
  readonly exec: (text: string) => Captures | null | undefined;
}

export interface Captures {
  readonly numbered: readonly (string | undefined)[];
  readonly named: Readonly<Record<string, string | undefined>>;
}

/** Subjects longer than this are not matched: a hostile pattern must not hang us. */
const LONGEST_SUBJECT = 4096;

export function compilePattern(source: string, caseless: boolean): Pattern {
  const regex = toRegExp(source, caseless);
  return {
    exec: (text) => {
      if (regex === undefined || text.length > LONGEST_SUBJECT) return undefined;
      const match = regex.exec(text);
      return match && { numbered: [...match], named: { ...match.groups } };
    },
  };
}

function toRegExp(source: string, caseless: boolean): RegExp | undefined {
  const flags = /^\(\?([imsx]+)\)/.exec(source);
  const body = (flags ? source.slice(flags[0].length) : source)
    .replaceAll('(?P<', '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/\\h/g, '[ \\t]')
    .replace(
      /\[:(alpha|digit|alnum|upper|lower|space|xdigit|word):\]/g,
      (_, name: string) => POSIX[name] ?? '',
    );
  // Possessive and atomic groups, inline flags and `x` mode have no counterpart.
  if (/\(\?>|\(\?[imsx-]+[:)]|[*+?}]\+/.test(body) || flags?.[1]?.includes('x') === true) return undefined;
  const insensitive = caseless || flags?.[1]?.includes('i') === true;
  try {
    return new RegExp(body, `${insensitive ? 'i' : ''}${flags?.[1]?.includes('s') === true ? 's' : ''}`);
  } catch {
    return undefined;
  }
}

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  xdigit: '0-9a-fA-F',
  word: '\\w',
};
