import type { Word } from './tree.ts';
import { wordText } from './word.ts';

/** What the parser must know of directives to tell a forgotten terminator from a long directive. */
export interface DirectiveGrammar {
  /** Whether any nginx knows a directive of this name. */
  readonly isDirective: (name: string) => boolean;
  /** Whether a directive of this name always opens a block. */
  readonly alwaysOpensBlock: (name: string) => boolean;
  /** Whether nginx could accept the directive with these arguments and this terminator, in some context. */
  readonly accepts: (name: string, args: readonly string[], block: boolean) => boolean;
}

export interface ForgottenTerminator {
  readonly code: 'missing-semicolon' | 'missing-open-brace';
  /** The argument that is really the name of the next directive. */
  readonly at: number;
}

/**
 * A terminator that was forgotten between these words, as a rule at a line end, where nginx would reject them as one directive.
 * The guess only ever turns one error into a better placed one: what nginx accepts is never touched.
 */
export function forgottenTerminator(
  text: string,
  name: Word,
  args: readonly Word[],
  opensBlock: boolean,
  grammar: DirectiveGrammar,
): ForgottenTerminator | undefined {
  const nameText = wordText(text, name);
  if (!grammar.isDirective(nameText)) return undefined;
  const texts = args.map((arg) => wordText(text, arg));
  if (grammar.accepts(nameText, texts, opensBlock)) return undefined;
  const isBlock = grammar.alwaysOpensBlock(nameText);
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) continue;
    const before = texts.slice(0, at);
    const startsLine = text.slice((args[at - 1] ?? name).end, word.start).includes('\n');
    const isName = word.quote === '' && grammar.isDirective(texts[at] ?? '');
    // What stands in the next line of a block need not be a directive: it may be a line of a map.
    if (isBlock && (startsLine || isName) && grammar.accepts(nameText, before, true)) {
      return { code: 'missing-open-brace', at };
    }
    if (!startsLine || !isName) continue;
    if (grammar.accepts(nameText, before, false)) return { code: 'missing-semicolon', at };
    if (grammar.accepts(nameText, before, true)) return { code: 'missing-open-brace', at };
  }
  return undefined;
}
