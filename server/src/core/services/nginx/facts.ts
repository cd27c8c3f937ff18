import { contextsOf, type BlockContext } from '../../syntax/nginx/block-context.ts';
import {
  allowedIn,
  directiveNames,
  directiveVariants,
  type DirectiveVariant,
} from '../../syntax/nginx/directive-table.ts';
import type { Context } from '../../nginx/context.ts';
import { manualOf, type Manual } from './manual.ts';

export interface DirectiveFacts {
  readonly name: string;
  readonly variant: DirectiveVariant;
  readonly contexts: readonly BlockContext[];
  readonly manual: Manual | undefined;
}

/** Where the context is not known, what is written in fragments most. */
const likely: readonly BlockContext[] = ['location', 'server', 'http', 'upstream', 'main'];

/** Of the directives of one name, the one that fits the context best; a misplaced one is still known. */
export function directiveFacts(name: string, context: Context): DirectiveFacts | undefined {
  const variants = directiveVariants(name);
  const order = context === 'unknown' || context === 'data' ? likely : [context, ...likely];
  const fitting = order.flatMap((place) => variants.filter((variant) => allowedIn(variant, place)));
  const variant = fitting[0] ?? variants[0];
  return variant && factsOf(name, variant);
}

/** Every directive that may stand in a context, as an editor would offer them. */
export type DirectiveCatalogue = (context: Context) => readonly DirectiveFacts[];

/** Remembers what it read: the whole table takes longer than a keystroke should. */
export function directiveCatalogue(): DirectiveCatalogue {
  const known = new Map<Context, readonly DirectiveFacts[]>();
  return (context) => {
    const before = known.get(context);
    if (before !== undefined) return before;
    const contexts = contextsToOffer(context);
    const facts = directiveNames().flatMap((name) => offered(name, contexts) ?? []);
    known.set(context, facts);
    return facts;
  };
}

function offered(name: string, contexts: readonly BlockContext[]): DirectiveFacts | undefined {
  const variant = directiveVariants(name).find(
    (v) => v.removed === undefined && contexts.some((context) => allowedIn(v, context)),
  );
  return variant && factsOf(name, variant);
}

function contextsToOffer(context: Context): readonly BlockContext[] {
  if (context === 'data') return [];
  return context === 'unknown' ? likely : [context];
}

function factsOf(name: string, variant: DirectiveVariant): DirectiveFacts {
  return { name, variant, contexts: contextsOf(variant.contexts), manual: manualOf(name, variant) };
}
