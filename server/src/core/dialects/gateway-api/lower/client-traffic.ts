import type { Level, Misplaced, Scope, Unread } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import { readModifier } from '../read/modifier.ts';
import { describe, ENVOY_GATEWAY, GATEWAY_API, sameNamespace, type GatewayWorld } from '../read/world.ts';
import { listenersOf } from './attach.ts';
import { lateModifier, policyFaults, sharingPort } from './gateway-policies.ts';
import { lateOps } from './order.ts';
import { inForce, targetsOf } from './policies.ts';
import type { LoweredUnit } from './unit.ts';

const FRAMING = /^(x-frame-options|content-security-policy)$/i;

/** ClientTrafficPolicies that no route of the workspace is under: their values are judged, absence proves nothing. */
export function loosePolicies({ world, routes }: LoweredUnit): readonly Scope[] {
  const used = new Set(
    routes.flatMap(({ rules }) => rules.flatMap(({ around }) => around.late?.policy.node ?? [])),
  );
  return policies(world).flatMap((policy) => {
    const modifier = lateModifier(policy);
    if (modifier === undefined || used.has(policy.node) || isIneffective(policy, world)) return [];
    const { ops } = lateOps(modifier);
    if (ops.length === 0) return [];
    return [
      {
        path: [levelOf(policy)],
        block: policy.document.place(policy.node.at),
        answers: [{ from: 'upstream', statuses: [200, 404, 500], page: 'content' }],
        ops,
        insertions: [],
        // What it sets and takes away again is gone for whatever route.
        whole: ops.some(
          ({ kind, name }) =>
            kind === 'remove' && ops.some((op) => op.kind !== 'remove' && op.name.text === name.text),
        ),
      } satisfies Scope,
    ];
  });
}

function policies(world: GatewayWorld): readonly KubernetesObject[] {
  return world.ofKind(ENVOY_GATEWAY, 'ClientTrafficPolicy');
}

function levelOf(policy: KubernetesObject): Level {
  const { document, node, nameAt } = policy;
  return {
    id: `${document.file.uri}#${document.place(node.at).start}`,
    kind: 'route',
    label: describe(policy),
    at: nameAt,
  };
}

/** Policies that nothing reads; with the Gateway in the workspace only where that decides. */
export function policyUnread({ world }: LoweredUnit): readonly Unread[] {
  return [
    ...policies(world).flatMap((policy) => [
      ...policyFaults(policy),
      ...(lateModifier(policy)?.pruned ?? []),
      ...(isFraming(policy) ? targetFaults(policy, world) : []),
    ]),
    ...overrideFaults(world),
  ];
}

/** Why the API server does not take policies of Envoy Gateway: what it holds in their place is not known. */
export function refusedPolicies(world: GatewayWorld): readonly Unread[] {
  return [...policies(world).flatMap(policyFaults), ...overrideFaults(world)];
}

function isIneffective(policy: KubernetesObject, world: GatewayWorld): boolean {
  return policyFaults(policy).length > 0 || targetFaults(policy, world).length > 0;
}

function isFraming(policy: KubernetesObject): boolean {
  const modifier = lateModifier(policy);
  if (modifier === undefined) return false;
  return [...modifier.set, ...modifier.add, ...modifier.addIfAbsent].some(({ spelling }) =>
    FRAMING.test(spelling),
  );
}

function targetFaults(policy: KubernetesObject, world: GatewayWorld): readonly Unread[] {
  return targetsOf(policy).flatMap(({ kind, name, section, node }) => {
    if (kind !== 'Gateway' || name === '') return [];
    const named = world.ofKind(GATEWAY_API, 'Gateway').filter((gateway) => gateway.name === name);
    const [first] = named;
    if (first === undefined) return [];
    const what = describe(policy);
    const gateway = named.find(({ namespace }) => sameNamespace(namespace, policy.namespace));
    if (gateway === undefined) {
      return [
        {
          at: policy.document.place((at(policy.node, 'metadata', 'namespace') ?? node).at),
          what,
          why: `Gateway ${name} is in the namespace ${first.namespace}, and a policy reaches its own namespace only`,
          advice: `Move the policy to the namespace ${first.namespace}.`,
        },
      ];
    }
    const listeners = itemsOf(at(gateway.node, 'spec', 'listeners'));
    const isThere = listeners.length === 0 || listeners.some((each) => textOf(at(each, 'name')) === section);
    if (section !== undefined && !isThere && !/\{\{|\$\{/.test(section)) {
      return [
        {
          at: policy.document.place((at(node, 'sectionName') ?? node).at),
          what,
          why: `Gateway ${name} has no listener ${section}`,
          advice: 'Name one of its listeners, or leave sectionName out for all of them.',
        },
      ];
    }
    const own = listenersOf(gateway).find((each) => section !== undefined && each.name === section);
    const other = sharingPort(gateway, own).find((each) => each.name !== section);
    if (own !== undefined && other !== undefined) {
      return [
        {
          at: policy.document.place((at(node, 'sectionName') ?? node).at),
          what,
          why: `listener ${own.name} shares port ${own.port ?? ''} with listener ${other.name}, and Envoy Gateway then takes no policy for one of them alone`,
          advice: 'Leave sectionName out, so that it holds for all listeners.',
        },
      ];
    }
    const rivals = policies(world).filter(
      (each) =>
        sameNamespace(each.namespace, policy.namespace) &&
        policyFaults(each).length === 0 &&
        targetsOf(each).some(
          (other) => other.kind === kind && other.name === name && other.section === section,
        ),
    );
    const winner = inForce(rivals);
    if (winner === undefined || winner.node === policy.node || rivals.length < 2) return [];
    return [
      {
        at: policy.document.place(node.at),
        what,
        why: `${describe(winner)} is attached to the same target, and of two policies the older one counts`,
        advice: 'Set the header in that policy.',
      },
    ];
  });
}

/** `responseOverride` and its like know no `remove`. */
function overrideFaults(world: GatewayWorld): readonly Unread[] {
  return world.ofKind(ENVOY_GATEWAY, 'BackendTrafficPolicy').flatMap((policy) =>
    itemsOf(at(policy.node, 'spec', 'responseOverride')).flatMap((node) => {
      const header = at(node, 'response', 'header');
      const remove = at(header, 'remove');
      if (remove === undefined) return [];
      return [
        {
          at: policy.document.place(remove.at),
          what: describe(policy),
          why: 'the API server refuses it, for an override has nothing to remove: the headers of the service are gone',
          advice: 'Leave remove out.',
        },
      ];
    }),
  );
}

/** Framing headers that are set on the request. */
export function earlyHeaders({ world, routes }: LoweredUnit): readonly Misplaced[] {
  return policies(world).flatMap((policy) => {
    const early = at(policy.node, 'spec', 'headers', 'earlyRequestHeaders');
    if (early === undefined) return [];
    const { set, add, addIfAbsent } = readModifier(policy.document, early, 'late');
    const level = gatewayLevel(policy, routes) ?? levelOf(policy);
    return [...set, ...add, ...addIfAbsent]
      .filter(({ spelling }) => FRAMING.test(spelling))
      .map((op): Misplaced => ({
        where: 'request',
        name: op.spelling,
        value: op.value,
        keyword: 'earlyRequestHeaders',
        at: op.nameAt,
        statement: op.statement,
        level,
      }));
  });
}

function gatewayLevel(policy: KubernetesObject, routes: LoweredUnit['routes']): Level | undefined {
  const rule = routes
    .flatMap(({ rules }) => rules)
    .find(({ around }) => around.late?.policy.node === policy.node);
  return rule?.scope.path.find(({ kind }) => kind === 'gateway');
}
