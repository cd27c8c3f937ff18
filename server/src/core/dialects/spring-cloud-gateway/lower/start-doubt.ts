import { ELSEWHERE, MVC_PARTS } from '../filters/known.ts';
import { filterName } from '../filters/lower-filter.ts';
import { KNOWN_PREDICATES } from '../routes/known-predicates.ts';
import type { View } from '../config/view.ts';
import type { Definition } from '../filters/definition.ts';
import type { Gateway } from './gateway.ts';

/** An expression, or a placeholder whose default is empty: where nobody else defines it, binding fails. WebMVC binds any. */
const UNBOUND = /#\{|\$\{[^{}]*:\}/;

/** Whether the text leaves it open that the gateway starts at all, or with what: then no answer of it is certain. */
export function mayNotStart({ routes, view, defaults, table }: Gateway): boolean {
  if (defaults?.property.isMixed === true || table.property?.isMixed === true) return true;
  return routes.some(({ steps, route }) => {
    const predicates = route.predicates?.definitions ?? [];
    // A name that does not come with the gateway is the application's own, or nobody's.
    const isOwn =
      steps.some(({ definition, effect }) => effect.kind === 'unseen' && !ELSEWHERE.has(definition.name)) ||
      predicates.some(({ name }) => !KNOWN_PREDICATES[view.kind].has(name));
    // WebMVC looks for what handles the scheme before it starts; `lb` needs another library.
    if (view.kind === 'webmvc')
      return (
        isOwn ||
        /^lb:/i.test(route.uri ?? '') ||
        (route.uri === undefined && view.generation < 5) ||
        steps.some(({ definition }) => hasStrangeParts(definition, view))
      );
    return (
      isOwn ||
      [...steps.map(({ definition }) => definition), ...predicates].some((definition) =>
        definition.arguments.some(({ text }) => UNBOUND.test(text)),
      )
    );
  });
}

function hasStrangeParts(definition: Definition, view: View): boolean {
  const { form, arguments: parts } = definition;
  const name = filterName(definition, view);
  const counts = Object.hasOwn(MVC_PARTS, name) ? MVC_PARTS[name] : undefined;
  return form === 'shortcut' && counts?.includes(parts.length) === false;
}
