import type { HeaderOp } from '../../../model/header-op.ts';
import type { Cut, Refusal, Unread } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at } from '../../../syntax/yaml/node.ts';
import { opaqueOp } from '../read/hole.ts';
import { readModifier, type Modifier } from '../read/modifier.ts';
import { ENVOY_GATEWAY, KGATEWAY, type GatewayWorld } from '../read/world.ts';
import { listenersOf, type Attachment, type Listener } from './attach.ts';
import { lateOps, modifierOps } from './order.ts';
import { holdOnGateway, holdsRoute, inForce, targetsOf } from './policies.ts';

/** What the policies around a route do to its answers, after the route's own instructions. */
export interface Around {
  readonly ops: readonly HeaderOp[];
  readonly refused: readonly Refusal[];
  /** The ClientTrafficPolicy that has a say. */
  readonly late?: { readonly policy: KubernetesObject; readonly isSection: boolean } | undefined;
  /** On a page that stands in for an answer of the service, everything but the late headers acts. */
  readonly beforeLate: readonly HeaderOp[];
  /** Patches of Envoy's configuration reach whatever is answered. */
  readonly patches: readonly HeaderOp[];
  /** What the Gateway's own policy would send, where one on the listener stands in for it. */
  readonly cut?: Cut | undefined;
}

export function around(route: KubernetesObject, attachment: Attachment, world: GatewayWorld): Around {
  const late = clientTrafficPolicy(attachment, world);
  const modifier = late === undefined ? undefined : lateModifier(late.policy);
  const ordered = modifier === undefined ? { ops: [], refused: [] } : lateOps(modifier);
  const beforeLate = trafficOps(route, attachment, world);
  const patches = patchesOf(attachment, world);
  return {
    ops: [...beforeLate, ...ordered.ops, ...patches, ...scriptsOf(route, attachment, world)],
    refused: ordered.refused,
    beforeLate,
    patches,
    late,
    cut: late?.isSection === true ? cutBy(late.policy, attachment, world) : undefined,
  };
}

function cutBy(policy: KubernetesObject, attachment: Attachment, world: GatewayWorld): Cut | undefined {
  const wide = inForce(attachable(world).filter((each) => holdOnGateway(each, attachment) === 'wide'));
  const modifier = wide === undefined ? undefined : lateModifier(wide);
  if (modifier === undefined) return undefined;
  const { document, node, nameAt, name } = policy;
  const listener = attachment.listener?.name ?? attachment.section ?? '';
  return {
    level: {
      id: `${document.file.uri}#${document.place(node.at).start}`,
      kind: 'condition',
      label: `ClientTrafficPolicy ${name} on listener ${listener}`,
      at: nameAt,
    },
    by: nameAt,
    lost: lateOps(modifier).ops,
  };
}

function attachable(world: GatewayWorld): readonly KubernetesObject[] {
  return world.ofKind(ENVOY_GATEWAY, 'ClientTrafficPolicy').filter((each) => policyFaults(each).length === 0);
}

/**
 * A policy on the listener replaces the Gateway's own completely. Where listeners of HTTP share a port, they share what a
 * policy sets, and one for one of them alone is not taken (validatePortOverlapForClientTrafficPolicy).
 */
export function clientTrafficPolicy(on: Attachment, world: GatewayWorld): Around['late'] {
  const all = attachable(world);
  const [first] = sharingPort(on.gateway, on.listener);
  const attachment = first === undefined ? on : { ...on, listener: first };
  const bySection = inForce(all.filter((each) => holdOnGateway(each, attachment) === 'section'));
  if (bySection !== undefined && first === undefined) return { policy: bySection, isSection: true };
  const wide = inForce(all.filter((each) => holdOnGateway(each, attachment) === 'wide'));
  return wide === undefined ? undefined : { policy: wide, isSection: false };
}

/** The HTTP listeners of one port, where there are several. */
export function sharingPort(
  gateway: KubernetesObject | undefined,
  listener: Listener | undefined,
): readonly Listener[] {
  if (listener?.protocol !== 'HTTP') return [];
  const all = listenersOf(gateway).filter(
    ({ port, protocol }) => port === listener.port && protocol === 'HTTP',
  );
  return all.length > 1 ? all : [];
}

export function lateModifier({ node, document }: KubernetesObject): Modifier | undefined {
  const late = at(node, 'spec', 'headers', 'lateResponseHeaders');
  return late === undefined ? undefined : readModifier(document, late, 'late');
}

/** Why the API server does not take a ClientTrafficPolicy. */
export function policyFaults(policy: KubernetesObject): readonly Unread[] {
  const { document, name } = policy;
  const wrong = targetsOf(policy).find(
    ({ kind }) => kind !== '' && kind !== 'Gateway' && !kind.endsWith('ListenerSet'),
  );
  const late = lateModifier(policy);
  const what = `ClientTrafficPolicy ${name}`;
  return [
    ...(wrong === undefined
      ? []
      : [
          {
            at: document.place((at(wrong.node, 'kind') ?? wrong.node).at),
            what,
            why: 'the API server refuses it, for it can be attached to a Gateway or a ListenerSet only',
            advice: `Set the header on the ${wrong.kind} itself, with a ResponseHeaderModifier.`,
          },
        ]),
    ...(late?.refused ?? []).map(({ at: place, why }) => refusedBy(what, place, why)),
  ];
}

export function refusedBy(what: string, place: Unread['at'], why: string): Unread {
  return {
    at: place,
    what,
    why: `the API server refuses it, for ${why}`,
    advice: 'Correct it; until then nothing of it is in force.',
  };
}

/** kgateway's TrafficPolicy: one on the route stands in for one on the Gateway. */
function trafficOps(
  route: KubernetesObject,
  attachment: Attachment,
  world: GatewayWorld,
): readonly HeaderOp[] {
  const all = world.ofKind(KGATEWAY, 'TrafficPolicy');
  const onRoute = inForce(all.filter((each) => holdsRoute(each, route)));
  const onGateway = all.filter((each) => holdOnGateway(each, attachment) !== 'none');
  const policy = onRoute ?? inForce(onGateway);
  if (policy === undefined) return [];
  const { node, document } = policy;
  const nodes = [
    at(node, 'spec', 'headerModifiers', 'response'),
    at(node, 'spec', 'transformation', 'response'),
  ];
  return nodes.flatMap((each) =>
    each === undefined ? [] : modifierOps(readModifier(document, each), 'kgateway').ops,
  );
}

/** Patches of generated configuration may set anything. They are for Gateways alone. */
export function patchesOf(attachment: Attachment, world: GatewayWorld): readonly HeaderOp[] {
  return world
    .ofKind(ENVOY_GATEWAY, 'EnvoyPatchPolicy')
    .filter((each) => holdOnGateway(each, attachment) !== 'none')
    .filter(({ document }) => /header|filter/i.test(document.text))
    .map(({ kind, nameAt }) => opaqueOp(kind, nameAt));
}

/** So may scripts and processors, of what the service answers. */
function scriptsOf(
  route: KubernetesObject,
  attachment: Attachment,
  world: GatewayWorld,
): readonly HeaderOp[] {
  return world
    .ofKind(ENVOY_GATEWAY, 'EnvoyExtensionPolicy')
    .filter((each) => holdsRoute(each, route) || holdOnGateway(each, attachment) !== 'none')
    .map(({ kind, nameAt }) => opaqueOp(kind, nameAt));
}

/** nginx directives that set or hide response headers, or bring in a file that may. */
export function isAboutHeaders(snippet: string): boolean {
  return /\b(add_header|more_(set|clear)_headers|proxy_hide_header|include|js_header_filter|header_filter_by_lua)/.test(
    snippet,
  );
}
