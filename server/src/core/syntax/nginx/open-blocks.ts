import type { Span } from '../../model/place.ts';
import type { Head } from './head.ts';
import type { Directive } from './tree.ts';

/** A block whose closing brace has not come yet. */
export interface OpenBlock {
  /** `undefined`: a brace without a name, or the file itself. */
  readonly head: Head | undefined;
  readonly bodyStart: number;
  readonly directives: Directive[];
  /** Whether its lines are data, not directives. */
  readonly isData: boolean;
  /** Of its name, where that is the first word of its line; else -1. */
  readonly column: number;
  /** Whether its first directive is indented deeper; `undefined` while there is none. */
  isIndented?: boolean;
  /** The body of a Lua block. */
  raw?: Span;
}

export function openBlock(
  head: Head | undefined,
  bodyStart: number,
  isData: boolean,
  column: number,
): OpenBlock {
  return { head, bodyStart, directives: [], isData, column };
}

/** The indentation of a word that is the first of its line, else -1. */
export function columnOf(text: string, offset: number): number {
  for (let i = offset - 1; i >= 0; i--) {
    const ch = text[i];
    if (ch === '\n') return offset - 1 - i;
    if (ch !== ' ' && ch !== '\t') return -1;
  }
  return offset;
}

/** How many of the innermost blocks a directive at this column has left, going by the indentation. */
export function closesBefore(column: number, open: readonly OpenBlock[]): number {
  if (column < 0) return 0;
  const kept = open.findLastIndex((block) => !block.isIndented || block.column < column);
  return open.length - 1 - kept;
}

/** Blocks that stand only in those named here (`''`: the top level of a file). */
const parents: Readonly<Record<string, readonly string[]>> = {
  http: [''],
  events: [''],
  stream: [''],
  mail: [''],
  server: ['http', 'stream', 'mail', ''],
  upstream: ['http', 'stream', ''],
  map: ['http', 'stream', ''],
  geo: ['http', 'stream', ''],
  types: ['http', 'server', 'location', ''],
  location: ['server', 'location', ''],
};
const inner: ReadonlySet<string> = new Set(['if', 'limit_except']);

/** How many of the innermost blocks must be closed before a block of this name may stand. */
export function surplusBlocks(name: string, open: readonly OpenBlock[]): number {
  const allowed = Object.hasOwn(parents, name) ? parents[name] : undefined;
  if (allowed === undefined) return 0;
  for (let i = open.length - 1; i > 0; i--) {
    const around = open[i]?.head?.keyword;
    // An unknown block may be anything: leave it alone.
    if (around === undefined || !(Object.hasOwn(parents, around) || inner.has(around))) return 0;
    if (allowed.includes(around)) return open.length - 1 - i;
  }
  return allowed.includes('') ? open.length - 1 : 0;
}
