import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { GROUP, type ControllerWorld } from './world.ts';

/** What the policies of a server or a route do to headers and answers. */
export interface Policies {
  readonly cors?: KubernetesObject;
  readonly hsts?: KubernetesObject;
  /** True where one of them may answer in the place of the service. */
  readonly decides: boolean;
  /** References to policies that are nowhere. */
  readonly dangling: readonly { readonly node: YamlNode; readonly name: string }[];
}

export const NO_POLICIES: Policies = { decides: false, dangling: [] };

/** Kinds that let every request through to the service. */
const SILENT = /^(?:cors|hsts|egressMTLS|ingressClassName|cache)$/;

/** @param list the node of `policies` */
export function policiesOf(
  list: YamlNode | undefined,
  namespace: string,
  { index }: Pick<ControllerWorld, 'index'>,
): Policies {
  let found: Policies = NO_POLICIES;
  for (const node of itemsOf(list)) {
    const name = textOf(at(node, 'name'));
    if (name === undefined) continue;
    const within = textOf(at(node, 'namespace')) ?? namespace;
    found = withPolicy(found, index.find(GROUP, 'Policy', name, within), at(node, 'name') ?? node, name);
  }
  return found;
}

/** The policies that an annotation `nginx.org/policies: a, other/b` names. */
export function policiesNamed(
  text: string,
  node: YamlNode,
  namespace: string,
  { index }: Pick<ControllerWorld, 'index'>,
): Policies {
  let found: Policies = NO_POLICIES;
  for (const reference of text.split(',').map((each) => each.trim())) {
    if (reference === '') continue;
    const slash = reference.indexOf('/');
    const within = slash < 0 ? namespace : reference.slice(0, slash);
    const policy = index.find(GROUP, 'Policy', reference.slice(slash + 1), within);
    found = withPolicy(found, policy, node, reference);
  }
  return found;
}

function withPolicy(
  found: Policies,
  policy: KubernetesObject | undefined,
  node: YamlNode,
  name: string,
): Policies {
  if (policy === undefined) {
    return { ...found, decides: true, dangling: [...found.dangling, { node, name }] };
  }
  const spec = at(policy.node, 'spec');
  const kinds = spec?.kind === 'map' ? spec.entries.map(({ key }) => key.text) : [];
  // Of several policies of one kind the first counts.
  return {
    ...found,
    ...(kinds.includes('cors') && !found.cors && { cors: policy }),
    ...(kinds.includes('hsts') && !found.hsts && { hsts: policy }),
    decides: found.decides || kinds.some((kind) => !SILENT.test(kind)),
  };
}
