import { isLostQuote, lostQuoteEnd } from './lost-quote.ts';
import { lostLuaBodyEnd, luaBodyEnd } from './lua-body.ts';
import { tooLong } from './token-length.ts';
import { TokenKind, type LexicalProblem, type TokenStream } from './tokens.ts';

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const DOLLAR = 0x24;
const SINGLE_QUOTE = 0x27;
const CLOSE_PAREN = 0x29;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

const LUA_BLOCK = '_by_lua_block';

function isSpace(code: number): boolean {
  return code === SPACE || code === LF || code === TAB || code === CR;
}

/**
 * Splits a file as nginx does (src/core/ngx_conf_file.c, ngx_conf_read_token), losing nothing and never failing.
 * Where nginx would stop with an error, the problem is noted and reading goes on so that little else is spoilt.
 */
export function lex(text: string): TokenStream {
  const exact = new Lexer(text, false).run();
  // One lost quote turns the rest of the file inside out. Only once nginx is sure to refuse it may we guess where.
  return exact.problems.some(isQuoteProblem) ? new Lexer(text, true).run() : exact;
}

function isQuoteProblem({ code }: LexicalProblem): boolean {
  return code === 'unclosed-quote' || code === 'after-quote';
}

class Lexer {
  readonly #text: string;
  #kinds = new Uint8Array(0);
  #ends = new Uint32Array(0);
  #count = 0;
  #pos = 0;
  readonly #problems: LexicalProblem[] = [];
  /** The first word of the statement being read, which decides whether `{` opens a Lua body. */
  #nameStart = -1;
  #nameEnd = -1;

  /** Whether quoted words that look like a lost quote are taken for one. */
  readonly #guess: boolean;

  constructor(text: string, guess: boolean) {
    this.#text = text;
    this.#guess = guess;
    this.#grow(64 + (text.length >> 2));
  }

  run(): TokenStream {
    const text = this.#text;
    const length = text.length;
    if (text.charCodeAt(0) === BYTE_ORDER_MARK) {
      this.#problems.push({ code: 'byte-order-mark', start: 0, end: 1 });
      this.#push(TokenKind.space, 1);
    }
    while (this.#pos < length) {
      const code = text.charCodeAt(this.#pos);
      if (isSpace(code)) this.#space();
      else if (code === SEMICOLON) this.#mark(TokenKind.semicolon);
      else if (code === OPEN_BRACE) this.#open();
      else if (code === CLOSE_BRACE) this.#mark(TokenKind.close);
      else if (code === HASH) this.#comment();
      else if (code === DOUBLE_QUOTE) this.#quoted(code, TokenKind.doubleQuoted);
      else if (code === SINGLE_QUOTE) this.#quoted(code, TokenKind.singleQuoted);
      else this.#word();
    }
    return { text, count: this.#count, kinds: this.#kinds, ends: this.#ends, problems: this.#problems };
  }

  #grow(size: number): void {
    const kinds = new Uint8Array(size);
    const ends = new Uint32Array(size);
    kinds.set(this.#kinds);
    ends.set(this.#ends);
    this.#kinds = kinds;
    this.#ends = ends;
  }

  #push(kind: TokenKind, end: number): void {
    if (this.#count === this.#kinds.length) this.#grow(this.#count * 2);
    this.#kinds[this.#count] = kind;
    this.#ends[this.#count] = end;
    this.#count++;
    this.#pos = end;
  }

  /** A one-character token that ends a statement. */
  #mark(kind: TokenKind): void {
    this.#push(kind, this.#pos + 1);
    this.#nameStart = -1;
  }

  #space(): void {
    const text = this.#text;
    let i = this.#pos + 1;
    while (i < text.length && isSpace(text.charCodeAt(i))) i++;
    this.#push(TokenKind.space, i);
  }

  /** A comment ends at LF alone; CR is part of it. */
  #comment(): void {
    const start = this.#pos;
    const lf = this.#text.indexOf('\n', start);
    const end = lf < 0 ? this.#text.length : lf;
    this.#push(TokenKind.comment, end);
    if (tooLong(this.#text, start, end, 'comment')) this.#problems.push({ code: 'too-long', start, end });
  }

  #open(): void {
    const isLua = this.#nameStart >= 0 && this.#text.endsWith(LUA_BLOCK, this.#nameEnd) && this.#nameIsLong();
    this.#mark(TokenKind.open);
    if (!isLua) return;
    const start = this.#pos;
    let end = luaBodyEnd(this.#text, start);
    if (end < 0) {
      this.#problems.push({ code: 'unclosed-raw', start: start - 1, end: start });
      end = lostLuaBodyEnd(this.#text, start);
    }
    const bodyEnd = end < 0 ? this.#text.length : end;
    if (bodyEnd > start) this.#push(TokenKind.raw, bodyEnd);
  }

  #nameIsLong(): boolean {
    return this.#nameEnd - this.#nameStart > LUA_BLOCK.length;
  }

  /** An unquoted word: ends before white space, `;` or `{`; everything else is content. */
  #word(): void {
    const text = this.#text;
    const start = this.#pos;
    let i = start;
    let afterDollar = false;
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === OPEN_BRACE && afterDollar) continue;
      afterDollar = code === DOLLAR;
      if (code === BACKSLASH) i++;
      else if (code === SEMICOLON || code === OPEN_BRACE || isSpace(code)) break;
    }
    this.#pushWord(TokenKind.word, Math.min(i, text.length));
  }

  /** A quoted word, quotes included; may hold line breaks. */
  #quoted(quote: number, kind: TokenKind): void {
    const text = this.#text;
    const start = this.#pos;
    let i = start + 1;
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === BACKSLASH) i++;
      else if (code === quote) break;
    }
    const closed = i < text.length;
    const end = closed ? i + 1 : text.length;
    const next = closed ? text.charCodeAt(end) : NaN;
    // What nginx wants after a quote; `)` may stand there for the sake of `if ($a = "x")`.
    const wellEnded =
      closed &&
      (end === text.length ||
        isSpace(next) ||
        next === SEMICOLON ||
        next === OPEN_BRACE ||
        next === CLOSE_PAREN);
    if (wellEnded && !(this.#guess && isLostQuote(text, start, end))) {
      this.#pushWord(kind, end);
    } else if (closed && !text.slice(start, end).includes('\n')) {
      this.#problems.push({ code: 'after-quote', start: end, end: end + 1 });
      this.#pushWord(kind, end);
    } else {
      // The quote was lost on its own line, and the next one, anywhere below, seemed to end it.
      const lineEnd = lostQuoteEnd(text, start);
      this.#problems.push({ code: 'unclosed-quote', start, end: lineEnd, insertAt: lineEnd });
      this.#pushWord(kind, lineEnd);
    }
  }

  #pushWord(kind: TokenKind, end: number): void {
    const start = this.#pos;
    if (this.#nameStart < 0) {
      this.#nameStart = start;
      this.#nameEnd = end;
    }
    this.#push(kind, end);
    if (end - start > 1000) {
      const quoted = kind !== TokenKind.word;
      if (tooLong(this.#text, start, end, quoted ? 'quoted' : 'word')) {
        this.#problems.push({ code: 'too-long', start, end });
      }
    }
  }
}
