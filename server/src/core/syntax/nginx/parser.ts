import { isDataBlock } from './data-blocks.ts';
import { lex } from './lexer.ts';
import { closesBefore, columnOf, openBlock, surplusBlocks, type OpenBlock } from './open-blocks.ts';
import { isWord, TokenDirective, wordAt, type Head } from './head.ts';
import { forgottenTerminator, type DirectiveGrammar, type Words } from './recovery.ts';
import { TokenKind, type TokenStream } from './tokens.ts';
import type { Body, NginxTree, SyntaxProblem } from './tree.ts';
import { wordText } from './word.ts';
import type { Span } from '../../model/place.ts';

/** Deeper blocks are read as if their braces were not there: whoever walks the tree may do so by recursion. */
const maximumDepth = 200;

/** Parses a file. Never throws; what is wrong stands in `problems`, and the rest of the file is read all the same. */
export function parseNginx(text: string, grammar: DirectiveGrammar): NginxTree {
  const stream = lex(text);
  const plain = new Parser(stream, grammar, 0).run();
  if (plain.unclosed === 0) return plain.tree;
  // Braces are missing: read again, now guessing by the indentation where they were meant to stand.
  const guessed = new Parser(stream, grammar, plain.unclosed).run();
  return surplusBraces(guessed.tree) > surplusBraces(plain.tree) ? plain.tree : guessed.tree;
}

function surplusBraces({ problems }: NginxTree): number {
  return problems.filter((problem) => problem.code === 'unexpected-close-brace').length;
}

class Parser {
  readonly #stream: TokenStream;
  readonly #text: string;
  readonly #grammar: DirectiveGrammar;
  readonly #comments: Span[] = [];
  readonly #problems: SyntaxProblem[];
  readonly #root: OpenBlock = openBlock(undefined, 0, false, -1);
  /** Innermost last. */
  readonly #open: OpenBlock[] = [this.#root];
  #top = this.#root;
  /** Braces without a block of their own, see `maximumDepth`. */
  #tooDeep = 0;
  /** How many closing braces may still be supplied where they seem forgotten. */
  #budget: number;
  /** The statement being read: its first word as a token, how many more there are, and where the last one ends. */
  #first = -1;
  #argCount = 0;
  #headEnd = 0;
  #hasLineBreak = false;
  /** One string per keyword: to make and compare thousands of equal ones costs more than to look them up. */
  readonly #keywords = new Map<string, string>();
  /** The same by length and middle character, as they are written. */
  readonly #written = new Map<number, readonly { readonly written: string; readonly keyword: string }[]>();
  /** The first lexical problem after the statements read so far. */
  #nextLexical = 0;

  constructor(stream: TokenStream, grammar: DirectiveGrammar, budget: number) {
    this.#stream = stream;
    this.#text = stream.text;
    this.#grammar = grammar;
    this.#budget = budget;
    this.#problems = [...stream.problems];
  }

  run(): { readonly tree: NginxTree; readonly unclosed: number } {
    const { kinds, ends, count, text } = this.#stream;
    let start = 0;
    for (let i = 0; i < count; i++) {
      const end = ends[i] ?? start;
      switch (kinds[i] as TokenKind) {
        case TokenKind.space:
          if (this.#first >= 0 && !this.#hasLineBreak) this.#hasLineBreak = hasLineFeed(text, start, end);
          break;
        case TokenKind.word:
        case TokenKind.doubleQuoted:
        case TokenKind.singleQuoted:
          if (this.#first < 0) this.#first = i;
          else this.#argCount++;
          this.#headEnd = end;
          break;
        case TokenKind.semicolon:
          this.#semicolon(start, end);
          break;
        case TokenKind.open:
          this.#openBrace(start, end);
          break;
        case TokenKind.close:
          this.#closeBrace(start, end);
          break;
        case TokenKind.raw:
          this.#top.raw = { start, end };
          break;
        case TokenKind.comment:
          this.#comments.push({ start, end });
          break;
      }
      start = end;
    }
    const unclosed = this.#endOfFile(text.length);
    this.#problems.sort((a, b) => a.start - b.start);
    const { directives } = this.#root;
    return {
      tree: {
        text,
        tokens: this.#stream,
        directives,
        keywords: new Set(this.#keywords.keys()),
        comments: this.#comments,
        problems: this.#problems,
      },
      unclosed,
    };
  }

  /** The words read since the last statement as the head of one directive; as several where terminators were forgotten. */
  #takeHead(opensBlock: boolean): Head | undefined {
    let first = this.#first;
    if (first < 0) return undefined;
    let argCount = this.#argCount;
    let keyword = this.#keyword(first);
    const end = this.#headEnd;
    const hasLineBreak = this.#hasLineBreak;
    this.#first = -1;
    this.#argCount = 0;
    this.#hasLineBreak = false;
    let tokens: readonly number[] | undefined;
    let words: Words | undefined;
    while (!this.#top.isData && (hasLineBreak || this.#mayLackBrace(keyword, opensBlock))) {
      tokens ??= wordsFrom(this.#stream, first, argCount + 1);
      words ??= this.#words(tokens);
      const forgotten = forgottenTerminator(this.#text, words, opensBlock, this.#grammar);
      if (forgotten === undefined) break;
      const from = words.from + forgotten.at + 1;
      const [last, next] = [words.words[from - 1], tokens[from]];
      if (last === undefined || next === undefined) break;
      const before = this.#head(first, keyword, forgotten.at, last.end);
      argCount -= forgotten.at + 1;
      words = { ...words, from };
      first = next;
      keyword = this.#keyword(first);
      // A quote that swallowed the terminator is reported already.
      if (before.complete)
        this.#problems.push({ code: forgotten.code, ...spanOf(before), insertAt: before.headEnd });
      const spoilt = { ...before, complete: false };
      if (forgotten.code === 'missing-open-brace') this.#push(spoilt, before.headEnd);
      else this.#finish(spoilt, before.headEnd);
    }
    const head = this.#head(first, keyword, argCount, end);
    if (this.#budget > 0) this.#closeForgotten(head, opensBlock);
    return head;
  }

  #words(tokens: readonly number[]): Words {
    const words = tokens.map((token) => wordAt(this.#stream, token));
    return { words, texts: words.map((word) => wordText(this.#text, word)), from: 0 };
  }

  #head(first: number, keyword: string, argCount: number, headEnd: number): Head {
    const start = this.#stream.ends[first - 1] ?? 0;
    return { first, argCount, keyword, start, headEnd, complete: !this.#isSpoilt(start, headEnd) };
  }

  #keyword(token: number): string {
    const { ends } = this.#stream;
    const start = ends[token - 1] ?? 0;
    const length = (ends[token] ?? 0) - start;
    // That tells most of them apart, and to compare in place spares thousands of copies.
    const key = length * 0x10000 + this.#text.charCodeAt(start + (length >> 1));
    const alike = this.#written.get(key) ?? [];
    for (const { written, keyword } of alike) if (this.#text.startsWith(written, start)) return keyword;
    const written = this.#text.slice(start, start + length);
    const text = wordText(this.#text, wordAt(this.#stream, token));
    const keyword = this.#keywords.get(text) ?? text;
    this.#keywords.set(keyword, keyword);
    // The lines of a map may all be alike and all be different.
    if (alike.length < 8) this.#written.set(key, [...alike, { written, keyword }]);
    return keyword;
  }

  /** Whether one of the words from `start` to `end` is itself malformed. Asked in order of position. */
  #isSpoilt(start: number, end: number): boolean {
    const { problems } = this.#stream;
    let spoilt = false;
    for (
      let next = problems[this.#nextLexical];
      next && next.start <= end;
      next = problems[this.#nextLexical]
    ) {
      if (next.start >= start) spoilt = true;
      this.#nextLexical++;
    }
    return spoilt;
  }

  #finish(head: Head, end: number): void {
    this.#top.directives.push(new TokenDirective(head, end, head.complete, undefined, this.#stream));
  }

  #semicolon(start: number, end: number): void {
    const head = this.#takeHead(false);
    if (head === undefined) this.#problems.push({ code: 'unexpected-semicolon', start, end });
    else this.#finish(head, end);
  }

  #openBrace(start: number, end: number): void {
    const head = this.#takeHead(true);
    if (head === undefined) this.#problems.push({ code: 'unexpected-open-brace', start, end });
    this.#push(head, end);
  }

  #push(head: Head | undefined, bodyStart: number): void {
    if (this.#open.length > maximumDepth) {
      if (head !== undefined) this.#finish({ ...head, complete: false }, bodyStart);
      this.#tooDeep++;
      return;
    }
    const isData = head !== undefined && isDataBlock(head.keyword);
    // Columns are only asked for where braces are missing.
    const column = this.#budget > 0 && head !== undefined ? columnOf(this.#text, head.start) : -1;
    const block = openBlock(head, bodyStart, isData, column);
    this.#open.push(block);
    this.#top = block;
  }

  /** Closes blocks to which a directive can no longer belong: their own brace must have been forgotten. */
  #closeForgotten({ start, keyword }: Head, opensBlock: boolean): void {
    const column = columnOf(this.#text, start);
    const named = opensBlock ? surplusBlocks(keyword, this.#open) : 0;
    const surplus = Math.max(named, closesBefore(column, this.#open));
    const lineStart = column < 0 ? start : start - column;
    this.#closeInner(Math.min(surplus, this.#budget), lineStart);
    if (this.#top.isIndented === undefined) this.#top.isIndented = column > this.#top.column;
  }

  #closeInner(count: number, at: number): void {
    for (let i = 0; i < count; i++) {
      this.#budget--;
      this.#reportUnclosed(this.#top, at);
      this.#close(at, at, false);
    }
  }

  #reportUnclosed({ head, bodyStart }: OpenBlock, insertAt: number): void {
    const span = head ? spanOf(head) : { start: bodyStart - 1, end: bodyStart };
    this.#problems.push({ code: 'missing-close-brace', ...span, insertAt });
  }

  #closeBrace(start: number, end: number): void {
    this.#dropUnterminated(true);
    if (this.#tooDeep > 0) {
      this.#tooDeep--;
      return;
    }
    if (this.#budget > 0) {
      const column = columnOf(this.#text, start);
      const owner = column < 0 ? -1 : this.#open.findLastIndex((block) => block.column === column);
      const inner = owner < 1 ? 0 : this.#open.length - 1 - owner;
      this.#closeInner(Math.min(inner, this.#budget), start - column);
    }
    if (this.#top === this.#root) this.#problems.push({ code: 'unexpected-close-brace', start, end });
    else this.#close(start, end, true);
  }

  /** Words before a `}` or the end of the file lack their semicolon, or the brace that this `}` is to close. */
  #dropUnterminated(beforeBrace: boolean): void {
    const head = this.#takeHead(false);
    if (head === undefined) return;
    const isBlock = beforeBrace && !this.#top.isData && this.#mayLackBrace(head.keyword, false);
    const code = isBlock ? 'missing-open-brace' : 'missing-semicolon';
    if (head.complete) this.#problems.push({ code, ...spanOf(head), insertAt: head.headEnd });
    const spoilt = { ...head, complete: false };
    if (isBlock) this.#push(spoilt, head.headEnd);
    else this.#finish(spoilt, head.headEnd);
  }

  #mayLackBrace(keyword: string, opensBlock: boolean): boolean {
    return !opensBlock && this.#grammar.alwaysOpensBlock(keyword);
  }

  #close(bodyEnd: number, end: number, closed: boolean): void {
    const { head = namelessAt(this.#top.bodyStart - 1), bodyStart, raw } = this.#top;
    // A copy is no longer than what it holds.
    const directives = this.#top.directives.slice();
    this.#open.pop();
    this.#top = this.#open.at(-1) ?? this.#root;
    const body: Body = raw
      ? { start: bodyStart, end: bodyEnd, closed, directives, raw }
      : { start: bodyStart, end: bodyEnd, closed, directives };
    const complete = head.complete && closed;
    this.#top.directives.push(new TokenDirective(head, end, complete, body, this.#stream));
  }

  /** How many blocks were still open. The innermost is named; mending it shows the next one. */
  #endOfFile(length: number): number {
    this.#dropUnterminated(false);
    const unclosed = this.#open.length - 1;
    // A Lua body without an end is reported as such.
    if (unclosed > 0 && this.#top.raw === undefined) this.#reportUnclosed(this.#top, length);
    while (this.#top !== this.#root) this.#close(length, length, false);
    return unclosed;
  }
}

function spanOf({ start, headEnd }: Head): Span {
  return { start, end: headEnd };
}

/** What stands for the name of a block that has none. */
function namelessAt(offset: number): Head {
  return { first: -1, argCount: 0, keyword: '', start: offset, headEnd: offset, complete: false };
}

/** The tokens of so many words. */
function wordsFrom({ kinds }: TokenStream, first: number, count: number): readonly number[] {
  const words: number[] = [];
  for (let i = first; i < kinds.length && words.length < count; i++) if (isWord(kinds[i])) words.push(i);
  return words;
}

function hasLineFeed(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) === 0x0a) return true;
  return false;
}
