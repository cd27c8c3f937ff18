import type { Located } from '../lower/located.ts';
import { matchMap } from '../lower/map-lines.ts';
import { geoValue } from './geo.ts';
import { splitValue } from './split-clients.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** A variable of a `map`, `geo` or `split_clients`; `undefined` where it cannot be known. */
export function mapValue(name: string, block: Located, t: Transaction): string | undefined {
  // A map that asks for itself is empty, not endless.
  t.variables.set(name, '');
  const value = compute(block, t);
  const volatile = t.config.bodyOf(block).some((line) => line.name === 'volatile' && line.args.length === 0);
  if (volatile || value === undefined) t.variables.delete(name);
  else t.variables.set(name, value);
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

function lookUp(lines: readonly Located[], source: string, t: Transaction): string | undefined {
  const match = matchMap(lines, source);
  if (match?.captures) t.capture(match.captures);
  return match && evaluate(match.line?.args[0] ?? '', t);
}
