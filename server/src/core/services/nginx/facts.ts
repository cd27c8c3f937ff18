import { contextsOf, type BlockContext } from '../../syntax/nginx/block-context.ts';
import { allowedIn, directiveVariants, type DirectiveVariant } from '../../syntax/nginx/directive-table.ts';
import type { Context } from '../../dialects/nginx/context.ts';

/** What the manual says of a directive, in Markdown. */
export interface Manual {
  /** One entry per form, without the directive's name. */
  readonly syntax: readonly string[];
  /** Empty where there is none. */
  readonly default: string;
  readonly summary: string;
  readonly link: string;
}

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

/** Every directive of that name which may stand in one of the contexts, as an editor would offer it. */
export function offered(name: string, contexts: readonly BlockContext[]): DirectiveFacts | undefined {
  const variant = directiveVariants(name).find(
    (v) => v.removed === undefined && contexts.some((context) => allowedIn(v, context)),
  );
  return variant && factsOf(name, variant);
}

export function contextsToOffer(context: Context): readonly BlockContext[] {
  if (context === 'data') return [];
  return context === 'unknown' ? likely : [context];
}

function factsOf(name: string, variant: DirectiveVariant): DirectiveFacts {
  return { name, variant, contexts: contextsOf(variant.contexts), manual: manualOf(name, variant) };
}

function manualOf(_name: string, _variant: DirectiveVariant): Manual | undefined {
  return undefined;
}
