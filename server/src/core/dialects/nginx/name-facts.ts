import { argumentCheck, type ArgumentCheck } from '../../syntax/nginx/argument-grammar.ts';
import { contextBit } from '../../syntax/nginx/block-context.ts';
import { directiveVariants, takes, type DirectiveVariant } from '../../syntax/nginx/directive-table.ts';
import type { Context } from './context.ts';
import { compiledArguments, type CompiledArguments } from './variable-fault.ts';

/** What is known of every directive of one name. */
export interface NameFacts {
  /** The entries of nginx's tables. */
  readonly variants: readonly DirectiveVariant[];
  readonly check: ArgumentCheck | undefined;
  readonly compiled: CompiledArguments | undefined;
}

export function nameFacts(name: string): NameFacts {
  return {
    variants: directiveVariants(name),
    check: argumentCheck(name),
    compiled: compiledArguments(name),
  };
}

/** Whether nginx takes a directive for this entry, as far as its place, its terminator and the number of arguments say. */
export function fits(variant: DirectiveVariant, context: Context, block: boolean, count: number): boolean {
  return isAllowed(variant, context) && variant.block === block && takes(variant, count);
}

export function isAllowed({ contexts }: DirectiveVariant, context: Context): boolean {
  return context === 'unknown' || context === 'data' || (contexts & contextBit(context)) !== 0;
}

/** Asks once for each name: a long file repeats few names often. */
export function remembered<T>(ask: (name: string) => T): (name: string) => T {
  const answers = new Map<string, T>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined || answers.has(name)) return known as T;
    const answer = ask(name);
    answers.set(name, answer);
    return answer;
  };
}
