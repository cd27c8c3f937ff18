import type { Span } from '../../../model/place.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { PluginKind } from './plugin-kind.ts';

/** An entry of the list of plugins. Its order is that of the chain: the first changes an answer last. */
export interface ListEntry {
  readonly node: YamlMap;
  readonly name: string;
  readonly nameNode: YamlNode;
  readonly id: string;
  readonly kind: PluginKind;
  /** Anything but `disable` and `global` is as good as `enable`. */
  readonly status: 'disable' | 'enable' | 'global';
  readonly statusNode: YamlScalar | undefined;
  readonly config: YamlEntry | undefined;
}

/** What the setting `plugin` holds, or the file of APIPark that is compiled into it. */
export interface PluginList {
  readonly document: YamlDocument;
  /** What holds the entries. */
  readonly holder: YamlSeq | YamlMap;
  /** APIPark's order by name, beside a map of entries. */
  readonly sort: YamlSeq | undefined;
  readonly at: Span;
  readonly entries: readonly ListEntry[];
}

/** A plugin that a router, a template or a service names. */
export interface NamedPlugin {
  readonly name: string;
  readonly entry: YamlEntry;
  readonly parent: YamlMap;
  readonly config: YamlEntry | undefined;
  readonly disable: YamlEntry | undefined;
  readonly isDisabled: boolean;
}

/** A router, template or service, as the open API takes it or as the export has it. */
export interface ApintoObject {
  readonly profession: 'router' | 'template' | 'service';
  readonly document: YamlDocument;
  readonly node: YamlMap;
  readonly name: string;
  readonly nameNode: YamlNode;
  readonly plugins: readonly NamedPlugin[];
  /** What holds `plugins`; absent where nothing of the kind is written. */
  readonly pluginsEntry: YamlEntry | undefined;
}

/** A file that starts a process and can set no header of an answer. */
export interface ProcessFile {
  readonly document: YamlDocument;
  readonly root: YamlMap;
  readonly what: 'APIPark' | 'Apinto';
  readonly at: Span;
}
