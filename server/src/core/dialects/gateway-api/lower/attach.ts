import type { Place } from '../../../model/place.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { isTemplate } from '../read/hole.ts';
import { implementationOf, type Implementation } from '../read/implementation.ts';
import { GATEWAY_API, sameNamespace, type GatewayWorld } from '../read/world.ts';

export interface Listener {
  readonly name: string;
  /** Absent: every name. */
  readonly hostname?: string | undefined;
  readonly port?: number | undefined;
  readonly protocol?: string | undefined;
}

/** A route on one listener, or on a Gateway of which no listener is known. */
export interface Attachment {
  readonly gatewayName: string;
  readonly gatewayNamespace: string;
  /** Absent: not in the workspace. */
  readonly gateway?: KubernetesObject | undefined;
  readonly listener?: Listener | undefined;
  /** The section that the route names. */
  readonly section?: string | undefined;
  readonly implementation: Implementation | undefined;
  /** Names that the route answers to here; empty: every name. */
  readonly hostnames: readonly string[];
}

/** A reference to a listener that its Gateway has not. */
export interface Dangling {
  readonly at: Place;
  readonly section: string;
  readonly gateway: KubernetesObject;
}

export interface Attachments {
  readonly attached: readonly Attachment[];
  readonly dangling: readonly Dangling[];
  /** Between the services of a mesh only: no browser ever gets there. */
  readonly isMesh: boolean;
  /** False where the manifest names no parent, so that something else completes it. */
  readonly hasParent: boolean;
}

export function attachmentsOf(route: KubernetesObject, world: GatewayWorld): Attachments {
  const refs = itemsOf(at(route.node, 'spec', 'parentRefs'));
  const attached: Attachment[] = [];
  const dangling: Dangling[] = [];
  let services = 0;
  for (const ref of refs) {
    const kind = textOf(at(ref, 'kind')) ?? 'Gateway';
    if (kind === 'Service') services++;
    else if (kind === 'Gateway') attach(ref, route, world, attached, dangling);
    else attached.push(elsewhere(ref, route));
  }
  return {
    attached,
    dangling,
    isMesh: refs.length > 0 && services === refs.length,
    hasParent: refs.length > 0,
  };
}

function attach(
  ref: YamlNode,
  route: KubernetesObject,
  world: GatewayWorld,
  attached: Attachment[],
  dangling: Dangling[],
): void {
  const unknown = elsewhere(ref, route);
  const { gatewayName, gatewayNamespace } = unknown;
  const gateway =
    gatewayName === '' ? undefined : world.index.find(GATEWAY_API, 'Gateway', gatewayName, gatewayNamespace);
  if (gateway === undefined) {
    attached.push(unknown);
    return;
  }
  const implementation = implementationOf(gateway, world);
  const base: Attachment = { ...unknown, gatewayNamespace: gateway.namespace, gateway, implementation };
  const all = itemsOf(at(gateway.node, 'spec', 'listeners'));
  // Listeners may also come from a ListenerSet, or be left to a patch.
  if (all.length === 0) {
    attached.push(base);
    return;
  }
  const port = numberOf(at(ref, 'port'));
  const named = all.filter(
    (node) =>
      (base.section === undefined || textOf(at(node, 'name')) === base.section) &&
      (port === undefined || numberOf(at(node, 'port')) === port),
  );
  if (named.length === 0 && base.section !== undefined && port === undefined && !isTemplate(base.section)) {
    const node = at(ref, 'sectionName') ?? ref;
    dangling.push({ at: route.document.place(node.at), section: base.section, gateway });
    return;
  }
  for (const node of named) {
    const listener = listenerOf(node);
    const hostnames = sharedHostnames(base.hostnames, listener.hostname);
    if (hostnames !== undefined && admits(node, route, gateway))
      attached.push({ ...base, listener, hostnames });
  }
}

function listenerOf(node: YamlNode): Listener {
  return {
    name: textOf(at(node, 'name')) ?? '',
    hostname: textOf(at(node, 'hostname')),
    port: numberOf(at(node, 'port')),
    protocol: textOf(at(node, 'protocol')),
  };
}

export function listenersOf(gateway: KubernetesObject | undefined): readonly Listener[] {
  return itemsOf(at(gateway?.node, 'spec', 'listeners')).map(listenerOf);
}

function elsewhere(ref: YamlNode, route: KubernetesObject): Attachment {
  return {
    gatewayName: textOf(at(ref, 'name')) ?? '',
    gatewayNamespace: textOf(at(ref, 'namespace')) ?? route.namespace,
    section: textOf(at(ref, 'sectionName')),
    implementation: undefined,
    hostnames: itemsOf(at(route.node, 'spec', 'hostnames')).flatMap(
      (node) => textOf(node)?.toLowerCase() ?? [],
    ),
  };
}

/** A listener admits routes of its own namespace unless it says otherwise (AllowedRoutes). */
function admits(listener: YamlNode, route: KubernetesObject, gateway: KubernetesObject): boolean {
  const protocol = textOf(at(listener, 'protocol'));
  if (protocol === 'TCP' || protocol === 'UDP') return false;
  const kinds = itemsOf(at(listener, 'allowedRoutes', 'kinds'));
  if (kinds.length > 0 && !kinds.some((each) => textOf(at(each, 'kind')) === route.kind)) return false;
  const admitted = textOf(at(listener, 'allowedRoutes', 'namespaces', `from`)) ?? 'Same';
  return admitted !== 'Same' || sameNamespace(route.namespace, gateway.namespace);
}

/** The names that both have; `undefined`: none. */
export function sharedHostnames(
  route: readonly string[],
  listener: string | undefined,
): readonly string[] | undefined {
  const own = listener?.toLowerCase();
  if (own === undefined || own === '' || isTemplate(own)) return route;
  if (route.length === 0) return [own];
  const shared = route.flatMap((name) =>
    isTemplate(name) || covers(own, name) ? [name] : covers(name, own) ? [own] : [],
  );
  return shared.length === 0 ? undefined : shared;
}

/** `*.example.com` stands for one label or more in front. */
function covers(wide: string, narrow: string): boolean {
  return wide === narrow || (wide.startsWith('*.') && narrow.endsWith(wide.slice(1)));
}

function numberOf(node: YamlNode | undefined): number | undefined {
  const text = textOf(node);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** One key for all that is the same Gateway. */
export function gatewayKey({ gatewayName, gatewayNamespace }: Attachment): string {
  return `${gatewayNamespace}/${gatewayName}`;
}

/** Labels of an object, for selectors. */
export function labelsOf(object: KubernetesObject): ReadonlyMap<string, string> {
  return new Map(
    entriesOf(at(object.node, 'metadata', 'labels')).map(({ key, value }) => [key.text, textOf(value) ?? '']),
  );
}
