import { compilePattern, type Captures } from '../simulate/pattern.ts';
import type { Located } from './located.ts';

/** What a `map` takes for a value of its source: one of its lines, or none; then it is empty. */
export interface MapMatch {
  readonly line: Located | undefined;
  /** Of a regex that matched. */
  readonly captures?: Captures;
}

/**
 * ngx_http_map_find: literal keys (caseless), then `hostnames` wildcards, then regexes in order, then the default.
 * `undefined`: a regex cannot be run here.
 */
export function matchMap(lines: readonly Located[], source: string): MapMatch | undefined {
  const hostnames = lines.some((line) => line.name === 'hostnames' && line.args.length === 0);
  const entries = mapEntries(lines);
  const regexes = entries.filter(({ name }) => name.startsWith('~'));
  const literals = entries.filter(({ name }) => !name.startsWith('~') && name !== 'default');
  const wanted = hostnames ? source.toLowerCase().replace(/\.$/, '') : source.toLowerCase();
  const literal =
    literals.find(({ name }) => unescapeKey(name).toLowerCase() === wanted) ??
    (hostnames ? wildcardLine(literals, wanted) : undefined);
  if (literal !== undefined) return { line: literal };
  for (const line of regexes) {
    const caseless = line.name.startsWith('~*');
    const captures = compilePattern(line.name.slice(caseless ? 2 : 1), caseless).exec(source);
    if (captures === undefined) return undefined;
    if (captures !== null) return { line, captures };
  }
  return { line: entries.find(({ name }) => name === 'default') };
}

/** The lines that give a value. */
export function mapEntries(lines: readonly Located[]): readonly Located[] {
  return lines.filter((line) => line.args[0] !== undefined && line.name !== 'include');
}

/** `\default` is the word itself. */
export function unescapeKey(key: string): string {
  return key.startsWith('\\') ? key.slice(1) : key;
}

function wildcardLine(lines: readonly Located[], host: string): Located | undefined {
  const longest = (matches: (key: string) => boolean): Located | undefined =>
    lines
      .filter(({ name }) => matches(name.toLowerCase()))
      .toSorted((a, b) => b.name.length - a.name.length)[0];
  return (
    longest((key) => key.startsWith('.') && key.slice(1) === host) ??
    longest((key) => {
      const tail = key.startsWith('*.') ? key.slice(1) : key.startsWith('.') ? key : undefined;
      return tail !== undefined && host.length > tail.length && host.endsWith(tail);
    }) ??
    longest((key) => key.endsWith('.*') && host.length > key.length - 1 && host.startsWith(key.slice(0, -1)))
  );
}
