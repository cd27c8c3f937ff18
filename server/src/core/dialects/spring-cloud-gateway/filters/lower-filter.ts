import { canonical } from '../config/property.ts';
import { flag, inForce, type View } from '../config/view.ts';
import type { Definition } from './definition.ts';
import type { Effect } from './effect.ts';
import { redirect, setStatus, sizeOf } from './ending-filters.ts';
import { addHeader, removeHeader, setHeader } from './header-filters.ts';
import { ELSEWHERE, EXPANDING, isKnown, meantFilter, NEUTRAL, REQUEST_SIDE, WEBFLUX_ONLY } from './known.ts';
import { dedupe, relocate, rewrite } from './line-filters.ts';
import { requestSide } from './request-side.ts';
import { secureHeaders } from './secure-headers.ts';
import { lacksVariable, type Variables } from './value.ts';

type Lower = (definition: Definition, view: View, variables: Variables) => Effect;

const LOWER: Readonly<Record<string, Lower>> = {
  AddResponseHeader: addHeader,
  SetResponseHeader: setHeader,
  RemoveResponseHeader: removeHeader,
  DedupeResponseHeader: dedupe,
  RewriteResponseHeader: rewrite,
  RewriteLocationResponseHeader: relocate,
  SecureHeaders: secureHeaders,
  RedirectTo: redirect,
  RequestSize: (definition, { kind }) =>
    kind === 'webmvc'
      ? { kind: 'nothing' }
      : { kind: 'completes', always: false, status: 413, ...sizeOf(definition) },
  RequestHeaderSize: () => ({ kind: 'completes', always: false, status: 431 }),
  SetStatus: setStatus,
};

/** WebMVC names its filters like methods: the first letter may be small. */
export function filterName({ name }: Definition, { kind }: View): string {
  return kind === 'webmvc' ? name.replace(/^[a-z]/, (letter) => letter.toUpperCase()) : name;
}

export function lowerFilter(definition: Definition, view: View, variables: Variables): Effect {
  const { fault, form, arguments: args, isStray } = definition;
  if (/\{\{|\{%|<%|\$\{/.test(definition.name)) return { kind: 'unseen', headers: true };
  if (fault !== undefined && isStray === true) return { kind: 'unseen', headers: true };
  if (fault !== undefined) return { kind: 'refused', why: fault };
  const name = filterName(definition, view);
  if (view.kind === 'webmvc' && WEBFLUX_ONLY.has(name))
    return { kind: 'refused', why: `Spring Cloud Gateway Server MVC has no filter ${name}` };
  const isExpanded = view.kind === 'webflux' ? EXPANDING.has(name) : /^(?:SetPath|PrefixPath)$/.test(name);
  if (isExpanded && lacksVariable(args, variables)) {
    const why = 'no predicate of the route sets the variable in braces';
    return { kind: 'fails', why, early: true };
  }
  const lower = Object.hasOwn(LOWER, name) ? LOWER[name] : undefined;
  if (lower === undefined) return otherFilter(definition, name, view);
  if (flag(text(view, 'filter', canonical(kebab(name)), 'enabled')) === false && view.kind === 'webflux') {
    return {
      kind: 'refused',
      why: `the filter ${name} is switched off by its \`enabled\` property and used all the same`,
    };
  }
  if (view.kind === 'webmvc' && form === 'shortcut' && tooMany(name, args.length)) {
    return {
      kind: 'refused',
      why: `${name} takes exactly a name and a value in this form, and a comma ends each of them`,
    };
  }
  return lower(definition, view, variables);
}

function text(view: View, ...path: readonly string[]): string | undefined {
  const value = inForce(view.roots, ...path)?.value;
  return value?.kind === 'scalar' ? value.text : undefined;
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=.)[A-Z]/g, (letter) => `-${letter}`);
}

function tooMany(name: string, count: number): boolean {
  return (
    (/^(Add|Set)ResponseHeader$/.test(name) && count > 2) || (name === 'RemoveResponseHeader' && count > 1)
  );
}

function otherFilter(definition: Definition, name: string, view: View): Effect {
  if (REQUEST_SIDE.has(name)) return requestSide(definition, name);
  if (NEUTRAL.has(name)) return { kind: 'nothing' };
  if (ELSEWHERE.has(name) || ELSEWHERE.has(definition.name) || isKnown(name))
    return { kind: 'unseen', headers: false };
  if (/[=\s:]/.test(name)) {
    return {
      kind: 'refused',
      why: `there is no filter called \`${name.trim()}\` with these characters in its name`,
    };
  }
  const meant = meantFilter(name);
  if (meant !== undefined && !(view.kind === 'webmvc' && meant === 'SecureHeaders')) {
    return { kind: 'refused', why: `there is no filter ${name}; ${meant} is meant` };
  }
  // A filter of the application's own. Few touch the answer's headers, and those are named for it.
  return { kind: 'unseen', headers: /header|secur|frame|csp|policy/i.test(name) };
}
