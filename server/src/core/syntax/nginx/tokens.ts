/** The kinds of tokens. Together, in order and without gaps, they are the file. */
export const TokenKind = {
  space: 0,
  comment: 1,
  word: 2,
  doubleQuoted: 3,
  singleQuoted: 4,
  semicolon: 5,
  open: 6,
  close: 7,
  /** The body of a `*_by_lua_block`, braces excluded. */
  raw: 8,
} as const;

export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];

/** What is wrong with the text as text. */
export interface LexicalProblem {
  /**
   * `unclosed-quote`: a quote that no later quote ends, or that swallowed other lines until one did.
   * `after-quote`: something glued to a closing quote.
   * `unclosed-raw`: a Lua body without its closing brace.
   * `too-long`: longer than the buffer in which nginx reads a word or a comment.
   * `byte-order-mark`: at the start of the file, where nginx takes it for a word.
   */
  readonly code: 'unclosed-quote' | 'after-quote' | 'unclosed-raw' | 'too-long' | 'byte-order-mark';
  readonly start: number;
  readonly end: number;
  /** Where one inserted character would mend it. */
  readonly insertAt?: number;
}

/**
 * Tokens as columns, since a file has tens of thousands: token `i` has kind `kinds[i]` and runs from
 * `ends[i - 1]` (0 for the first) to `ends[i]`, in UTF-16 code units.
 */
export interface TokenStream {
  readonly text: string;
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly ends: Uint32Array;
  readonly problems: readonly LexicalProblem[];
}

/** The text of each token; joined, the file byte for byte. */
export function tokenTexts(stream: TokenStream): string[] {
  const texts: string[] = [];
  let start = 0;
  for (let i = 0; i < stream.count; i++) {
    const end = stream.ends[i] ?? start;
    texts.push(stream.text.slice(start, end));
    start = end;
  }
  return texts;
}
