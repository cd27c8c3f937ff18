import { allOf, type Ternary } from '../../../routes/ternary.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf } from '../../../syntax/yaml/node.ts';
import { labelsOf, type EdgeService } from '../read/world.ts';

/** Istio's root namespace, unless the mesh names another. */
const ROOT = 'istio-system';

export function isRoot(namespace: string): boolean {
  return namespace === '' || namespace === ROOT;
}

/** Whether an EnvoyFilter acts on the gateways of a VirtualService. `undefined` where their pods are not known. */
export function reaches(filter: KubernetesObject, service: EdgeService): Ternary {
  return allOf([reachesNamespace(filter, service), selects(filter, service)]);
}

/**
 * A filter acts in its own namespace, in the root namespace everywhere. Where pods of a gateway run stands nowhere: beside
 * a Gateway that several namespaces share, but not beside one that a team has for itself.
 */
export function reachesNamespace(
  { namespace }: KubernetesObject,
  { object, gateways }: EdgeService,
): Ternary {
  if (isRoot(namespace)) return true;
  const owners = gateways.map((gateway) => gateway.split('/', 1)[0] ?? '');
  if (owners.some((owner) => owner === '' || owner === '?')) return undefined;
  const isOwn = namespace === object.namespace;
  if (owners.includes(namespace)) return isOwn ? undefined : true;
  return isOwn || owners.every((owner) => owner === ROOT) ? false : undefined;
}

/** The labels of a Gateway's `selector` are labels that its pods surely have. */
function selects(filter: KubernetesObject, { selectors }: EdgeService): Ternary {
  const asked = at(filter.node, 'spec', 'workloadSelector', 'labels');
  if (entryOf(at(filter.node, 'spec'), 'targetRefs') !== undefined) return undefined;
  if (asked === undefined) return true;
  const labels = labelsOf(asked);
  if (selectors.length === 0) return undefined;
  const answers = selectors.map((known): Ternary => {
    if (known === undefined) return undefined;
    if (labels.some(([name, value]) => known.has(name) && known.get(name) !== value)) return false;
    return labels.every(([name]) => known.has(name)) ? true : undefined;
  });
  const [first] = answers;
  return answers.every((answer) => answer === first) ? first : undefined;
}
