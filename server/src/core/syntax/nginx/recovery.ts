import type { Word } from './tree.ts';
import { wordText } from './word.ts';

/** What the parser must know of directives to tell a forgotten terminator from a long directive. */
export interface DirectiveGrammar {
  /** Whether any nginx knows a directive of this name. */
  readonly isDirective: (name: string) => boolean;
  /** Whether nginx could accept the directive with so many arguments and this terminator, in some context. */
  readonly accepts: (name: string, args: readonly string[], block: boolean) => boolean;
}

export interface Forgotten {
  readonly code: 'missing-semicolon' | 'missing-open-brace';
  /** The index of the first word after the forgotten terminator. */
  readonly at: number;
}

/** Blocks that stand only in the levels named here; anywhere else, a closing brace above is missing. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  http: [''],
  events: [''],
  stream: [''],
  mail: [''],
  server: ['http', 'stream', 'mail', 'upstream', ''],
  upstream: ['http', 'stream', ''],
  map: ['http', 'stream', ''],
  geo: ['http', 'stream', ''],
  types: ['http', 'server', 'location', ''],
};

/**
 * Guesses what was meant where nginx would give up. Guesses only ever turn one error into a better placed one:
 * text that nginx accepts is never touched.
 */
export class Recovery {
  readonly #text: string;
  readonly #grammar: DirectiveGrammar;

  constructor(text: string, grammar: DirectiveGrammar) {
    this.#text = text;
    this.#grammar = grammar;
  }

  /** A terminator that was forgotten at a line end inside `words`, where nginx would reject them as one directive. */
  forgotten(words: readonly Word[], opensBlock: boolean): Forgotten | undefined {
    const first = words[0];
    const last = words.at(-1);
    if (first === undefined || last === undefined || words.length < 2) return undefined;
    const lf = this.#text.indexOf('\n', first.end);
    if (lf < 0 || lf >= last.start) return undefined;
    const texts = words.map((word) => wordText(this.#text, word));
    const name = texts[0] ?? '';
    if (!this.#grammar.isDirective(name) || this.#grammar.accepts(name, texts.slice(1), opensBlock))
      return undefined;
    for (let at = 1; at < words.length; at++) {
      const text = texts[at] ?? '';
      if (!this.#startsLine(words, at) || !this.#grammar.isDirective(text)) continue;
      const args = texts.slice(1, at);
      if (this.#grammar.accepts(name, args, false)) return { code: 'missing-semicolon', at };
      if (this.#grammar.accepts(name, args, true)) return { code: 'missing-open-brace', at };
    }
    return undefined;
  }

  #startsLine(words: readonly Word[], at: number): boolean {
    const before = words[at - 1];
    const word = words[at];
    if (before === undefined || word?.quote !== '') return false;
    return this.#text.slice(before.end, word.start).includes('\n');
  }

  /** How many of the open blocks (outermost first) must have been meant to be closed before a block of this name. */
  surplusBlocks(name: Word, open: readonly (Word | undefined)[]): number {
    const parents = PARENTS[wordText(this.#text, name)];
    if (parents === undefined) return 0;
    for (let surplus = 0; surplus <= open.length; surplus++) {
      const parent = open[open.length - 1 - surplus];
      const parentName = surplus === open.length ? '' : parent && wordText(this.#text, parent);
      if (parentName !== undefined && parents.includes(parentName)) return surplus;
      // An unknown block may be anything: leave it alone.
      if (parentName === undefined || !(parentName in PARENTS || NESTED.has(parentName))) return 0;
    }
    return 0;
  }

  /**
   * Which of the blocks left open at the end of the file lost its brace: the innermost whose line is indented deeper
   * than the last closing brace that it should have had, else the innermost.
   */
  unclosed(heads: readonly ({ readonly name: Word } | undefined)[], count: number): number {
    if (count <= 1) return count - 1;
    const lastClose = this.#text.lastIndexOf('}');
    if (lastClose < 0) return count - 1;
    const column = this.#column(lastClose);
    // The last brace was written for the block at its own column; the one inside it is the one left open.
    for (let i = 0; i < count - 1; i++) {
      const name = heads[i]?.name;
      if (name && this.#column(name.start) === column) return i + 1;
    }
    return count - 1;
  }

  #column(offset: number): number {
    return offset - (this.#text.lastIndexOf('\n', offset - 1) + 1);
  }
}

const NESTED: ReadonlySet<string> = new Set(['location', 'if', 'limit_except']);
