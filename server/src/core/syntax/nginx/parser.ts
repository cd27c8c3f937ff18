import { lex } from './lexer.ts';
import { Recovery, type DirectiveGrammar } from './recovery.ts';
import { TokenKind, type TokenStream } from './tokens.ts';
import type { Body, Directive, NginxTree, SyntaxProblem, Word } from './tree.ts';
import type { Span } from '../../model/place.ts';

/** A block whose closing brace has not come yet. */
interface OpenBlock {
  readonly head: Head | undefined;
  readonly bodyStart: number;
  readonly directives: Directive[];
  raw?: Span;
}

interface Head {
  readonly name: Word;
  readonly args: readonly Word[];
  readonly headEnd: number;
  readonly complete: boolean;
}

/** Parses a file. Never throws; what is wrong stands in `problems`, and the rest of the file is read all the same. */
export function parseNginx(text: string, grammar: DirectiveGrammar): NginxTree {
  return new Parser(lex(text), grammar).run();
}

class Parser {
  readonly #stream: TokenStream;
  readonly #recovery: Recovery;
  readonly #comments: Span[] = [];
  readonly #problems: SyntaxProblem[];
  readonly #open: OpenBlock[] = [];
  readonly #root: OpenBlock = { head: undefined, bodyStart: 0, directives: [] };
  #words: Word[] = [];

  constructor(stream: TokenStream, grammar: DirectiveGrammar) {
    this.#stream = stream;
    this.#recovery = new Recovery(stream.text, grammar);
    this.#problems = [...stream.problems];
  }

  get #top(): OpenBlock {
    return this.#open.at(-1) ?? this.#root;
  }

  run(): NginxTree {
    const { kinds, ends, count, text } = this.#stream;
    let start = 0;
    for (let i = 0; i < count; i++) {
      const end = ends[i] ?? start;
      switch (kinds[i] as TokenKind) {
        case TokenKind.space:
          break;
        case TokenKind.word:
          this.#words.push({ start, end, quote: '' });
          break;
        case TokenKind.doubleQuoted:
          this.#words.push({ start, end, quote: '"' });
          break;
        case TokenKind.singleQuoted:
          this.#words.push({ start, end, quote: "'" });
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
    this.#endOfFile(text.length);
    this.#problems.sort((a, b) => a.start - b.start);
    return {
      text,
      tokens: this.#stream,
      directives: this.#root.directives,
      comments: this.#comments,
      problems: this.#problems,
    };
  }

  /** Takes the pending words as one directive's, or as several where a terminator was plainly forgotten. */
  #takeHead(opensBlock: boolean): Head | undefined {
    let words = this.#words;
    this.#words = [];
    for (;;) {
      const split = this.#recovery.forgotten(words, opensBlock);
      if (split === undefined) break;
      const before = headOf(words.slice(0, split.at), false);
      if (before === undefined) break;
      words = words.slice(split.at);
      this.#problems.push({ code: split.code, ...spanOf(before), insertAt: before.headEnd });
      if (split.code === 'missing-open-brace') {
        this.#open.push({ head: before, bodyStart: before.headEnd, directives: [] });
      } else {
        this.#finish(before, before.headEnd);
      }
    }
    return headOf(words, true);
  }

  #finish(head: Head, end: number, body?: Body): void {
    const { name, args, headEnd } = head;
    const complete = head.complete && (body?.closed ?? true);
    this.#top.directives.push({
      name,
      args,
      headEnd,
      complete,
      start: name.start,
      end,
      ...(body && { body }),
    });
  }

  #semicolon(start: number, end: number): void {
    const head = this.#takeHead(false);
    if (head === undefined) this.#problems.push({ code: 'unexpected-semicolon', start, end });
    else this.#finish(head, end);
  }

  #openBrace(start: number, end: number): void {
    const head = this.#takeHead(true);
    if (head === undefined) this.#problems.push({ code: 'unexpected-open-brace', start, end });
    else this.#closeForgotten(head);
    this.#open.push({ head, bodyStart: end, directives: [] });
  }

  /** Closes blocks in which `head` can never stand: their own brace must have been forgotten. */
  #closeForgotten(head: Head): void {
    const names = this.#open.map((block) => block.head?.name);
    for (let surplus = this.#recovery.surplusBlocks(head.name, names); surplus > 0; surplus--) {
      this.#reportUnclosed(this.#top);
      this.#close(head.name.start, head.name.start, false);
    }
  }

  #reportUnclosed(block: OpenBlock): void {
    if (block.head) this.#problems.push({ code: 'missing-close-brace', ...spanOf(block.head) });
    else
      this.#problems.push({ code: 'missing-close-brace', start: block.bodyStart - 1, end: block.bodyStart });
  }

  #closeBrace(start: number, end: number): void {
    this.#dropUnterminated();
    if (this.#open.length === 0) this.#problems.push({ code: 'unexpected-close-brace', start, end });
    else this.#close(start, end, true);
  }

  /** Words before a `}` or the end of the file lack their semicolon. */
  #dropUnterminated(): void {
    if (this.#words.length === 0) return;
    const head = this.#takeHead(false);
    if (head === undefined) return;
    const reported = this.#problems.some((p) => p.code === 'after-quote' && p.start === head.headEnd);
    if (!reported)
      this.#problems.push({ code: 'missing-semicolon', ...spanOf(head), insertAt: head.headEnd });
    this.#finish({ ...head, complete: false }, head.headEnd);
  }

  #close(bodyEnd: number, end: number, closed: boolean): void {
    const block = this.#open.pop();
    if (block === undefined) return;
    const body: Body = {
      start: block.bodyStart,
      end: bodyEnd,
      closed,
      directives: block.directives,
      ...(block.raw && { raw: block.raw }),
    };
    const at = block.bodyStart - 1;
    const nameless: Head = {
      name: { start: at, end: at, quote: '' },
      args: [],
      headEnd: at,
      complete: false,
    };
    this.#finish(block.head ?? nameless, end, body);
  }

  #endOfFile(length: number): void {
    this.#dropUnterminated();
    const suspect = this.#recovery.unclosed(
      this.#open.map((block) => block.head),
      this.#open.length,
    );
    while (this.#open.length > 0) {
      if (this.#open.length - 1 === suspect) this.#reportUnclosed(this.#top);
      this.#close(length, length, false);
    }
  }
}

function headOf(words: readonly Word[], complete: boolean): Head | undefined {
  const [name, ...args] = words;
  const last = words.at(-1);
  return name && last && { name, args, headEnd: last.end, complete };
}

function spanOf(head: Head): Span {
  return { start: head.name.start, end: head.headEnd };
}
