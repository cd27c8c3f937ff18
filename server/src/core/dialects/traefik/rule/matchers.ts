import { isTriable, re2 } from '../../../routes/re2.ts';
import { requestHeader, type RequestParts } from '../../../routes/route.ts';
import { anyOf, type Ternary } from '../../../routes/ternary.ts';
import { routingPath } from './path.ts';

export type Matcher = (request: RequestParts) => Ternary;

interface Broken {
  readonly why: string;
}

interface Kind {
  /** How many values it takes. */
  readonly counts: readonly number[];
  readonly make: (first: string, second: string | undefined) => Matcher | Broken;
}

const V3: Readonly<Record<string, Kind>> = {
  ClientIP: { counts: [1], make: () => () => undefined },
  Method: {
    counts: [1],
    make:
      (name) =>
      ({ method }) =>
        method === name.toUpperCase(),
  },
  Host: { counts: [1], make: host },
  HostRegexp: { counts: [1], make: (regex) => tried(regex, ({ host: name }) => [name]) },
  Path: { counts: [1], make: (path) => rooted(path) ?? ((request) => routingPath(request) === path) },
  PathPrefix: {
    counts: [1],
    make: (prefix) => rooted(prefix) ?? ((request) => routingPath(request)?.startsWith(prefix)),
  },
  PathRegexp: {
    counts: [1],
    make: (regex) => tried(regex, (request) => [routingPath(request)]),
  },
  Header: {
    counts: [2],
    make:
      (name, value = '') =>
      (request) =>
        requestHeader(request, name).includes(value),
  },
  HeaderRegexp: {
    counts: [2],
    make: (name, regex = '') => tried(regex, (request) => requestHeader(request, name)),
  },
  Query: {
    counts: [1, 2],
    make:
      (key, value = '') =>
      (request) =>
        queryValues(request, key).includes(value),
  },
  QueryRegexp: {
    counts: [1, 2],
    make: (key, regex = '^$') => tried(regex, (request) => queryValues(request, key)),
  },
};

/** Those of version 2: each takes any number of values. */
const V2: Readonly<Record<string, (value: string) => Matcher>> = {
  ClientIP: () => () => undefined,
  Method:
    (name) =>
    ({ method }) =>
      method === name.toUpperCase(),
  Host: (name) => hostIs(name),
  HostHeader: (name) => hostIs(name),
  HostRegexp: (text) => (text.includes('{') ? () => undefined : hostIs(text)),
  Path: (path) => (path.includes('{') ? () => undefined : (request) => routingPath(request) === path),
  PathPrefix: (prefix) =>
    prefix.includes('{') ? () => undefined : (request) => routingPath(request)?.startsWith(prefix),
  Headers: () => () => undefined,
  HeadersRegexp: () => () => undefined,
  Query: () => () => undefined,
};

/** A matcher by its name, which may also be written all in small or all in capital letters. */
export function matcherOf(written: string, values: readonly string[], syntax: 'v2' | 'v3'): Matcher | Broken {
  const names = Object.keys(syntax === 'v3' ? V3 : V2);
  const name = names.find((each) => spellings(each).includes(written));
  if (name === undefined) {
    const meant = names.find((each) => each.toLowerCase() === written.toLowerCase().replace(/s$/, ''));
    return { why: `there is no matcher ${written}${meant === undefined ? '' : `, only ${meant}`}` };
  }
  if (values.length === 0) return { why: `${name} stands without a value` };
  if (syntax === 'v2') {
    const make = V2[name];
    if (make === undefined) return { why: `there is no matcher ${written}` };
    const parts = values.map(make);
    return (request) => anyOf(parts.map((matches) => matches(request)));
  }
  const kind = V3[name];
  const [first = '', second] = values;
  if (kind?.counts.includes(values.length) !== true) {
    return {
      why: `${name} takes ${kind?.counts.join(' or ') ?? 'no'} values in Traefik 3, not ${values.length}`,
    };
  }
  return kind.make(first, second);
}

function spellings(name: string): readonly string[] {
  const lower = name.toLowerCase();
  return [name, lower, name.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)];
}

function host(name: string): Matcher | Broken {
  if (/[^\x20-\x7e]/.test(name)) return { why: `the host ${name} is not written in ASCII` };
  return hostIs(name);
}

function hostIs(name: string): Matcher {
  if (name.includes('*')) return () => undefined;
  const wanted = name.toLowerCase().replace(/\.$/, '');
  return (request) => request.host.replace(/\.$/, '') === wanted;
}

function rooted(path: string): Broken | undefined {
  return path.startsWith('/') ? undefined : { why: `the path ${path} does not start with a slash` };
}

function tried(
  regex: string,
  textsOf: (request: RequestParts) => readonly (string | undefined)[],
): Matcher | Broken {
  const expression = re2(regex, { whole: false });
  if (expression?.kind === 'refused') return { why: expression.why };
  return (request) =>
    anyOf(
      textsOf(request).map((text) =>
        text === undefined || !isTriable(text) ? undefined : expression?.test(text),
      ),
    );
}

function queryValues({ query }: RequestParts, key: string): readonly string[] {
  return query.split('&').flatMap((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return pair !== '' && decoded(name) === key ? [decoded(value)] : [];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
