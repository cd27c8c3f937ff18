import { argumentCheck, type ArgumentCheck } from '../syntax/nginx/argument-grammar.ts';
import { contextBit } from '../syntax/nginx/block-context.ts';
import { directiveVariants, takes, type DirectiveVariant } from '../syntax/nginx/directive-table.ts';
import type { Context } from './context.ts';
import { compiledArguments, type CompiledArguments } from './variable-fault.ts';

/** What is known of every directive of one name. */
export class NameFacts {
  /** The entries of nginx's tables. */
  readonly variants: readonly DirectiveVariant[];
  readonly check: ArgumentCheck | undefined;
  readonly compiled: CompiledArguments | undefined;
  /** The last answer of `fitting`: directives of a name mostly stand in blocks of one kind, with as many arguments. */
  #fitting: readonly DirectiveVariant[] = [];
  #fittingFor: readonly [context: Context, block: boolean, count: number] | undefined;

  constructor(name: string) {
    this.variants = directiveVariants(name);
    this.check = argumentCheck(name);
    this.compiled = compiledArguments(name);
  }

  /** The entries for which nginx takes a directive, as far as its place, terminator and number of arguments say. */
  fitting(context: Context, block: boolean, count: number): readonly DirectiveVariant[] {
    const last = this.#fittingFor;
    if (last?.[0] === context && last[1] === block && last[2] === count) return this.#fitting;
    this.#fittingFor = [context, block, count];
    this.#fitting = this.variants.filter(
      (variant) => isAllowed(variant, context) && variant.block === block && takes(variant, count),
    );
    return this.#fitting;
  }
}

export function nameFacts(name: string): NameFacts {
  return new NameFacts(name);
}

export function isAllowed({ contexts }: DirectiveVariant, context: Context): boolean {
  return context === 'unknown' || context === 'data' || (contexts & contextBit(context)) !== 0;
}

/** Asks once for each name: a long file repeats few names often. */
export function remembered<Name extends string, T>(ask: (name: Name) => T): (name: Name) => T {
  const answers = new Map<Name, T>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined || answers.has(name)) return known as T;
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
}
