import { TokenKind, type TokenStream } from './tokens.ts';
import type { Body, Directive, Word } from './tree.ts';

/** A directive up to its terminator. */
export interface Head {
  /** The token that is its name; -1 where a block has none. */
  readonly first: number;
  readonly argCount: number;
  readonly keyword: string;
  readonly start: number;
  /** After the last word. */
  readonly headEnd: number;
  readonly complete: boolean;
}

/**
 * A directive whose words stand in the tokens. A long file has hundreds of thousands of words, of which hardly one is
 * ever looked at: as objects they would be most of what is kept in memory.
 */
export class TokenDirective implements Directive {
  readonly keyword: string;
  readonly argCount: number;
  readonly start: number;
  readonly headEnd: number;
  readonly end: number;
  readonly complete: boolean;
  readonly body: Body | undefined;
  readonly #tokens: TokenStream;
  readonly #first: number;

  constructor(head: Head, end: number, complete: boolean, body: Body | undefined, tokens: TokenStream) {
    this.keyword = head.keyword;
    this.argCount = head.argCount;
    this.start = head.start;
    this.headEnd = head.headEnd;
    this.end = end;
    this.complete = complete;
    this.body = body;
    this.#tokens = tokens;
    this.#first = head.first;
  }

  get name(): Word {
    const { start } = this;
    return this.#first < 0 ? { start, end: start, quote: '' } : wordAt(this.#tokens, this.#first);
  }

  get args(): readonly Word[] {
    const { kinds, count } = this.#tokens;
    // Of the right length from the start: an array that grows takes room for 17.
    const args = new Array<Word>(this.argCount);
    let index = 0;
    for (let i = this.#first + 1; i < count && index < args.length; i++) {
      if (isWord(kinds[i])) args[index++] = wordAt(this.#tokens, i);
    }
    return args;
  }
}

export function isWord(kind: number | undefined): boolean {
  return kind === TokenKind.word || kind === TokenKind.doubleQuoted || kind === TokenKind.singleQuoted;
}

export function wordAt({ kinds, ends }: TokenStream, index: number): Word {
  const kind = kinds[index];
  const quote = kind === TokenKind.doubleQuoted ? '"' : kind === TokenKind.singleQuoted ? "'" : '';
  return { start: ends[index - 1] ?? 0, end: ends[index] ?? 0, quote };
}
