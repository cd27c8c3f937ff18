import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { sameNamespace } from '../read/world.ts';
import { labelsOf, type Attachment } from './attach.ts';

/** One thing that a policy is attached to. */
export interface Target {
  readonly kind: string;
  readonly name: string;
  readonly section: string | undefined;
  readonly node: YamlNode;
}

/** `targetRefs`, and the single `targetRef` of old. */
export function targetsOf({ node }: KubernetesObject): readonly Target[] {
  const single = at(node, 'spec', 'targetRef');
  const refs = [...itemsOf(at(node, 'spec', 'targetRefs')), ...(single === undefined ? [] : [single])];
  return refs.map((ref) => ({
    kind: textOf(at(ref, 'kind')) ?? '',
    name: textOf(at(ref, 'name')) ?? '',
    section: textOf(at(ref, 'sectionName')),
    node: ref,
  }));
}

/** How a policy reaches a route's attachment. `wide`: the whole Gateway; `section`: the one listener. */
export type Hold = 'section' | 'wide' | 'none';

export function holdOnGateway(policy: KubernetesObject, attachment: Attachment): Hold {
  if (!sameNamespace(policy.namespace, attachment.gatewayNamespace)) return 'none';
  const section = attachment.listener?.name ?? attachment.section;
  let hold: Hold = selects(policy, attachment.gateway, 'Gateway') ? 'wide' : 'none';
  for (const target of targetsOf(policy)) {
    if (target.kind !== 'Gateway' || target.name !== attachment.gatewayName) continue;
    if (target.section === undefined) hold = 'wide';
    else if (target.section === section) return 'section';
  }
  return hold;
}

export function holdsRoute(policy: KubernetesObject, route: KubernetesObject): boolean {
  if (!sameNamespace(policy.namespace, route.namespace)) return false;
  return (
    targetsOf(policy).some(({ kind, name }) => kind === route.kind && name === route.name) ||
    selects(policy, route, route.kind)
  );
}

/** `targetSelectors` by labels. */
function selects(policy: KubernetesObject, object: KubernetesObject | undefined, kind: string): boolean {
  if (object === undefined) return false;
  const labels = labelsOf(object);
  return itemsOf(at(policy.node, 'spec', 'targetSelectors')).some(
    (selector) =>
      textOf(at(selector, 'kind')) === kind &&
      entriesOf(at(selector, 'matchLabels')).every(
        ({ key, value }) => labels.get(key.text) === textOf(value),
      ),
  );
}

/** The one that counts of several on the same target: the oldest, then the first by name (PolicyAttachment). */
export function inForce(policies: readonly KubernetesObject[]): KubernetesObject | undefined {
  return policies.toSorted(byAge)[0];
}

function byAge(a: KubernetesObject, b: KubernetesObject): number {
  return (
    compare(createdOf(a), createdOf(b)) || compare(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`)
  );
}

function createdOf({ node }: KubernetesObject): string {
  return textOf(at(node, 'metadata', 'creationTimestamp')) ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
