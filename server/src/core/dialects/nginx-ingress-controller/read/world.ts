import type { Unit } from '../../../model/dialect.ts';
import { ingressOwner, isIngress } from '../../../syntax/kubernetes/ingress-class.ts';
import { isRendered } from '../../../syntax/kubernetes/judge.ts';
import { ObjectIndex, objectsOf, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import {
  at,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';

export const GROUP = 'k8s.nginx.org';

/** An item of `spec.routes` that answers, or of `spec.subroutes` of a route that one delegates to. */
export interface RouteItem {
  readonly object: KubernetesObject;
  readonly node: YamlMap;
  /** The VirtualServer that it answers for; absent where none of the workspace delegates to it. */
  readonly server?: KubernetesObject;
  /** Among the items of its list. */
  readonly index: number;
  /** The item of the VirtualServer that delegates to it. */
  readonly delegate?: YamlMap;
}

/** A VirtualServer with all that answers for its host. */
export interface VirtualServer {
  readonly object: KubernetesObject;
  readonly spec: YamlNode | undefined;
  readonly host: string;
  readonly items: readonly RouteItem[];
  /** References to routes that are nowhere. */
  readonly dangling: readonly { readonly node: YamlNode; readonly name: string }[];
}

export interface Orphan {
  readonly object: KubernetesObject;
  readonly items: readonly RouteItem[];
  /** Of the same name and namespace as one that has a VirtualServer. */
  readonly isTwin: boolean;
}

export interface ControllerWorld {
  readonly index: ObjectIndex;
  readonly servers: readonly VirtualServer[];
  /** The items by the object in which they are written. */
  readonly itemsOf: ReadonlyMap<KubernetesObject, readonly RouteItem[]>;
  /** Who delegates to a VirtualServerRoute. */
  readonly ownersOf: ReadonlyMap<KubernetesObject, readonly VirtualServer[]>;
  /** Routes that no VirtualServer of the workspace delegates to, or which delegates to another one of the same name. */
  readonly orphans: readonly Orphan[];
  /** The ConfigMap of the controller; `undefined` where there is none, or more than one. */
  readonly configuration: KubernetesObject | undefined;
  /** False where several ConfigMaps may be the controller's. */
  readonly isSure: boolean;
  /** Whether the controller takes snippets; `undefined` where its own arguments are not seen. */
  readonly snippets: 'on' | 'off' | undefined;
  readonly ingresses: readonly KubernetesObject[];
}

export function readWorld(unit: Unit<YamlFile>): ControllerWorld {
  const objects = unit.files.flatMap(({ tree }) => objectsOf(tree)).filter(isRendered);
  const index = new ObjectIndex(objects);
  const servers = index.ofKind(GROUP, 'VirtualServer').map((object) => readServer(object, index));
  const ownersOf = grouped(
    servers.flatMap((server) =>
      [...new Set(server.items.filter(({ delegate }) => delegate).map(({ object }) => object))].map(
        (object) => [object, server] as const,
      ),
    ),
  );
  const orphans = index
    .ofKind(GROUP, 'VirtualServerRoute')
    .filter((object) => !ownersOf.has(object))
    .map((object) => ({
      object,
      items: itemsIn(object, 'subroutes'),
      isTwin: [...ownersOf.keys()].some(
        ({ name, namespace }) => name === object.name && namespace === object.namespace,
      ),
    }));
  const configurations = index.ofKind('', 'ConfigMap').filter(isConfiguration);
  return {
    index,
    servers,
    orphans,
    ownersOf,
    itemsOf: grouped(
      [...servers, ...orphans].flatMap(({ items }) => items.map((item) => [item.object, item] as const)),
    ),
    configuration: configurations.length === 1 ? configurations[0] : undefined,
    // Where none of several writes headers, it makes no difference which is the controller's.
    isSure: configurations.length <= 1 || !configurations.some(writesHeaders),
    snippets: snippetsIn(index),
    ingresses: objects.filter(
      (object) => isIngress(object) && ingressOwner(object, index)?.controller === 'nginx-ingress-controller',
    ),
  };
}

/** The argument `-enable-snippets` of a controller of the workspace; it is off by default. */
function snippetsIn(index: ObjectIndex): 'on' | 'off' | undefined {
  const found = new Set(
    index.all.flatMap(({ kind, node }) => {
      if (!/^(?:Deployment|DaemonSet|StatefulSet)$/.test(kind)) return [];
      return itemsOf(at(node, 'spec', 'template', 'spec', 'containers')).flatMap((container) => {
        const args = itemsOf(at(container, 'args')).map((each) => textOf(each) ?? '');
        if (!args.some((each) => /^--?nginx-configmaps\b/.test(each))) return [];
        const last = args.findLast((each) => /^--?enable-snippets\b/.test(each));
        return last === undefined || /=\s*(?:false|0|f)\b/i.test(last) ? ['off' as const] : ['on' as const];
      });
    }),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

function grouped<Key, Value>(
  pairs: readonly (readonly [key: Key, value: Value])[],
): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of pairs) {
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [value]);
    else known.push(value);
  }
  return groups;
}

const KEYS =
  /^(?:main-snippets|http-snippets|server-snippets|location-snippets|stream-snippets|proxy-(?:hide|pass)-headers|add-header|add-header-inherit)$/;

/** Its keys are plural where those of ingress-nginx are not. */
function isConfiguration({ node }: KubernetesObject): boolean {
  return entriesOf(at(node, 'data')).some(({ key }) => KEYS.test(key.text));
}

function writesHeaders({ node }: KubernetesObject): boolean {
  return entriesOf(at(node, 'data')).some(
    ({ key, value }) =>
      key.text === 'add-header' ||
      key.text === 'proxy-hide-headers' ||
      (/^(?:http|server|location)-snippets$/.test(key.text) &&
        /add_header|hide_header|more_|include/.test(textOf(value) ?? '')),
  );
}

function itemsIn(object: KubernetesObject, list: 'routes' | 'subroutes'): readonly RouteItem[] {
  return itemsOf(at(object.node, 'spec', list)).flatMap((node, index) =>
    node.kind === 'map' ? [{ object, node, index }] : [],
  );
}

function readServer(object: KubernetesObject, index: ObjectIndex): VirtualServer {
  const dangling: { node: YamlNode; name: string }[] = [];
  const own = itemsIn(object, 'routes');
  const answering: RouteItem[] = [];
  const delegated: RouteItem[] = [];
  for (const item of own) {
    const reference = entryOf(item.node, 'route');
    const selector = entryOf(item.node, 'routeSelector');
    if (reference === undefined && selector === undefined) {
      answering.push({ ...item, server: object });
      continue;
    }
    const name = textOf(reference?.value) ?? '';
    const found = selector === undefined ? routesNamed(name, object, index) : selected(selector.value, index);
    if (found.length === 0 && reference !== undefined) dangling.push({ node: reference.value, name });
    for (const route of found) {
      for (const sub of itemsIn(route, 'subroutes'))
        delegated.push({ ...sub, server: object, delegate: item.node });
    }
  }
  const spec = at(object.node, 'spec');
  return {
    object,
    spec,
    host: textOf(at(spec, 'host')) ?? '',
    // The controller writes the subroutes behind the server's own (GenerateVirtualServerConfig).
    items: [...answering, ...delegated.filter(isOnce)],
    dangling,
  };
}

/** Of one that several items delegate to, the last one's settings count (vsrLocationSnippetsFromVs). */
function isOnce(item: RouteItem, position: number, all: readonly RouteItem[]): boolean {
  return !all.slice(position + 1).some(({ node }) => node === item.node);
}

/** Several of one name are those of several clusters: of these the ones beside the VirtualServer are its own. */
function routesNamed(
  reference: string,
  server: KubernetesObject,
  index: ObjectIndex,
): readonly KubernetesObject[] {
  const slash = reference.indexOf('/');
  const namespace = slash < 0 ? server.namespace : reference.slice(0, slash);
  const found = index.find(GROUP, 'VirtualServerRoute', reference.slice(slash + 1), namespace);
  if (found === undefined) return [];
  const same = index
    .ofKind(GROUP, 'VirtualServerRoute')
    .filter((each) => each.name === found.name && each.namespace === found.namespace);
  const [own] = same.filter((each) => folderOf(each) === folderOf(server));
  return [own ?? found];
}

function folderOf({ document }: KubernetesObject): string {
  return document.file.uri.replace(/[^/]*$/, '');
}

/** In whichever namespace: a selector is the way to delegate across them. */
function selected(selector: YamlNode, index: ObjectIndex): readonly KubernetesObject[] {
  const wanted = entriesOf(at(selector, 'matchLabels'));
  return index
    .ofKind(GROUP, 'VirtualServerRoute')
    .filter(
      ({ node }) =>
        wanted.length > 0 &&
        wanted.every(({ key, value }) => textOf(at(node, 'metadata', 'labels', key.text)) === textOf(value)),
    );
}
