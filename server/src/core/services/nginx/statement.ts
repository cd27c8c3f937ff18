import { TokenKind, type TokenStream } from '../../syntax/nginx/tokens.ts';
import type { NginxTree, Word } from '../../syntax/nginx/tree.ts';

/** The statement that is being typed, as far as the cursor. What stands behind it is most often another statement. */
export interface Typing {
  /** The finished words before the one at the cursor; empty where a directive's name is being typed. */
  readonly before: readonly Word[];
  /** The word that the cursor is in or behind; absent in white space. */
  readonly word: Word | undefined;
}

/** `undefined` where nothing can be typed that nginx would read: in comments, Lua bodies, behind a closing quote. */
export function typingAt({ text, tokens, embedded }: NginxTree, offset: number): Typing | undefined {
  const at = tokenBefore(tokens, offset);
  // What stands before a text in YAML is no statement.
  const isFirst = embedded !== undefined && (tokens.ends[at] ?? 0) <= embedded.start;
  if (at < 0 || isFirst) return { before: [], word: undefined };
  const kind = tokens.kinds[at];
  if (kind === TokenKind.comment || kind === TokenKind.raw) return undefined;
  if (kind === TokenKind.open && tokens.kinds[at + 1] === TokenKind.raw) return undefined;
  const word = wordToken(tokens, at);
  if (word && word.quote !== '' && word.end === offset && isClosed(text, word)) return undefined;
  const before: Word[] = [];
  for (let i = word ? at - 1 : at; i >= 0 && !endsStatement(tokens.kinds[i]); i--) {
    const earlier = wordToken(tokens, i);
    if (earlier) before.unshift(earlier);
  }
  return { before: sinceLastStart(text, before, word?.start ?? offset), word };
}

export function isClosed(text: string, word: Word): boolean {
  return word.end - word.start > 1 && text[word.end - 1] === word.quote;
}

/** The index of the token that holds the character before the offset; -1 at the start of the file. */
function tokenBefore({ ends, count }: TokenStream, offset: number): number {
  if (offset <= 0 || count === 0) return -1;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function endsStatement(kind: number | undefined): boolean {
  return (
    kind === TokenKind.semicolon ||
    kind === TokenKind.open ||
    kind === TokenKind.close ||
    kind === TokenKind.raw
  );
}

const quotes: ReadonlyMap<number, Word['quote']> = new Map([
  [TokenKind.word, ''],
  [TokenKind.doubleQuoted, '"'],
  [TokenKind.singleQuoted, "'"],
]);

function wordToken({ kinds, ends }: TokenStream, i: number): Word | undefined {
  const quote = quotes.get(kinds[i] ?? TokenKind.space);
  const start = i === 0 ? 0 : (ends[i - 1] ?? 0);
  return quote === undefined ? undefined : { start, end: ends[i] ?? start, quote };
}

/**
 * The words of the statement that the cursor is in, where the semicolon of a line above was forgotten or is still to
 * come: a line that is not indented deeper than the statement before it is hardly its continuation.
 */
function sinceLastStart(text: string, before: readonly Word[], start: number): readonly Word[] {
  const starts = [...before.map((word) => word.start), start];
  let first = 0;
  for (let i = 1; i < starts.length; i++) {
    const at = starts[i] ?? start;
    if (beginsLine(text, at) && indentAt(text, at) <= indentAt(text, starts[first] ?? at)) first = i;
  }
  return before.slice(first);
}

/** Quoted words do not count: no directive is written so, but long values continue so. */
function beginsLine(text: string, offset: number): boolean {
  if (text[offset] === '"' || text[offset] === "'") return false;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*$/.test(text.slice(lineStart, offset));
}

/** The width of the white space that begins the line of an offset; a tab counts as one, as it does above and below. */
function indentAt(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let i = lineStart;
  while (i < offset && (text[i] === ' ' || text[i] === '\t')) i++;
  return i - lineStart;
}
