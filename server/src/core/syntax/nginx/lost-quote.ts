/**
 * Whether a quoted word, in a file with a quote too many or too few, is what became of a lost closing quote: its first
 * line ends like a statement, and its last one, up to the quote, begins like another.
 */
export function isLostQuote(text: string, start: number, end: number): boolean {
  const lf = text.indexOf('\n', start);
  if (lf < 0 || lf >= end) return false;
  const first = text.slice(start, lf).trimEnd();
  if (!first.endsWith(';') && !first.endsWith('{')) return false;
  const last = text.slice(text.lastIndexOf('\n', end - 1) + 1, end - 1);
  return /^\s*[a-z]\w*\s/.test(last);
}

/** Where a quoted word whose closing quote is missing most likely ends: before a final `;` or `{` of its line, or with it. */
export function lostQuoteEnd(text: string, start: number): number {
  const lf = text.indexOf('\n', start);
  const line = text.slice(start, lf < 0 ? text.length : lf).trimEnd();
  const word = line.endsWith(';') || line.endsWith('{') ? line.slice(0, -1).trimEnd() : line;
  return start + Math.max(word.length, 1);
}
