import { requestHeader, type RequestParts } from '../../../routes/route.ts';
import { allOf, anyOf, type Ternary } from '../../../routes/ternary.ts';
import type { Argument, Definition } from '../filters/definition.ts';
import type { Variables } from '../filters/value.ts';
import { hostPattern, matchPattern, pathPattern, type Pattern } from './path-pattern.ts';

type Matches = (request: RequestParts, definition: Definition) => Ternary;

const MATCHERS: Readonly<Record<string, Matches>> = {
  path: (request, definition) =>
    anyOf(patternsOf(definition).map((pattern) => matchesPath(pattern, request.path))),
  host: ({ host }, definition) =>
    anyOf(
      patternsOf(definition).map((pattern) => {
        const known = pattern.includes(':') ? undefined : hostPattern(pattern);
        return known && matchPattern(known, host) !== undefined;
      }),
    ),
  method: ({ method }, { arguments: args }) =>
    args.length > 0 &&
    args.flatMap(({ text }) => text.split(',')).some((each) => each.trim().toUpperCase() === method),
  header: (request, definition) => {
    const [name, regex] = named(definition, ['header', 'regexp']);
    return name && matchesValues(requestHeader(request, name.text), regex);
  },
  query: ({ query }, definition) => {
    const [name, regex] = named(definition, ['param', 'regexp']);
    return name && matchesValues(queryValues(query, name.text), regex);
  },
  cookie: (request, definition) => {
    const [name, regex] = named(definition, ['name', 'regexp']);
    const values = requestHeader(request, 'cookie')
      .flatMap((line) => line.split(';'))
      .map((pair) => pair.trim().split('='))
      .filter(([key]) => key === name?.text)
      .map(([, ...value]) => value.join('='));
    return name && matchesValues(values, regex);
  },
};

/** Whether a route's predicates take a request; `undefined` where they ask for what is not in the text. */
export function predicatesMatch(definitions: readonly Definition[], request: RequestParts): Ternary {
  return allOf(
    definitions.map((definition): Ternary => {
      const matcher = matcherOf(definition);
      if (matcher === undefined || definition.arguments.some(({ text }) => text.includes('${')))
        return undefined;
      return matcher(request, definition);
    }),
  );
}

function matcherOf({ name }: Definition): Matches | undefined {
  const key = name.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return Object.hasOwn(MATCHERS, key) ? MATCHERS[key] : undefined;
}

function patternsOf({ arguments: args, form }: Definition): readonly string[] {
  const relevant = args.filter(
    ({ key, text }) => !/^matchTrailingSlash$/i.test(key) && !/^(true|false)$/.test(text),
  );
  return relevant
    .flatMap(({ text }) => (form === 'long' ? text.split(',') : [text]))
    .map((text) => text.trim());
}

/** Whether a slash at the end counts changed between releases: it decides nothing here. */
function matchesPath(text: string, path: string): Ternary {
  const pattern = pathPattern(text);
  if (pattern === undefined) return undefined;
  const decoded = decode(path);
  if (matchPattern(pattern, decoded) !== undefined) return true;
  return decoded.endsWith('/') && matchPattern(pattern, decoded.slice(0, -1)) !== undefined
    ? undefined
    : false;
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
    const subject = /^host$/i.test(definition.name) ? request.host : decode(request.path);
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
