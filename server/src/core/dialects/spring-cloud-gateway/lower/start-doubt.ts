import { ELSEWHERE } from '../filters/known.ts';
import { KNOWN_PREDICATES } from '../routes/known-predicates.ts';
import type { Gateway } from './gateway.ts';

/** An expression, or a placeholder whose default is empty: where nobody else defines it, binding fails. */
const UNBOUND = /#\{|\$\{[^{}]*:\}/;

/** Whether the text leaves it open that the gateway starts at all: then no answer of it is certain. */
export function mayNotStart({ routes, view }: Gateway): boolean {
  return routes.some(({ steps, route }) => {
    const predicates = route.predicates?.definitions ?? [];
    // A name that does not come with the gateway is the application's own, or nobody's.
    const isOwn =
      steps.some(({ definition, effect }) => effect.kind === 'unseen' && !ELSEWHERE.has(definition.name)) ||
      predicates.some(({ name }) => !KNOWN_PREDICATES[view.kind].has(name));
    return (
      isOwn ||
      [...steps.map(({ definition }) => definition), ...predicates].some((definition) =>
        definition.arguments.some(({ text }) => UNBOUND.test(text)),
      )
    );
  });
}
