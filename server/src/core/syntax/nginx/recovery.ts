import type { Word } from './tree.ts';

/** What the parser must know of directives to tell a forgotten terminator from a long directive. */
export interface DirectiveGrammar {
  /** Whether any nginx knows a directive of this name. */
  readonly isDirective: (name: string) => boolean;
  /** Whether a directive of this name always opens a block. */
  readonly alwaysOpensBlock: (name: string) => boolean;
  /** Whether it could with so many arguments, whatever they are. */
  readonly takes: (name: string, count: number, block: boolean) => boolean;
  /** Whether nginx could accept the directive with these arguments and this terminator, in some context. */
  readonly accepts: (name: string, args: readonly string[], block: boolean) => boolean;
}

export interface ForgottenTerminator {
  readonly code: 'missing-semicolon' | 'missing-open-brace';
  /** The argument that is really the name of the next directive. */
  readonly at: number;
}

/** The words of a statement, from one on that is the name of a directive. */
export interface Words {
  readonly words: readonly Word[];
  readonly texts: readonly string[];
  readonly from: number;
}

/**
 * A terminator that was forgotten between these words, as a rule at a line end, where nginx would reject them as one directive.
 * The guess only ever turns one error into a better placed one: what nginx accepts is never touched.
 */
export function forgottenTerminator(
  text: string,
  { words, texts, from }: Words,
  opensBlock: boolean,
  grammar: DirectiveGrammar,
): ForgottenTerminator | undefined {
  const name = texts[from] ?? '';
  if (!grammar.isDirective(name)) return undefined;
  // Asked for the number first: a file without any semicolon is one statement of all of its words.
  const accepts = (count: number, block: boolean): boolean =>
    grammar.takes(name, count, block) &&
    grammar.accepts(name, texts.slice(from + 1, from + 1 + count), block);
  const count = words.length - from - 1;
  if (accepts(count, opensBlock)) return undefined;
  const isBlock = grammar.alwaysOpensBlock(name);
  for (let at = 0; at < count; at++) {
    const word = words[from + 1 + at];
    const before = words[from + at];
    if (word === undefined || before === undefined) break;
    const startsLine = text.slice(before.end, word.start).includes('\n');
    const isName = word.quote === '' && grammar.isDirective(texts[from + 1 + at] ?? '');
    // What stands in the next line of a block need not be a directive: it may be a line of a map.
    if (isBlock && (startsLine || isName) && accepts(at, true)) return { code: 'missing-open-brace', at };
    if (!startsLine || !isName) continue;
    if (accepts(at, false)) return { code: 'missing-semicolon', at };
    if (accepts(at, true)) return { code: 'missing-open-brace', at };
  }
  return undefined;
}
