import {
  matchesHeader,
  matchesPath,
  matchesQuery,
  matchesString,
  type QueryMatch,
  type StringMatch,
} from '../../../routes/envoy/matchers.ts';
import { withoutDots } from '../../../routes/envoy/paths.ts';
import type { RequestParts } from '../../../routes/route.ts';
import { allOf, anyOf, type Ternary } from '../../../routes/ternary.ts';
import { delegatedMatches, type MatchPair } from '../read/delegation.ts';
import { isForGateways, type EdgeMatch } from '../read/edge.ts';
import type { HttpItem } from '../read/world.ts';
import { booleanOf, entriesOf, itemsOf, textOf, at, type YamlNode } from '../../../syntax/yaml/node.ts';

/** Whether an item of `http` takes a request, and where it was delegated to, its root's item too. */
export function itemMatches(item: HttpItem, gateways: readonly string[], request: RequestParts): Ternary {
  const { node, root } = item;
  const ways: readonly MatchPair[] | undefined =
    root === undefined
      ? itemsOf(at(node, 'match')).map((match) => [match])
      : delegatedMatches(root.node, node);
  if (ways === undefined) return false;
  if (ways.length === 0) return true;
  const edges = [item, ...(root ? [root] : [])].flatMap(({ object, node: own }) =>
    itemsOf(at(own, 'match')).map((match) => [match, { match, object, gateways }] as const),
  );
  const edgeOf = new Map<YamlNode, EdgeMatch>(edges);
  return anyOf(
    ways.map((way) =>
      allOf(way.flatMap((match) => [isForGateways(edgeOf.get(match)), matchTakes(match, request)])),
    ),
  );
}

function matchTakes(match: YamlNode, request: RequestParts): Ternary {
  const ignoreCase = booleanOf(at(match, 'ignoreUriCase'), true) === true;
  return allOf(
    entriesOf(match).map(({ key, value }): Ternary => {
      switch (key.text) {
        case 'name':
        case 'statPrefix':
        case 'ignoreUriCase':
        case 'gateways':
        case 'port':
        case 'sourceLabels':
        case 'sourceNamespace':
          return true;
        case 'uri':
          return uriTakes(value, ignoreCase, request.path);
        case 'scheme':
          return matchesString(stringMatch(value), request.scheme);
        case 'method':
          return matchesString(stringMatch(value), request.method);
        case 'authority':
          return matchesHeader({ name: ':authority', test: stringTest(value) }, request);
        case 'headers':
          return allOf(entriesOf(value).map((each) => headerTakes(each.key.text, each.value, request)));
        case 'withoutHeaders':
          return allOf(entriesOf(value).map((each) => lacks(each.key.text, each.value, request)));
        case 'queryParams':
          return allOf(
            entriesOf(value).map((each) =>
              matchesQuery({ name: each.key.text, test: stringTest(each.value) }, request),
            ),
          );
        default:
          // A field of another release.
          return undefined;
      }
    }),
  );
}

function uriTakes(node: YamlNode, ignoreCase: boolean, path: string): Ternary {
  const seen = pathSeen(path);
  const match = stringMatch(node);
  if (match === undefined || seen === undefined) return undefined;
  if (match.kind === 'regex') return matchesPath({ kind: 'regex', text: match.text }, seen);
  const kind = match.kind === 'exact' ? 'path' : 'prefix';
  return matchesPath({ kind, text: match.text, ignoreCase }, seen);
}

/**
 * As listeners hand paths on unless the mesh has it otherwise (`pathNormalization` BASE): dots are resolved, slashes stay
 * as they are, escaped ones too. What becomes of other escapes is not followed.
 */
function pathSeen(path: string): string | undefined {
  return /%(?!20|2f)|\\/i.test(path) ? undefined : withoutDots(path);
}

const HOLE = /\{\{|\$\{|<%|\{%/;

function stringMatch(node: YamlNode | undefined): StringMatch | undefined {
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    const text = textOf(at(node, kind));
    if (text !== undefined) return HOLE.test(text) ? undefined : { kind, text };
  }
  return undefined;
}

/** An empty matcher asks for presence, and so does `*`, which is no regular expression. */
function stringTest(node: YamlNode): QueryMatch['test'] {
  const match = stringMatch(node);
  const isOpen = entriesOf(node).length === 0 || (match?.kind === 'regex' && match.text === '*');
  return isOpen ? { kind: 'present', present: true } : { kind: 'string', match };
}

function headerTakes(name: string, node: YamlNode, request: RequestParts): Ternary {
  // What a token says stands in no header.
  if (name.startsWith('@')) return undefined;
  return matchesHeader({ name, test: stringTest(node) }, request);
}

/** A header that is not there counts as not matching. */
function lacks(name: string, node: YamlNode, request: RequestParts): Ternary {
  const answer = headerTakes(name, node, request);
  return answer === undefined ? undefined : !answer;
}
