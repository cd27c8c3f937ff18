/** Zero-based; `character` in UTF-16 code units, as LSP counts. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface LineIndex {
  readonly positionAt: (offset: number) => Position;
  /** A character beyond the end of its line means that end, before the line break, as in LSP. */
  readonly offsetAt: (position: Position) => number;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 0x0a || (code === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) starts.push(i + 1);
    }
    return starts;
  }
  // Every answer to an editor begins with this, and to search is quicker than to look at each character.
  for (let lf = text.indexOf('\n'); lf >= 0; lf = text.indexOf('\n', lf + 1)) starts.push(lf + 1);
  return starts;
}

/** Lines end at LF, CRLF or a lone CR, as in LSP. */
export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
  return {
    positionAt: (offset) => {
      const clamped = Math.max(0, Math.min(offset, text.length));
      const line = lineOf(clamped);
      return { line, character: clamped - (starts[line] ?? 0) };
    },
    offsetAt: ({ line, character }) => {
      const start = starts[line] ?? text.length;
      const next = starts[line + 1];
      const end = next === undefined ? text.length : next - (text.endsWith('\r\n', next) ? 2 : 1);
      return Math.min(start + character, end);
    },
  };
}
