import type { Span } from '../../model/place.ts';
import type { NginxTree, Word } from '../../syntax/nginx/tree.ts';
import { quoteWord, wordText } from '../../syntax/nginx/word.ts';
import { isClosed, type Typing } from './statement.ts';

/** The place in which a completion goes: quotes stay as they are, only what stands inside them is replaced. */
export interface Slot {
  /** What stands before the cursor. */
  readonly typed: string;
  /** What stands behind it and is replaced too; on the same line, as editors demand. */
  readonly after: string;
  readonly at: Span;
  /** The quote that is open at the cursor. */
  readonly quote: Word['quote'];
  /** Whether that quote is closed further on. */
  readonly closed: boolean;
  /** What follows on the same line. */
  readonly rest: 'nothing' | 'semicolon' | 'more';
}

export function slotAt(text: string, { word }: Typing, offset: number): Slot {
  if (word === undefined || word.quote === '') {
    const start = word?.start ?? offset;
    // nginx reads `}` as part of a bare word, but whoever types in front of one means the end of the block.
    const end = word === undefined ? offset : offset + lengthOf(/^[^\s;{}]*/, text.slice(offset, word.end));
    return slot(text, { start, end }, offset, '', false, end);
  }
  const closed = isClosed(text, word);
  const lineEnd = offset + lengthOf(/^[^\r\n]*/, text.slice(offset, word.end));
  const end = closed ? Math.min(word.end - 1, lineEnd) : offset;
  return slot(text, { start: word.start + 1, end }, offset, word.quote, closed, closed ? word.end : end);
}

function slot(
  text: string,
  at: Span,
  offset: number,
  quote: Word['quote'],
  closed: boolean,
  wordEnd: number,
): Slot {
  const typed = text.slice(at.start, offset);
  return { typed, after: text.slice(offset, at.end), at, quote, closed, rest: restAt(text, wordEnd) };
}

/** The text that makes the slot hold `value`; `style` is the quoting where the slot has none yet. */
export function fill(slot: Slot, value: string, style: Word['quote']): string {
  if (slot.quote === '') return quoteWord(value, value.includes("'") && style === "'" ? '"' : style);
  const written = quoteWord(value, slot.quote).slice(1);
  return slot.closed ? written.slice(0, -1) : written;
}

/** How the file writes header values: bare, or in which quotes; double quotes where it has none yet. */
export function valueStyle({ text, directives }: NginxTree): Word['quote'] {
  const counts: Record<Word['quote'], number> = { '"': 0, "'": 0, '': 0 };
  const open = [...directives];
  for (let directive = open.pop(); directive !== undefined; directive = open.pop()) {
    if (directive.body) open.push(...directive.body.directives);
    const value = directive.args[1];
    // Values that need their quotes say nothing of taste.
    if (value && isAddHeader(text, directive.name) && /^[\w-]+$/.test(wordText(text, value)))
      counts[value.quote]++;
  }
  const styles: readonly Word['quote'][] = ['"', "'", ''];
  return styles.reduce((best, style) => (counts[style] > counts[best] ? style : best), '"');
}

function isAddHeader(text: string, name: Word): boolean {
  return text.startsWith('add_header', name.start) && name.end - name.start === 10;
}

function restAt(text: string, offset: number): Slot['rest'] {
  const next = text.charAt(offset + lengthOf(/^[ \t]*/, text.slice(offset, offset + 200)));
  if (next === ';') return 'semicolon';
  return next === '' || '\r\n#}'.includes(next) ? 'nothing' : 'more';
}

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}
