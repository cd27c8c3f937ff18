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

/** Lines end at LF, CRLF or a lone CR, as in LSP. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) starts.push(i + 1);
  }
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
