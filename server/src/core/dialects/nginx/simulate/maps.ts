import type { Located } from '../lower/located.ts';
import type { Configuration } from './configuration.ts';
import { compilePattern } from './pattern.ts';
import { geoValue } from './geo.ts';
import { splitValue } from './split-clients.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** The block that defines a variable: `map`, `geo`, `split_clients`. */
export function mapBlock(config: Configuration, name: string): Located | undefined {
  return config.mapBlocks.get(name);
}

/** A variable of a `map`, `geo` or `split_clients`; `undefined` where it cannot be known. */
export function mapValue(name: string, block: Located, t: Transaction): string | undefined {
  if (t.mapped.has(name)) return t.mapped.get(name);
  // A map that asks for itself is empty, not endless.
  t.mapped.set(name, '');
  const value = compute(block, t);
  const volatile = t.config.bodyOf(block).some((line) => line.name === 'volatile' && line.args.length === 0);
  if (volatile || value === undefined) t.mapped.delete(name);
  else t.mapped.set(name, value);
  return value;
}

function compute(block: Located, t: Transaction): string | undefined {
  const lines = t.config.bodyOf(block);
  if (block.name === 'geo') return geoValue(block, lines, t);
  if (block.name === 'split_clients') return splitValue(block, lines, t);
  const source = evaluate(block.args[0] ?? '', t);
  if (source === undefined) return undefined;
  return lookUp(lines, source, t);
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

/** ngx_http_map_find: literal keys (caseless), then `hostnames` wildcards, then regexes in order, then the default. */
function lookUp(lines: readonly Located[], source: string, t: Transaction): string | undefined {
  const hostnames = lines.some((line) => line.name === 'hostnames' && line.args.length === 0);
  const entries = lines.flatMap((line): Entry[] => {
    const value = line.args[0];
    return value === undefined || line.name === 'include' ? [] : [{ key: line.name, value }];
  });
  const regexes = entries.filter(({ key }) => key.startsWith('~'));
  const literals = entries.filter(({ key }) => !key.startsWith('~') && key !== 'default');
  const wanted = hostnames ? source.toLowerCase().replace(/\.$/, '') : source.toLowerCase();
  const literal =
    literals.find(({ key }) => unescapeKey(key).toLowerCase() === wanted) ??
    (hostnames ? wildcardEntry(literals, wanted) : undefined);
  if (literal !== undefined) return evaluate(literal.value, t);
  for (const { key, value } of regexes) {
    const caseless = key.startsWith('~*');
    const captures = compilePattern(key.slice(caseless ? 2 : 1), caseless).exec(source);
    if (captures === undefined) return undefined;
    if (captures === null) continue;
    t.capture(captures);
    return evaluate(value, t);
  }
  const byDefault = entries.find(({ key }) => key === 'default');
  return byDefault === undefined ? '' : evaluate(byDefault.value, t);
}

/** `\default` is the word itself. */
function unescapeKey(key: string): string {
  return key.startsWith('\\') ? key.slice(1) : key;
}

function wildcardEntry(entries: readonly Entry[], host: string): Entry | undefined {
  const longest = (matches: (key: string) => boolean): Entry | undefined =>
    entries
      .filter(({ key }) => matches(key.toLowerCase()))
      .toSorted((a, b) => b.key.length - a.key.length)[0];
  return (
    longest((key) => key.startsWith('.') && key.slice(1) === host) ??
    longest((key) => {
      const tail = key.startsWith('*.') ? key.slice(1) : key.startsWith('.') ? key : undefined;
      return tail !== undefined && host.length > tail.length && host.endsWith(tail);
    }) ??
    longest((key) => key.endsWith('.*') && host.length > key.length - 1 && host.startsWith(key.slice(0, -1)))
  );
}
