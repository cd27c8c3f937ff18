import {
  matchesHeader,
  matchesPath,
  matchesQuery,
  matchesString,
  type QueryMatch,
  type StringMatch,
} from '../../../routes/envoy/matchers.ts';
import type { RequestParts } from '../../../routes/route.ts';
import { allOf, anyOf, type Ternary } from '../../../routes/ternary.ts';
import { delegatedMatches, type MatchPair } from '../read/delegation.ts';
import type { HttpItem } from '../read/world.ts';
import { booleanOf, entriesOf, itemsOf, textOf, at, type YamlNode } from '../../../syntax/yaml/node.ts';

/** Whether an item of `http` takes a request, and where it was delegated to, its root's item too. */
export function itemMatches({ node, root }: HttpItem, request: RequestParts): Ternary {
  const ways: readonly MatchPair[] | undefined =
    root === undefined
      ? itemsOf(at(node, 'match')).map((match) => [match])
      : delegatedMatches(root.node, node);
  if (ways === undefined) return false;
  if (ways.length === 0) return true;
  return anyOf(ways.map((way) => allOf(way.map((match) => matchTakes(match, request)))));
}

/** Whether Istio makes no route of an item for some gateways: by their ports, labels or names. */
export function mayBeLeftOut({ node, root }: HttpItem): boolean {
  return [node, root?.node].some((each) => {
    const matches = itemsOf(at(each, 'match'));
    return (
      matches.length > 0 &&
      matches.every((match) => entriesOf(match).some(({ key }) => OF_GATEWAY.test(key.text)))
    );
  });
}

const OF_GATEWAY = /^(?:port|gateways|sourceLabels|sourceNamespace)$/;

function matchTakes(match: YamlNode, request: RequestParts): Ternary {
  const ignoreCase = booleanOf(at(match, 'ignoreUriCase'), true) === true;
  return allOf(
    entriesOf(match).map(({ key, value }): Ternary => {
      switch (key.text) {
        case 'name':
        case 'statPrefix':
        case 'ignoreUriCase':
          return true;
        case 'uri':
          return uriTakes(value, ignoreCase, request.path);
        case 'scheme':
          return matchesString(stringMatch(value), request.scheme);
        case 'method':
          return matchesHeader({ name: ':method', test: stringTest(value) }, request);
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
          // Ports, gateways, labels of sidecars: not to be told from a request.
          return undefined;
      }
    }),
  );
}

function uriTakes(node: YamlNode, ignoreCase: boolean, path: string): Ternary {
  // The gateway normalizes paths before it routes.
  if (/[%\\]|\/\.|\/\//.test(path)) return undefined;
  const match = stringMatch(node);
  if (match === undefined) return undefined;
  if (match.kind === 'regex') return matchesPath({ kind: 'regex', text: match.text }, path);
  const kind = match.kind === 'exact' ? 'path' : 'prefix';
  return matchesPath({ kind, text: match.text, ignoreCase }, path);
}

const HOLE = /\{\{|\$\{|<%|\{%/;

function stringMatch(node: YamlNode | undefined): StringMatch | undefined {
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    const text = textOf(at(node, kind));
    if (text !== undefined) return HOLE.test(text) ? undefined : { kind, text };
  }
  return undefined;
}

/** An empty matcher asks for presence. */
function stringTest(node: YamlNode): QueryMatch['test'] {
  if (entriesOf(node).length === 0) return { kind: 'present', present: true };
  return { kind: 'string', match: stringMatch(node) };
}

function headerTakes(name: string, node: YamlNode, request: RequestParts): Ternary {
  return matchesHeader({ name, test: stringTest(node) }, request);
}

/** A header that is not there counts as not matching. */
function lacks(name: string, node: YamlNode, request: RequestParts): Ternary {
  const answer = headerTakes(name, node, request);
  return answer === undefined ? undefined : !answer;
}
