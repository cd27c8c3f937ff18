import type { Unit } from '../../../model/dialect.ts';
import { isRendered } from '../../../syntax/kubernetes/judge.ts';
import { ObjectIndex, objectsOf, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { delegatedMatches } from './delegation.ts';
import { fullName, isAtEdge } from './edge.ts';
import { isGrpcService } from './services.ts';
import { allServed, servedHosts, type Served } from './gateways.ts';

export const GROUP = 'networking.istio.io';

/** One item of `spec.http`, and the item of another VirtualService that delegates to it. */
export interface HttpItem {
  readonly object: KubernetesObject;
  readonly node: YamlMap;
  readonly index: number;
  readonly root?: HttpItem | undefined;
  /** All of its destinations are known to speak gRPC alone. */
  readonly isGrpc: boolean;
}

/** A VirtualService that an ingress gateway serves. */
export interface EdgeService {
  readonly object: KubernetesObject;
  /** Those of its hosts that its gateways serve. */
  readonly served: Served;
  /** `namespace/name`. */
  readonly gateways: readonly string[];
  /** The labels of the pods of each gateway that was seen. */
  readonly selectors: readonly (ReadonlyMap<string, string> | undefined)[];
  readonly items: readonly HttpItem[];
  /** False for a delegate whose roots were not seen. */
  readonly rooted: boolean;
}

export interface IstioWorld {
  readonly services: readonly EdgeService[];
  /** Items that delegate to something that was not seen. */
  readonly dangling: readonly HttpItem[];
  readonly filters: readonly KubernetesObject[];
  readonly virtualServices: readonly KubernetesObject[];
}

export function readWorld(unit: Unit<YamlFile>): IstioWorld {
  const objects = unit.files
    .flatMap(({ tree }) => objectsOf(tree))
    .filter((object) => (object.group === GROUP || object.kind === 'Service') && isRendered(object));
  const index = new ObjectIndex(objects);
  const virtualServices = index.ofKind(GROUP, 'VirtualService');
  const delegated = new Set<KubernetesObject>();
  const dangling: HttpItem[] = [];
  const roots = virtualServices
    .filter((object) => textsAt(object, 'hosts').length > 0)
    .map((object): EdgeService => {
      const gateways = gatewaysOf(object);
      return {
        object,
        served: servedHosts(object, textsAt(object, 'hosts'), gateways, index),
        gateways,
        selectors: gateways.map((gateway) => selectorOf(gateway, index)),
        items: httpItems(object, index)
          .flatMap((item) => delegates(item, index, delegated, dangling))
          .filter((item) => isAtEdge(item, gateways) !== false),
        rooted: true,
      };
    });
  const alone = virtualServices
    .filter((object) => textsAt(object, 'hosts').length === 0 && !delegated.has(object))
    .map((object): EdgeService => ({
      object,
      served: allServed([]),
      gateways: ['?'],
      selectors: [undefined],
      items: httpItems(object, index).filter((item) => isAtEdge(item, ['?']) !== false),
      rooted: false,
    }));
  return {
    services: [...roots, ...alone].filter(({ gateways }) => gateways.length > 0),
    dangling: dangling.filter(({ object }) => gatewaysOf(object).length > 0),
    filters: index.ofKind(GROUP, 'EnvoyFilter'),
    virtualServices,
  };
}

function textsAt({ node }: KubernetesObject, key: string): readonly string[] {
  return itemsOf(at(node, 'spec', key)).flatMap((item) => textOf(item) ?? []);
}

/** Without `gateways`, and with `mesh`, only the sidecars inside the mesh serve it. */
function gatewaysOf(object: KubernetesObject): readonly string[] {
  return textsAt(object, 'gateways')
    .filter((name) => name !== 'mesh')
    .map((name) => fullName(name, object));
}

function selectorOf(gateway: string, index: ObjectIndex): ReadonlyMap<string, string> | undefined {
  const [namespace = '', name = ''] = gateway.split('/', 2);
  const found = index.find(GROUP, 'Gateway', name, namespace);
  return found && new Map(labelsOf(at(found.node, 'spec', 'selector')));
}

/** The labels of a map as text. */
export function labelsOf(node: YamlNode | undefined): readonly (readonly [string, string])[] {
  return entriesOf(node).map(({ key, value }) => [key.text, textOf(value) ?? ''] as const);
}

function httpItems(object: KubernetesObject, index: ObjectIndex): readonly HttpItem[] {
  return itemsOf(at(object.node, 'spec', 'http')).flatMap((node, position) => {
    if (node.kind !== 'map') return [];
    const hosts = itemsOf(at(node, 'route')).map((each) => textOf(at(each, 'destination', 'host')) ?? '');
    const isGrpc = hosts.length > 0 && hosts.every((host) => isGrpcService(host, object, index));
    return [{ object, node, index: position, isGrpc }];
  });
}

/** An item that delegates is answered by the items of the other VirtualService; that one may not delegate again. */
function delegates(
  item: HttpItem,
  index: ObjectIndex,
  delegated: Set<KubernetesObject>,
  dangling: HttpItem[],
): readonly HttpItem[] {
  const reference = at(item.node, 'delegate');
  if (reference === undefined) return [item];
  const namespace = textOf(at(reference, 'namespace')) ?? item.object.namespace;
  const child = index.find(GROUP, 'VirtualService', textOf(at(reference, 'name')) ?? '', namespace);
  if (child === undefined || child === item.object) {
    dangling.push(item);
    return [item];
  }
  delegated.add(child);
  return httpItems(child, index)
    .filter((each) => delegatedMatches(item.node, each.node) !== undefined)
    .map((each) => ({ ...each, root: item }));
}
