/** Longer paths are not tried: JavaScript's engine backtracks. */
const LONGEST = 2_000;

/**
 * Whether a regular expression of a route matches the start of a path. `undefined`: JavaScript's engine would read it
 * otherwise than PCRE and Rust's regex do.
 */
export function matchesStart(source: string, path: string): boolean | undefined {
  if (path.length > LONGEST) return undefined;
  // Inline flags, atomic groups, possessive and Unicode forms; the routers differ in look-around.
  if (/\(\?(?![:P<])|\(\?<[=!]|[*+?}]\+|\\[QEpPXCGKARzZ]|\\[1-9]|\[:/.test(source)) return undefined;
  try {
    return new RegExp(`^(?:${source.replaceAll('(?P<', '(?<')})`).test(path);
  } catch {
    return undefined;
  }
}
