import type { Level, Unresolved } from '../../../model/scope.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { opaqueOp } from '../lower/opaque.ts';
import { endMarkerFault, type FileName } from './end-marker.ts';
import { holderLevel, matchOf, routeLevel } from './map-form.ts';
import { pluginsOfMap } from './plugins.ts';
import type { ApisixRoute, Holder, Setup } from './setup.ts';
import type { BootConfig } from './boot-config.ts';

/** The keys of apisix.yaml whose items may hold plugins or routes. */
const SECTIONS = [
  'routes',
  'services',
  'plugin_configs',
  'global_rules',
  'consumers',
  'consumer_groups',
  'upstreams',
];

export function isStandalone(root: YamlNode | undefined): root is YamlMap {
  if (root?.kind !== 'map' || at(root, 'apiVersion') !== undefined) return false;
  // ADC nests its routes in services, and has one map of global rules.
  if (isAdc(root)) return false;
  return SECTIONS.some((key) => {
    const value = at(root, key);
    return value?.kind === 'seq' && (key !== 'routes' || value.items.some(hasUri));
  });
}

export function isAdc(root: YamlNode | undefined): root is YamlMap {
  if (root?.kind !== 'map' || at(root, 'routes') !== undefined) return false;
  if (at(root, 'global_rules')?.kind === 'map') return true;
  return itemsOf(at(root, 'services')).some((service) => itemsOf(at(service, 'routes')).some(hasUri));
}

function hasUri(item: YamlNode): boolean {
  return at(item, 'uri') !== undefined || at(item, 'uris') !== undefined;
}

/** One apisix.yaml: all that one gateway without a control plane knows. */
export function readStandalone(
  document: YamlDocument,
  root: YamlMap,
  file: FileName,
  boot: BootConfig | undefined,
): Setup {
  const reader = new StandaloneReader(document, root);
  const fault = endMarkerFault(document, root, file);
  const list = entryOf(root, 'plugins')?.value;
  const own = list?.kind === 'seq' ? { names: namesIn(list), document, list, isNamed: true } : undefined;
  return {
    kind: 'standalone',
    globals: reader.globals,
    consumers: reader.consumers,
    routes: reader.routes,
    gateway: reader.gateway,
    root: { document, node: root },
    loaded: own ?? boot?.loaded,
    isSure: true,
    router: boot?.router,
    around: boot?.around ?? [],
    unread: fault === undefined ? [] : [fault],
    unresolved: reader.unresolved,
    ignored: fault?.why,
  };
}

function namesIn(list: YamlNode): ReadonlySet<string> {
  return new Set(itemsOf(list).flatMap((item) => textOf(at(item, 'name')) ?? textOf(item) ?? []));
}

class StandaloneReader {
  readonly gateway: Level;
  readonly globals: readonly Holder[];
  readonly consumers: readonly (readonly Holder[])[];
  readonly routes: readonly ApisixRoute[];
  readonly unresolved: Unresolved[] = [];
  readonly #document: YamlDocument;
  readonly #root: YamlMap;
  /** A service is referred to by many routes. */
  readonly #holders = new Map<YamlMap, Holder>();
  readonly #byId = new Map<string, ReadonlyMap<string, YamlMap>>();

  constructor(document: YamlDocument, root: YamlMap) {
    this.#document = document;
    this.#root = root;
    const head = SECTIONS.map((key) => entryOf(root, key)).find((entry) => entry !== undefined);
    this.gateway = {
      id: `apisix ${document.file.uri}#${document.start}`,
      kind: 'gateway',
      label: 'APISIX',
      at: document.place((head?.key ?? root).at),
    };
    this.globals = this.#items('global_rules').map((item) => this.#holder('global rule', item));
    this.consumers = this.#items('consumers').flatMap((item) => {
      const group = this.#referred(item, 'group_id', 'consumer_groups', 'consumer group');
      const chain = [this.#holder('consumer', item), ...(group ? [group] : [])];
      return chain.some(({ plugins }) => plugins.length > 0) ? [chain] : [];
    });
    this.routes = this.#items('routes').map((item, index) => this.#route(item, index));
  }

  #items(key: string): readonly YamlMap[] {
    return itemsOf(at(this.#root, key)).flatMap((item) => (item.kind === 'map' ? [item] : []));
  }

  /** By `id`, which may be a number; of an item without, its place in the list (`arr_2`). */
  #referred(item: YamlMap, key: string, section: string, kind: Holder['kind']): Holder | undefined {
    const reference = entryOf(item, key);
    const id = textOf(reference?.value);
    if (reference === undefined || id === undefined) return undefined;
    const found = this.#ids(section).get(id);
    if (found !== undefined) return this.#holder(kind, found);
    if (id.includes('${{')) return undefined;
    this.unresolved.push({ at: this.#document.place(reference.value.at), what: `${kind} ${id}` });
    return undefined;
  }

  #ids(section: string): ReadonlyMap<string, YamlMap> {
    const known = this.#byId.get(section);
    if (known !== undefined) return known;
    const items = this.#items(section).map(
      (each, index) => [textOf(at(each, 'id')) ?? `arr_${index + 1}`, each] as const,
    );
    const ids = new Map(items);
    this.#byId.set(section, ids);
    return ids;
  }

  #holder(kind: Holder['kind'], node: YamlMap): Holder {
    const known = this.#holders.get(node);
    if (known !== undefined) return known;
    const document = this.#document;
    const holder: Holder = {
      kind,
      document,
      node,
      notation: 'map',
      key: 'plugins',
      plugins: pluginsOfMap(document, node, 'plugins'),
      level: holderLevel(document, kind, node),
    };
    this.#holders.set(node, holder);
    return holder;
  }

  #route(node: YamlMap, index: number): ApisixRoute {
    const document = this.#document;
    const before = this.unresolved.length;
    const config = this.#referred(node, 'plugin_config_id', 'plugin_configs', 'plugin config');
    const service = this.#referred(node, 'service_id', 'services', 'service');
    const isResolved = this.unresolved.length === before && !this.#isHeld(node, config, service);
    const own = this.#holder('route', node);
    const level = routeLevel(document, node, index);
    const script = entryOf(node, 'script');
    return {
      level,
      outer: [this.gateway],
      document,
      node,
      holders: [{ ...own, level }, ...(config ? [config] : []), ...(service ? [service] : [])],
      match: matchOf(node, service?.node),
      isWhole: isResolved && document.parsed.problems.length === 0,
      isOff: textOf(at(node, 'status')) === '0',
      isIdle: this.#isOther(node) || this.#isOther(service?.node),
      isIntercepted: false,
      more: script === undefined ? [] : [opaqueOp('script', document.place(script.key.at))],
    };
  }

  /** A reference whose text is filled in from the environment leads nobody knows where. */
  #isHeld(node: YamlMap, config: Holder | undefined, service: Holder | undefined): boolean {
    return (
      (entryOf(node, 'plugin_config_id') !== undefined && config === undefined) ||
      (entryOf(node, 'service_id') !== undefined && service === undefined)
    );
  }

  /** An upstream that does not speak HTTP. */
  #isOther(node: YamlMap | undefined): boolean {
    const id = textOf(at(node, 'upstream_id'));
    const upstream = id === undefined ? at(node, 'upstream') : this.#ids('upstreams').get(id);
    return /^(?:grpcs?|tcp|tls|udp|kafka)$/.test(textOf(at(upstream, 'scheme')) ?? '');
  }
}
