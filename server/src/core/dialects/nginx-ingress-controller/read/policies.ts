import { at, booleanOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { Place } from '../../../model/place.ts';
import { GROUP, type ControllerWorld } from './world.ts';

/** What the policies of a server or a route do to headers and answers. */
export interface Policies {
  readonly cors?: KubernetesObject;
  readonly hsts?: KubernetesObject;
  /** True where everything is answered with 500. */
  readonly isFaulty?: boolean;
  /** True where one of them may answer in the place of the service. */
  readonly decides: boolean;
  /** References to policies that are nowhere. */
  readonly dangling: readonly {
    readonly node: YamlNode;
    readonly name: string;
    readonly at: Place;
  }[];
}

export const NO_POLICIES: Policies = { decides: false, dangling: [] };

/** A policy that does not fit its place makes the controller answer everything there with 500 (generatePolicies). */
const FAULTY: Policies = { decides: false, dangling: [], isFaulty: true };

/** HSTS belongs to a server, and to one with TLS or behind a proxy that has it (addHSTSConfig). */
export function fitted(policies: Policies, where: 'route' | { readonly hasTls: boolean }): Policies {
  if (policies.hsts === undefined) return policies;
  const hsts = at(policies.hsts.node, 'spec', 'hsts');
  const isSafe = where !== 'route' && (where.hasTls || booleanOf(at(hsts, 'behindProxy'), true) === true);
  return isSafe && at(hsts, 'maxAge') !== undefined ? policies : FAULTY;
}

/** Kinds that let every request through to the service. */
const SILENT = /^(?:cors|hsts|egressMTLS|ingressClassName|cache)$/;

/** @param list the node of `policies` */
export function policiesOf(
  list: YamlNode | undefined,
  { document }: Pick<KubernetesObject, 'document'>,
  namespace: string,
  { index }: Pick<ControllerWorld, 'index'>,
): Policies {
  let found: Policies = NO_POLICIES;
  for (const node of itemsOf(list)) {
    const name = textOf(at(node, 'name'));
    if (name === undefined) continue;
    const within = textOf(at(node, 'namespace')) ?? namespace;
    const written = at(node, 'name') ?? node;
    const reference = { node: written, name, at: document.place(written.at) };
    found = withPolicy(found, index.find(GROUP, 'Policy', name, within), reference);
  }
  return found;
}

/** The policies that an annotation `nginx.org/policies: a, other/b` names. */
export function policiesNamed(
  text: string,
  node: YamlNode,
  { document, namespace }: Pick<KubernetesObject, 'document' | 'namespace'>,
  { index }: Pick<ControllerWorld, 'index'>,
): Policies {
  let found: Policies = NO_POLICIES;
  for (const reference of text.split(',').map((each) => each.trim())) {
    if (reference === '') continue;
    const slash = reference.indexOf('/');
    const within = slash < 0 ? namespace : reference.slice(0, slash);
    const policy = index.find(GROUP, 'Policy', reference.slice(slash + 1), within);
    found = withPolicy(found, policy, { node, name: reference, at: document.place(node.at) });
  }
  return found;
}

function withPolicy(
  found: Policies,
  policy: KubernetesObject | undefined,
  reference: Policies['dangling'][number],
): Policies {
  if (policy === undefined) {
    return { ...found, decides: true, dangling: [...found.dangling, reference] };
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
