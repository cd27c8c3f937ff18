import type { BlockContext } from './block-context.ts';
import type { Span } from '../../model/place.ts';
import type { TokenStream } from './tokens.ts';

/** A name or an argument, quotes included. */
export interface Word extends Span {
  /** The quote it is written in; empty for a bare word. */
  readonly quote: '' | '"' | "'";
}

/** A simple directive or a block directive. Its span runs from the name to the terminator or closing brace. */
export interface Directive extends Span {
  readonly name: Word;
  /** The name as nginx reads it. */
  readonly keyword: string;
  readonly args: readonly Word[];
  /** The length of `args`, which are made when they are asked for. */
  readonly argCount: number;
  /** After the last word, before `;` or `{`. */
  readonly headEnd: number;
  readonly body?: Body | undefined;
  /** False where `;`, `{` or `}` is missing. */
  readonly complete: boolean;
}

export interface Body {
  /** The offset after `{`. */
  readonly start: number;
  /** The offset of `}`, or of the end of the file where it is missing. */
  readonly end: number;
  readonly closed: boolean;
  readonly directives: readonly Directive[];
  /** The text of a Lua body, which is not nginx. */
  readonly raw?: Span;
}

export interface SyntaxProblem extends Span {
  /**
   * What nginx would say of it, and where the fix goes.
   * `missing-semicolon`, `missing-open-brace`, `missing-close-brace`: the span names the directive that is spoilt.
   */
  readonly code:
    | 'missing-semicolon'
    | 'missing-open-brace'
    | 'missing-close-brace'
    | 'unexpected-close-brace'
    | 'unexpected-open-brace'
    | 'unexpected-semicolon'
    | 'unclosed-quote'
    | 'after-quote'
    | 'unclosed-raw'
    | 'too-long'
    | 'byte-order-mark';
  /** Where one inserted character would mend it. */
  readonly insertAt?: number;
}

export interface NginxTree {
  readonly text: string;
  readonly tokens: TokenStream;
  readonly directives: readonly Directive[];
  /** Each keyword of the file once, those of lines of data among them: a long file has few. */
  readonly keywords: ReadonlySet<string>;
  /** Comments, in order. */
  readonly comments: readonly Span[];
  /** In order of position. */
  readonly problems: readonly SyntaxProblem[];
  /** Where the file is a template: `text` is then not the file's, but equally long. */
  readonly template?: Template;
  /** Where the configuration is a part of a file of another language. */
  readonly embedded?: EmbeddedPart;
}

/** The part of a file that is nginx's. */
export interface EmbeddedPart extends Span {
  /** The path that it stands for: a key of a ConfigMap, where it is mounted. */
  readonly path: string;
  /** What its top level is to nginx, where its place says so. */
  readonly context?: BlockContext;
}

/** What another program replaces before nginx reads the file. */
export interface Template {
  /** What fills it in, as people call it. */
  readonly engine: string;
  /** The file's text. */
  readonly source: string;
  /** What is replaced, in order; `text` has something else in these places. */
  readonly regions: readonly Span[];
  /** What stands in another place of the result than here: definitions and macros. */
  readonly elsewhere: readonly Span[];
  /** Shell-like defaults, which envsubst leaves as they are. */
  readonly defaults: readonly Span[];
  /** False where braces or directives belong together across conditions: blocks are then not what they seem. */
  readonly sound: boolean;
  /** Directives that may be left out, or be there many times, in the block around them. */
  readonly conditional: ReadonlySet<Directive>;
}
