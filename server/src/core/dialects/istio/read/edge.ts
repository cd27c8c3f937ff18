import { allOf, anyOf, type Ternary } from '../../../routes/ternary.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { HttpItem } from './world.ts';

/** One way of an item to match, of an object that these gateways (`namespace/name`) serve. */
export interface EdgeMatch {
  readonly match: YamlNode;
  readonly object: KubernetesObject;
  readonly gateways: readonly string[];
}

/**
 * Whether Istio makes a route of a match for its gateways: `match.gateways` stands above the object's own, and labels of
 * clients are asked only without it (sourceMatchHTTP). Ports are those of a gateway's servers.
 */
export function isForGateways(edge: EdgeMatch | undefined): Ternary {
  if (edge === undefined) return true;
  const { match, object, gateways } = edge;
  const port = entryOf(match, 'port') === undefined ? true : undefined;
  const names = itemsOf(at(match, 'gateways')).flatMap((item) => textOf(item) ?? []);
  if (names.length > 0)
    return allOf([
      port,
      isAmong(
        names.map((name) => fullName(name, object)),
        gateways,
      ),
    ]);
  const isOpen = ['sourceLabels', 'sourceNamespace'].every((key) => entryOf(match, key) === undefined);
  return allOf([port, isOpen ? true : undefined]);
}

function isAmong(names: readonly string[], gateways: readonly string[]): Ternary {
  if (names.every((name) => name === 'mesh')) return false;
  const found = gateways.filter((gateway) => names.includes(gateway));
  if (found.length === gateways.length) return true;
  // A root that was not seen may have any gateway.
  return found.length === 0 && !gateways.includes('?') ? false : undefined;
}

/** A name alone is one of the object's own namespace. */
export function fullName(name: string, { namespace }: KubernetesObject): string {
  return name === 'mesh' || name.includes('/') ? name : `${namespace}/${name}`;
}

/** Whether an item answers at these gateways at all: not where each of its matches is for others or for the mesh. */
export function isAtEdge({ object, node, root }: HttpItem, gateways: readonly string[]): Ternary {
  const matches = itemsOf(at(node, 'match'));
  const own =
    matches.length === 0 ? true : anyOf(matches.map((match) => isForGateways({ match, object, gateways })));
  return root === undefined ? own : allOf([own, isAtEdge(root, gateways)]);
}
