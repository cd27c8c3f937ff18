import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change, Place } from '../../../model/place.ts';
import type { Insertion, Level, Refusal, Unread, Unresolved } from '../../../model/scope.ts';
import type { YamlMap, YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** What an instance of a plugin is for; all absent: for everything. */
export interface Target {
  readonly route?: string;
  readonly service?: string;
  readonly consumer?: string;
}

/** An instance of a plugin, in either notation. */
export interface Plugin {
  readonly name: string;
  readonly document: YamlDocument;
  /** The map that holds `config`. */
  readonly holder: YamlMap;
  /** What names it: the value of `name`, or the name of the KongPlugin. */
  readonly nameAt: Place;
  readonly level: Level;
  readonly targets: readonly Target[];
  /** Switched off, it is as if it were not there: a wider instance then runs. */
  readonly isOn: boolean;
  /** What `config` is laid over, key by key: an entry of decK's `_plugin_configs`. */
  readonly base?: { readonly node: YamlMap; readonly isShared: boolean };
  /** False where a part of it is not in the workspace, or Kong refuses it. */
  readonly isKnown: boolean;
}

/** What a request must be like for a route; an empty list asks nothing. */
export interface Match {
  readonly hosts: readonly string[];
  /** `~` begins a regular expression. */
  readonly paths: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly (readonly [name: string, values: readonly string[]])[];
  readonly snis: readonly string[];
  readonly protocols: readonly string[];
  readonly regexPriority: number;
  /** An expression, a template, or something else that is not followed decides. */
  readonly isOpen: boolean;
}

export interface Consumer {
  readonly key: string;
  readonly level: Level;
}

export interface KongRoute {
  readonly key: string;
  readonly document: YamlDocument;
  readonly node: YamlNode;
  readonly level: Level;
  /** Innermost first. */
  readonly around: readonly Level[];
  readonly match: Match;
  /** Absent: a route without a service. */
  readonly service?: {
    readonly key: string;
    readonly at: Place;
    readonly level: Level;
    /** `grpc`, `tcp`, … show no page. */
    readonly isHttp: boolean;
  };
  /** False where it is not known what else is in force there. */
  readonly isWhole: boolean;
  /** Where another instance of the transformer may be created, innermost first. */
  readonly places: readonly Insertion[];
}

/** Instances by the name of the plugin, then by what they are for. */
export type PluginIndex = ReadonlyMap<string, ReadonlyMap<string, readonly Plugin[]>>;

/** Why nothing of a configuration is taken. */
export interface Refused extends Refusal {
  /** What to do, as a sentence; with `fix` an edit that does it. */
  readonly advice: string;
  readonly title?: string;
  readonly fix?: readonly Change[];
}

/** What one Kong runs with. */
export interface KongConfig {
  readonly routes: readonly KongRoute[];
  readonly plugins: readonly Plugin[];
  readonly index: PluginIndex;
  readonly consumers: readonly Consumer[];
  readonly gateway?: Level;
  /** What Kong's own nginx adds to every answer, last. */
  readonly added: readonly HeaderOp[];
  readonly unread: readonly Unread[];
  readonly unresolved: readonly Unresolved[];
  readonly refused: readonly Refused[];
  /** What keeps the order of routes, or the whole configuration, from being known. */
  readonly doubts: readonly string[];
}
