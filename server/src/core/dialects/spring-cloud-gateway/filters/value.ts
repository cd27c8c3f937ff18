import type { HeaderValue } from '../../../model/header-op.ts';
import type { Place } from '../../../model/place.ts';
import type { Kind } from '../config/view.ts';

/** `${…}`, `#{…}`, template languages, Maven's `@…@`. */
const HOLE = /\$\{[^}]*\}|#\{[^}]*\}|\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|@[\w.-]+@/s;
const VARIABLE = /\{[^{}]*\}/;

/** What is known of the variables that a route's predicates fill in. */
export interface Variables {
  readonly names: ReadonlySet<string>;
  /** False where a predicate could not be read to its end. */
  readonly all: boolean;
}

/** A value that some request decides; `undefined` where Spring cannot fill it in. */
export function headerValue(
  text: string,
  at: Place,
  variables: Variables,
  kind: Kind,
): HeaderValue | undefined {
  const holes = kind === 'webmvc' ? new RegExp(HOLE.source.replace('|#\\{[^}]*\\}', ''), 's') : HOLE;
  const rest = text.replaceAll(new RegExp(holes.source, 'gs'), '');
  const unknown = [...rest.matchAll(/\{([^{}]*)\}/g)].some(([, name = '']) => !variables.names.has(name));
  if (unknown && variables.all && kind === 'webflux') return undefined;
  const isFilled = VARIABLE.test(rest) && !(unknown && variables.all);
  if (!holes.test(text) && !isFilled) return { kind: 'literal', text, at };
  const cut = isFilled
    ? new RegExp(`${holes.source}|${VARIABLE.source}`, 'gs')
    : new RegExp(holes.source, 'gs');
  const template = isFilled ? asPath(text) : text;
  const parts = template.split(cut).flatMap((part, index) => (index === 0 ? [part] : [undefined, part]));
  return { kind: 'dynamic', parts: parts.filter((part) => part !== ''), template, at };
}

/**
 * Variables are filled in as in a path, whatever the text is: of slashes that stand together one is left
 * (UriComponentsBuilder.fromPath), so `https://{tenant}.example` is no source of a policy any more.
 */
function asPath(text: string): string {
  return text.replaceAll(/\/{2,}/g, '/');
}

/** Whether a text names a variable that no predicate of the route fills in; false where that is not known. */
export function lacksVariable(args: readonly { readonly text: string }[], variables: Variables): boolean {
  return variables.all && variablesIn(args).some((name) => !variables.names.has(name));
}

/** The names in braces that the gateway fills in. */
export function variablesIn(args: readonly { readonly text: string }[]): readonly string[] {
  return args.flatMap(({ text }) =>
    [...text.replaceAll(new RegExp(HOLE.source, 'gs'), '').matchAll(/\{([^{}]*)\}/g)].map(
      ([, name = '']) => name,
    ),
  );
}

/** Fills in a route's variables; `undefined` where something else decides. */
export function evaluated(template: string, variables: ReadonlyMap<string, string>): string | undefined {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  if (HOLE.test(template) || names.some((name) => !variables.has(name))) return undefined;
  return template.replaceAll(/\{([^{}]*)\}/g, (_whole, name: string) => variables.get(name) ?? '');
}
