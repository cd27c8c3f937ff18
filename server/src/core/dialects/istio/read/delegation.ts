import {
  at,
  booleanOf,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';

/** Two ways to match that a request must both take; one of them may be absent. */
export type MatchPair = readonly YamlNode[];

/**
 * How an item of a delegate matches below its root's: each of its own ways together with each way of the root that it is
 * a part of. `undefined`: a way of its own is a part of none, and Istio drops the item (mergeHTTPMatchRequests).
 */
export function delegatedMatches(root: YamlNode, own: YamlNode): readonly MatchPair[] | undefined {
  const [outer, inner] = [itemsOf(at(root, 'match')), itemsOf(at(own, 'match'))];
  if (outer.length === 0) return inner.map((each) => [each]);
  if (inner.length === 0) return outer.map((each) => [each]);
  const pairs = inner.map((leaf) =>
    outer.filter((each) => !isInConflict(each, leaf)).map((each): MatchPair => [each, leaf]),
  );
  return pairs.some((each) => each.length === 0) ? undefined : pairs.flat();
}

const SINGLE = ['uri', 'scheme', 'method', 'authority'] as const;
const NAMED = ['headers', 'withoutHeaders', 'queryParams'] as const;

function isInConflict(root: YamlNode, leaf: YamlNode): boolean {
  if (SINGLE.some((key) => isOutside(at(root, key), at(leaf, key)))) return true;
  for (const key of NAMED) {
    const of = at(root, key);
    if (
      entriesOf(at(leaf, key)).some(({ key: { text }, value }) => isOutside(entryOf(of, text)?.value, value))
    )
      return true;
  }
  const [outer, inner] = [textOf(at(root, 'port')), textOf(at(leaf, 'port'))];
  if (outer !== undefined && inner !== undefined && outer !== inner) return true;
  return ignoresCase(root) !== ignoresCase(leaf);
}

function ignoresCase(match: YamlNode): boolean {
  return booleanOf(at(match, 'ignoreUriCase'), true) === true;
}

/** Nothing is a part of a regular expression, nor is one of anything (stringMatchConflict). */
function isOutside(root: YamlNode | undefined, leaf: YamlNode | undefined): boolean {
  if (root === undefined || leaf === undefined) return false;
  const [whole, start, exact, prefix] = [
    textOf(at(root, 'exact')),
    textOf(at(root, 'prefix')),
    textOf(at(leaf, 'exact')),
    textOf(at(leaf, 'prefix')),
  ];
  if (whole !== undefined) return exact !== whole;
  const text = prefix ?? exact;
  return start === undefined || !text?.startsWith(start);
}
