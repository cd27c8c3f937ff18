import type { HeaderOp } from '../../../model/header-op.ts';
import type { Level, Unread, Unresolved } from '../../../model/scope.ts';
import type { Ternary } from '../../../routes/ternary.ts';
import type { YamlMap, YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Variables } from './expression.ts';
import type { Plugin } from './plugins.ts';

/** A place that holds plugins. */
export interface Holder {
  readonly kind: 'route' | 'plugin config' | 'service' | 'consumer' | 'consumer group' | 'global rule';
  readonly document: YamlDocument;
  /** The map in which the plugins are an entry. */
  readonly node: YamlMap;
  /** `annotations`: an Ingress says them one by one. */
  readonly notation: 'map' | 'list' | 'annotations';
  /** The key of the plugins in `node`. */
  readonly key: string;
  /** The key of an item that switches it on, in a list. */
  readonly enable?: string;
  readonly plugins: readonly Plugin[];
  readonly level: Level;
}

/** What decides whether a route takes a request. */
export interface RouteMatch {
  readonly uris: readonly string[];
  /** Empty: any. */
  readonly hosts: readonly string[];
  /** Empty: any. */
  readonly methods: readonly string[];
  /** Conditions, all of which hold. */
  readonly vars: readonly ((variables: Variables) => Ternary)[];
  readonly priority: number;
  /** Something else is asked too: addresses, a function. */
  readonly isPartial: boolean;
}

export interface ApisixRoute {
  readonly level: Level;
  /** Around the route and the places of its plugins, innermost first. */
  readonly outer: readonly Level[];
  readonly document: YamlDocument;
  readonly node: YamlNode;
  /** Of one plugin the first that has it counts, whole. */
  readonly holders: readonly Holder[];
  readonly match: RouteMatch;
  /** False where something that it refers to was not seen, or it is a piece of an object. */
  readonly isWhole: boolean;
  /** Takes no request at all. */
  readonly isOff: boolean;
  /** Takes requests, but answers with no page: gRPC, not HTTP. */
  readonly isIdle: boolean;
  /** Something beside its plugins may answer first: a redirect to https, a question who it is. */
  readonly isIntercepted: boolean;
  /** Beside its plugins: a Lua script, filters of another kind. */
  readonly more: readonly HeaderOp[];
}

export type Router = 'host' | 'uri' | 'parameter';

/** Places that one gateway reads together. */
export interface Setup {
  readonly kind: 'standalone' | 'adc' | 'kubernetes';
  readonly globals: readonly Holder[];
  /** Each consumer with plugins, and its group behind it. */
  readonly consumers: readonly (readonly Holder[])[];
  readonly routes: readonly ApisixRoute[];
  readonly gateway?: Level | undefined;
  /** The whole file, where a global rule can be written into it. */
  readonly root?: { readonly document: YamlDocument; readonly node: YamlMap } | undefined;
  /** The plugins that are loaded; absent: the ones that APISIX has by default. */
  readonly loaded?: LoadedPlugins | undefined;
  /** False where other global rules may hold. */
  readonly isSure: boolean;
  /** `undefined`: nothing says. Since version 3 hosts are looked at first, before that it was paths. */
  readonly router: Router | undefined;
  /** Unknown instructions for every answer (nginx's own). */
  readonly around: readonly HeaderOp[];
  readonly unread: readonly Unread[];
  readonly unresolved: readonly Unresolved[];
  /** Why the gateway takes nothing of it. */
  readonly ignored?: string | undefined;
}

export interface LoadedPlugins {
  readonly names: ReadonlySet<string>;
  readonly document: YamlDocument;
  readonly list: YamlNode;
  /** `- name: x` in apisix.yaml, `- x` in config.yaml. */
  readonly isNamed: boolean;
}
