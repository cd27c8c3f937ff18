import {
  matchesHeader,
  matchesPath,
  matchesQuery,
  type PathMatch,
  type StringMatch,
} from '../../../routes/envoy/matchers.ts';
import type { RequestParts } from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { isTemplate } from '../read/hole.ts';

/** One `match` of a rule, and what decides which match takes a request that several would take. */
export interface RuleMatch {
  readonly holds: (request: RequestParts) => Ternary;
  /** Compared element by element; the greater one goes first. */
  readonly rank: readonly number[];
  readonly isRegex: boolean;
}

const EVERYTHING: PathMatch = { kind: 'prefix', text: '/' };

/** A rule without matches takes everything. */
export function matchesOf(rule: YamlNode | undefined): readonly RuleMatch[] {
  const written = itemsOf(at(rule, 'matches'));
  return written.length === 0 ? [matchOf(undefined)] : written.map(matchOf);
}

function matchOf(node: YamlNode | undefined): RuleMatch {
  const path = pathOf(at(node, 'path'));
  const method = textOf(at(node, 'method'));
  const headers = itemsOf(at(node, 'headers')).map((each) => ({
    name: nameOf(each),
    test: stringTest(each),
  }));
  const queries = itemsOf(at(node, 'queryParams')).map((each) => ({
    name: nameOf(each),
    test: stringTest(each),
  }));
  return {
    holds: (request) =>
      allOf([
        matchesPath(path, request.path),
        method === undefined ? true : request.method === method,
        ...headers.map((each) => matchesHeader(each, request)),
        ...queries.map((each) => matchesQuery(each, request)),
      ]),
    // HTTPRouteRule: exact path, then the longest prefix, method, number of headers, number of query parameters.
    rank: [
      path?.kind === 'path' ? 2 : path?.kind === 'regex' ? 1 : 0,
      // As written: Envoy Gateway asks `/abc/` before `/abc`, though both are the same prefix.
      path === undefined ? 0 : (textOf(at(node, 'path', 'value')) ?? '/').length,
      method === undefined ? 0 : 1,
      headers.length,
      queries.length,
    ],
    isRegex: path?.kind === 'regex',
  };
}

function pathOf(node: YamlNode | undefined): PathMatch | undefined {
  if (node === undefined) return EVERYTHING;
  const text = textOf(at(node, 'value')) ?? '/';
  if (isTemplate(text)) return undefined;
  switch (textOf(at(node, 'type')) ?? 'PathPrefix') {
    case 'Exact':
      return { kind: 'path', text };
    case 'PathPrefix':
      // `/abc/` and `/abc` are the same prefix, by whole segments.
      return text === '/' ? EVERYTHING : { kind: 'separated-prefix', text: text.replace(/\/$/, '') };
    case 'RegularExpression':
      return { kind: 'regex', text };
    default:
      return undefined;
  }
}

function nameOf(node: YamlNode): string {
  return textOf(at(node, 'name')) ?? '';
}

function stringTest(node: YamlNode): { readonly kind: 'string'; readonly match: StringMatch | undefined } {
  const text = textOf(at(node, 'value')) ?? '';
  if (isTemplate(text)) return { kind: 'string', match: undefined };
  const kind = textOf(at(node, 'type')) === 'RegularExpression' ? 'regex' : 'exact';
  return { kind: 'string', match: { kind, text } };
}
