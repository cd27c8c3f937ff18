/** A pattern as a regular expression with named parts, as far as it can be said in one. */
export interface Pattern {
  readonly regex: RegExp;
  readonly names: readonly string[];
}

/**
 * Spring's PathPattern: `?`, `*` in a segment, `**` and `{*name}` for the rest, `{name}`, `{name:regex}`.
 * `/a/**` takes `/a` too.
 */
export function pathPattern(text: string): Pattern | undefined {
  return compile(text.startsWith('/') ? text : `/${text}`, '/');
}

/** What PathPatternParser does not take: a rest that is not a last segment of its own. The gateway does not start with it. */
export function isRefusedPattern(text: string): boolean {
  return /\{\*\w+\}./.test(text) || /[^/]\{\*\w+\}/.test(text);
}

/** Spring's AntPathMatcher with dots: `**.example.org`, `{sub}.example.org`. */
export function hostPattern(text: string): Pattern | undefined {
  return compile(text, '.');
}

const PIECE = /\*\*\.|\{\*(\w+)\}|\{(\w[\w.-]*)(?::((?:[^{}]|\{[^{}]*\})+))?\}|\*\*|\*|\?|[^{}*?]+|[{}]/g;

function compile(text: string, separator: '/' | '.'): Pattern | undefined {
  const names: string[] = [];
  const one = separator === '/' ? '[^/]' : '[^.]';
  let source = '';
  for (const [piece, rest, name, regex] of text.matchAll(PIECE)) {
    if (rest !== undefined) {
      names.push(rest);
      source = `${source.replace(/\/$/, '')}(/.*|)`;
    } else if (name !== undefined) {
      names.push(name);
      if (regex !== undefined && /\((?!\?)/.test(regex)) return undefined;
      source += `(${regex ?? `${one}+`})`;
    } else if (piece === '**.') {
      source += separator === '.' ? String.raw`(?:.*\.)?` : String.raw`.*\.`;
    } else if (piece === '**')
      source = separator === '/' && source.endsWith('/') ? `${source.slice(0, -1)}(?:/.*)?` : `${source}.*`;
    else if (piece === '*') source += `${one}*`;
    else if (piece === '?') source += one;
    else if (/^[{}]$/.test(piece)) return undefined;
    else source += piece.replaceAll(/[\\^$.|+()[\]]/g, String.raw`\$&`);
  }
  try {
    return { regex: new RegExp(`^${source}$`, 's'), names };
  } catch {
    return undefined;
  }
}

/** The variables of a match; `undefined` where it does not match. */
export function matchPattern(
  { regex, names }: Pattern,
  text: string,
): ReadonlyMap<string, string> | undefined {
  const match = regex.exec(text);
  return match === null ? undefined : new Map(names.map((name, index) => [name, match[index + 1] ?? '']));
}
