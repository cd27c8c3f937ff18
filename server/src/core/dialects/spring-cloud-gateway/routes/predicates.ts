import { requestHeader, type RequestParts } from '../../../routes/route.ts';
import { allOf, anyOf, type Ternary } from '../../../routes/ternary.ts';
import type { Argument, Definition } from '../filters/definition.ts';
import type { View } from '../config/view.ts';
import type { Variables } from '../filters/value.ts';
import { hostPattern, matchPattern, pathPattern, type Pattern } from './path-pattern.ts';

/** Whether a request is one that a predicate asks for. */
export type Matches = (request: RequestParts) => Ternary;

const MATCHERS: Readonly<Record<string, (definition: Definition, reader: Reader) => Matches>> = {
  path: (definition, { kind, generation }) => {
    const texts = patternsOf(definition);
    const patterns = texts.map(pathPattern);
    // WebMVC takes `/` for a first segment of its own.
    const isOpen = kind === 'webmvc' && texts.some((text) => /^\/?[{*]/.test(text));
    return ({ path }) => {
      const matched = anyOf(patterns.map((pattern) => matchesPath(pattern, decode(path), generation)));
      return matched === false && path === '/' && isOpen ? undefined : matched;
    };
  },
  host: (definition) => {
    const patterns = patternsOf(definition).map((text) =>
      text.includes(':') ? undefined : hostPattern(text),
    );
    return (request) => anyOf(patterns.map((pattern) => matchesHost(pattern, request)));
  },
  method: ({ arguments: args }, { kind }) => {
    const methods = args
      .flatMap(({ text, isList }) => (isList === true ? text.split(',') : [text]))
      .map((each) => each.trim());
    // A method in small letters is another one for HttpMethod; whether a converter mends that is not known.
    // WebMVC was seen to take other methods too where GET is listed.
    const isOpen = kind === 'webmvc' && methods.includes('GET');
    return ({ method }) =>
      methods.includes(method) ||
      (isOpen || methods.some((each) => each.toUpperCase() === method) ? undefined : false);
  },
  header: (definition) => {
    const [name, regex] = named(definition, ['header', 'regexp']);
    return (request) => name && matchesValues(requestHeader(request, name.text), regex);
  },
  query: (definition) => {
    const [name, regex] = named(definition, ['param', 'regexp']);
    return ({ query }) => name && matchesValues(queryValues(query, name.text), regex);
  },
  after: (definition) => {
    const [time] = named(definition, ['datetime']);
    return () => isPast(time);
  },
  weight: (definition, { loneGroups }) => {
    const [group, weight] = named(definition, ['group', 'weight']);
    const isLone = group !== undefined && loneGroups?.has(group.text) === true;
    return () => (isLone && /^[1-9]\d*$/.test(weight?.text ?? '') ? true : undefined);
  },
  before: (definition) => {
    const [time] = named(definition, ['datetime']);
    return () => (isPast(time) === true ? false : undefined);
  },
  cookie: (definition) => {
    const [name, regex] = named(definition, ['name', 'regexp']);
    return (request) => name && matchesValues(cookieValues(request, name.text), regex);
  },
};

/** The gateway that reads the predicates. */
type Reader = Pick<View, 'kind' | 'generation'> & {
  /** Groups of weights that have one route: it gets all that comes (WeightCalculatorWebFilter). */
  readonly loneGroups?: ReadonlySet<string>;
};

/** @param routes the predicates of each route */
export function loneGroupsOf(routes: readonly (readonly Definition[])[]): ReadonlySet<string> {
  const all = routes.flatMap((definitions) =>
    definitions.flatMap((each) =>
      /^weight$/i.test(each.name) ? (named(each, ['group'])[0]?.text ?? '${}') : [],
    ),
  );
  // A group that the environment names may be any.
  if (all.some((group) => group.includes('${'))) return new Set();
  return new Set(
    all.filter((group, index) => all.indexOf(group) === index && all.lastIndexOf(group) === index),
  );
}

const UNKNOWN: Matches = () => undefined;

/** Whether a time is past: the only thing about the clock that stays as it is. */
function isPast(time: Argument | undefined): boolean | undefined {
  const at = Date.parse((time?.text ?? '').replace(/\[[^\]]*\]$/, ''));
  return Number.isNaN(at) || at > Date.now() ? undefined : true;
}

/** Whether a route's predicates take a request; `undefined` where they ask for what is not in the text. */
export function predicatesOf(definitions: readonly Definition[], reader: Reader): Matches {
  const all = definitions.map((definition): Matches => {
    const matcher = matcherOf(definition);
    const isOpen = definition.arguments.some(({ text }) => text.includes('${') || text.includes('{{'));
    return matcher === undefined || isOpen ? UNKNOWN : matcher(definition, reader);
  });
  return (request) => allOf(all.map((matches) => matches(request)));
}

function cookieValues(request: RequestParts, name: string): readonly string[] {
  return requestHeader(request, 'cookie')
    .flatMap((line) => line.split(';'))
    .map((pair) => pair.trim().split('='))
    .filter(([key]) => key === name)
    .map(([, ...value]) => value.join('='));
}

function matcherOf({ name }: Definition): ((definition: Definition, reader: Reader) => Matches) | undefined {
  const key = name.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return Object.hasOwn(MATCHERS, key) ? MATCHERS[key] : undefined;
}

/**
 * A list counts item by item and a text as one pattern, commas and all: the gateway gathers the values of `args` without
 * looking into them (ShortcutConfigurable.ShortcutType.GATHER_LIST).
 */
export function patternsOf({ arguments: args }: Definition): readonly string[] {
  const relevant = args.filter(
    ({ key, text }) => !/^matchTrailingSlash$/i.test(key) && !/^(true|false)$/.test(text),
  );
  return relevant
    .flatMap(({ text, isList }) => (isList === true ? text.split(',') : [text]))
    .map((text) => text.trim());
}

/** A slash at the end counts from 5.0 on; before, a setting decides. */
function matchesPath(pattern: Pattern | undefined, path: string, generation: View['generation']): Ternary {
  if (pattern === undefined) return undefined;
  if (matchPattern(pattern, path) !== undefined) return true;
  return generation < 5 && path.endsWith('/') && matchPattern(pattern, path.slice(0, -1)) !== undefined
    ? undefined
    : false;
}

/**
 * The pattern is held against all of the Host header, letter by letter (AntPathMatcher), unless
 * `predicate.host.include-port` says otherwise. Browsers write host names in lower case.
 */
function matchesHost(pattern: Pattern | undefined, request: RequestParts): Ternary {
  if (pattern === undefined) return undefined;
  const [sent] = requestHeader(request, 'host');
  if (matchPattern(pattern, hostOf(request)) === undefined) return false;
  const hasPort = sent === undefined ? request.port !== 80 && request.port !== 443 : /:\d+$/.test(sent);
  return hasPort ? undefined : true;
}

/** As the request spells it, without port. */
function hostOf(request: RequestParts): string {
  return requestHeader(request, 'host')[0]?.replace(/:\d*$/, '') ?? request.host;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function named(
  { arguments: args, form }: Definition,
  order: readonly string[],
): readonly (Argument | undefined)[] {
  if (form === 'shortcut') return args;
  return order.map((name, index) => args.find(({ key }) => key === name || key === `_genkey_${index}`));
}

/** Java's `matches`: the whole value. */
function matchesValues(values: readonly string[], regex: Argument | undefined): Ternary {
  if (values.length === 0) return false;
  if (regex === undefined) return true;
  try {
    const whole = new RegExp(`^(?:${regex.text})$`);
    return values.some((value) => whole.test(value));
  } catch {
    return undefined;
  }
}

function queryValues(query: string, name: string): readonly string[] {
  return query
    .split('&')
    .map((pair) => pair.split('='))
    .filter(([key = '']) => decode(key) === name)
    .map(([, ...value]) => decode(value.join('=')));
}

/** The variables that a route's patterns fill in, by name. */
export function variablesOf(definitions: readonly Definition[]): Variables {
  const patterns = definitions.flatMap((definition) => patternsWith(definition));
  const isRead = (definition: Definition): boolean =>
    matcherOf(definition) !== undefined && definition.arguments.every(({ text }) => !text.includes('${'));
  return {
    names: new Set(patterns.flatMap((pattern) => pattern?.names ?? [])),
    all: definitions.every(isRead) && patterns.every((pattern) => pattern !== undefined),
  };
}

/** Their values in a request. */
export function variableValues(
  definitions: readonly Definition[],
  request: RequestParts,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const definition of definitions) {
    const subject = /^host$/i.test(definition.name) ? hostOf(request) : decode(request.path);
    const match = patternsWith(definition)
      .map((pattern) => pattern && matchPattern(pattern, subject))
      .find((each) => each !== undefined);
    for (const [name, value] of match ?? []) values.set(name, value);
  }
  return values;
}

function patternsWith(definition: Definition): readonly (Pattern | undefined)[] {
  if (/^path$/i.test(definition.name)) return patternsOf(definition).map(pathPattern);
  return /^host$/i.test(definition.name) ? patternsOf(definition).map(hostPattern) : [];
}
