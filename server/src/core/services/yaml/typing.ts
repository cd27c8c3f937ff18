import type { Span } from '../../model/place.ts';

/** Where somebody types in block-style YAML, told by indentation alone. */
export interface Typing {
  /** The keys around the line, outermost first; items of lists are not counted. */
  readonly path: readonly string[];
  /** The key of the line, where the cursor stands behind its colon. */
  readonly key: string | undefined;
  /** Keys with values that stand beside the line, in the same map. */
  readonly siblings: ReadonlyMap<string, string>;
  /** What stands between the beginning of the key or value and the cursor, without an opening quote. */
  readonly typed: string;
  /** What a completion replaces. */
  readonly at: Span;
  readonly quote: '' | '"' | "'";
  /** What follows on the line behind `at`. */
  readonly rest: string;
}

/** One line: the columns at which its dashes end and its key begins. */
interface Line {
  readonly column: number;
  /** The column of the first dash; the same as `column` where there is none. */
  readonly outer: number;
  readonly key: string | undefined;
  readonly value: string;
}

const LINE =
  /^(?<lead>[ ]*(?:-[ ]+)*)(?:(?<key>"[^"]*"|'[^']*'|[^\s#"'{[-][^#{[]*?|-[^\s#][^#{[]*?)[ ]*:(?=\s|$)[ ]*)?(?<value>.*)$/;
/** More lines are not looked back: a list that long belongs to no gateway. */
const MOST_LINES = 5_000;

export function typingAt(text: string, offset: number): Typing | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const after = /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';
  const match = LINE.exec(before);
  if (match?.groups === undefined || /(?:^|\s)#/.test(before)) return undefined;
  const { lead = '', key, value = '' } = match.groups;
  const quote = /^["']/.exec(value)?.[0] ?? '';
  // The quote was closed before the cursor: nothing is being typed.
  if (quote !== '' && value.slice(1).replaceAll('\\"', '').includes(quote)) return undefined;
  const typed = value.slice(quote.length);
  const end = /^[^"'\r\n#:]*/.exec(after)?.[0].trimEnd().length ?? 0;
  // Within a name the rest of it goes, too; a text with blanks behind the cursor is left alone.
  const replaced = key === undefined ? (/^[\w-]*/.exec(after)?.[0].length ?? 0) : end;
  const { path, siblings } = around(text, lineStart, lead);
  return {
    path,
    key: key === undefined ? undefined : unquoted(key),
    siblings,
    typed,
    at: { start: offset - typed.length, end: offset + replaced },
    quote: quote === '"' || quote === "'" ? quote : '',
    rest: after.slice(replaced),
  };
}

/** Goes up from the line: first through the map that it stands in, then from each key to the one around it. */
function around(text: string, lineStart: number, lead: string): Pick<Typing, 'path' | 'siblings'> {
  const path: string[] = [];
  const siblings = new Map<string, string>();
  let { column, isItem } = beginning({ column: lead.length, outer: outerOf(lead) });
  for (const line of linesAbove(text, lineStart)) {
    const { key, value } = line;
    const isParent =
      line.column < column || (isItem && line.outer === column && line.column === column && isBare(value));
    if (key !== undefined && isParent) path.unshift(key);
    else if (isItem || line.column !== column) continue;
    else if (key !== undefined && path.length === 0) siblings.set(key, value);
    ({ column, isItem } = beginning(line));
  }
  return { path, siblings };
}

/** Where the map of a line begins: at the dash before it, or not on this line. */
function beginning({ column, outer }: Pick<Line, 'column' | 'outer'>): { column: number; isItem: boolean } {
  return { column: outer, isItem: outer < column };
}

/** The lines of the same document above an offset, the nearest first; without those that hold nothing. */
function* linesAbove(text: string, lineStart: number): Generator<Line> {
  let start = lineStart;
  for (let lines = 0; start > 0 && lines < MOST_LINES; lines++) {
    const end = start - 1;
    start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).trimEnd();
    if (/^---(?:\s|$)/.test(line)) return;
    if (!/^\s*(?:#|$)/.test(line)) yield readLine(line);
  }
}

/** True for a key whose value stands on the lines below. */
function isBare(value: string): boolean {
  return value === '' || /^[&!]\S*$/.test(value);
}

function outerOf(lead: string): number {
  return lead.includes('-') ? lead.indexOf('-') : lead.length;
}

function readLine(line: string): Line {
  const { lead = '', key, value = '' } = LINE.exec(line)?.groups ?? {};
  return {
    column: lead.length,
    outer: outerOf(lead),
    key: key === undefined ? undefined : unquoted(key),
    value: unquoted(value.replace(/\s+#.*$/, '').trim()),
  };
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}
