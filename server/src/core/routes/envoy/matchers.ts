import { isTriable, re2 } from '../re2.ts';
import { requestHeader, type RequestParts } from '../route.ts';
import { not, type Ternary } from '../ternary.ts';
import { authorityOf } from './virtual-hosts.ts';

/**
 * What Envoy's matchers ask of a request, for every gateway that is made of Envoy. `undefined` stands for a matcher
 * that nothing is known of. Sources: PathMatcher, Http::HeaderUtility::HeaderData, Router::QueryParameterMatcher.
 */
export type StringMatch =
  | {
      readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains';
      readonly text: string;
      readonly ignoreCase?: boolean;
    }
  /** The whole text must match. */
  | { readonly kind: 'regex'; readonly text: string };

export function matchesString(match: StringMatch | undefined, value: string): Ternary {
  if (match === undefined) return undefined;
  if (match.kind === 'regex') return matchesRegex(match.text, value);
  const fold = (text: string): string => (match.ignoreCase === true ? asciiLower(text) : text);
  const [text, subject] = [fold(match.text), fold(value)];
  switch (match.kind) {
    case 'exact':
      return subject === text;
    case 'prefix':
      return subject.startsWith(text);
    case 'suffix':
      return subject.endsWith(text);
    case 'contains':
      return subject.includes(text);
  }
}

function matchesRegex(source: string, value: string): Ternary {
  const regex = re2(source, { whole: true });
  return regex?.kind === 'regex' && isTriable(value) ? regex.test(value) : undefined;
}

export type PathMatch =
  | {
      readonly kind: 'prefix' | 'path' | 'separated-prefix';
      readonly text: string;
      readonly ignoreCase?: boolean;
    }
  | { readonly kind: 'regex'; readonly text: string };

/** @param path without query; it never takes part */
export function matchesPath(match: PathMatch | undefined, path: string): Ternary {
  if (match === undefined) return undefined;
  if (match.kind === 'regex') return matchesRegex(match.text, path);
  const fold = (text: string): string => (match.ignoreCase === true ? asciiLower(text) : text);
  const [text, subject] = [fold(match.text), fold(path)];
  if (match.kind === 'path') return subject === text;
  if (!subject.startsWith(text)) return false;
  return match.kind === 'prefix' || subject.length === text.length || subject[text.length] === '/';
}

export interface HeaderMatch {
  readonly name: string;
  /** `present`: whether there is one; a range is of whole numbers, its end excluded. */
  readonly test:
    | { readonly kind: 'string'; readonly match: StringMatch | undefined }
    | { readonly kind: 'present'; readonly present: boolean }
    | { readonly kind: 'range'; readonly start: number; readonly end: number }
    | undefined;
  readonly invert?: boolean;
  readonly missingIsEmpty?: boolean;
}

export function matchesHeader(match: HeaderMatch, request: RequestParts): Ternary {
  const value = headerValue(match.name, request);
  const { test, invert = false } = match;
  if (value === UNKNOWN || test === undefined) return undefined;
  if (test.kind === 'present') {
    const isThere = value !== undefined || match.missingIsEmpty === true;
    return (isThere === test.present) !== invert;
  }
  // Without the header nothing matches, inverted or not, unless it counts as empty.
  if (value === undefined && match.missingIsEmpty !== true) return false;
  const answer = test.kind === 'range' ? inRange(value ?? '', test) : matchesString(test.match, value ?? '');
  return invert ? not(answer) : answer;
}

function inRange(value: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  if (!/^[+-]?\d+$/.test(value)) return false;
  return Number(value) >= start && Number(value) < end;
}

/** Lines that Envoy or the transport adds of itself, so that their absence from a request proves nothing. */
const OWN =
  /^(?:x-forwarded-|x-envoy-|x-request-id$|via$|user-agent$|accept|connection$|content-|transfer-encoding$)/;

const UNKNOWN = Symbol('not known');

/** Several lines are one value, joined by commas. */
function headerValue(name: string, request: RequestParts): string | typeof UNKNOWN | undefined {
  const lower = name.toLowerCase();
  switch (lower) {
    case ':method':
      return request.method;
    case ':path':
      return request.query === '' ? request.path : `${request.path}?${request.query}`;
    case ':authority':
    case 'host':
      return authorityOf(request);
    case ':scheme':
      return request.scheme;
  }
  const values = requestHeader(request, lower);
  if (values.length > 0) return values.join(',');
  return OWN.test(lower) ? UNKNOWN : undefined;
}

export interface QueryMatch {
  readonly name: string;
  readonly test:
    | { readonly kind: 'string'; readonly match: StringMatch | undefined }
    | { readonly kind: 'present'; readonly present: boolean }
    | undefined;
}

/** The first parameter of the name decides; nothing is decoded. */
export function matchesQuery({ name, test }: QueryMatch, { query }: RequestParts): Ternary {
  if (test === undefined) return undefined;
  const own = query.split('&').find((part) => part.split('=', 1)[0] === name);
  if (test.kind === 'present') return (own !== undefined) === test.present;
  return own === undefined ? false : matchesString(test.match, own.slice(name.length + 1));
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
