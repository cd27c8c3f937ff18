import type { Place } from '../../../model/place.ts';
import { ensurePath, fillEmpty, insertItem, removeNode, replaceScalar } from '../../../syntax/yaml/edit.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { ConfigEntry, ConfigList, ConfigMap, ConfigNode, ConfigText } from './node.ts';
import { templateParts } from './template.ts';

/**
 * Gives YAML the shape that all of Traefik's notations share.
 * @param locked inside something that an anchor shares: an edit here would reach all that use it
 */
export function fromYaml(document: YamlDocument, node: YamlNode, locked = false): ConfigNode {
  const shared = locked || node.shared;
  switch (node.kind) {
    case 'map':
      return new MapOfYaml(document, node, shared);
    case 'seq':
      return new ListOfYaml(document, node, shared);
    case 'scalar':
      return textFromYaml(document, node, shared);
  }
}

export function mapFromYaml(document: YamlDocument, node: YamlMap): ConfigMap {
  return new MapOfYaml(document, node, node.shared);
}

/** Reads its entries when they are asked for: aliases of aliases would grow without bound. */
class MapOfYaml implements ConfigMap {
  readonly kind = 'map';
  readonly at: Place;
  readonly add?: NonNullable<ConfigMap['add']>;
  readonly #read: () => readonly ConfigEntry[];
  #entries: readonly ConfigEntry[] | undefined;

  constructor(document: YamlDocument, node: YamlMap, shared: boolean) {
    this.at = document.place(node.at);
    this.#read = () => node.entries.map((entry) => entryFrom(document, node, entry, shared));
    if (!shared) this.add = (path, value) => ensurePath(document, node, path, value);
  }

  get entries(): readonly ConfigEntry[] {
    return (this.#entries ??= this.#read());
  }
}

class ListOfYaml implements ConfigList {
  readonly kind = 'list';
  readonly at: Place;
  readonly prepend?: NonNullable<ConfigList['prepend']>;
  readonly #read: () => readonly ConfigNode[];
  #items: readonly ConfigNode[] | undefined;

  constructor(document: YamlDocument, node: YamlSeq, shared: boolean) {
    this.at = document.place(node.at);
    this.#read = () => node.items.map((item) => fromYaml(document, item, shared));
    if (!shared) this.prepend = (value) => insertItem(document, node, value, 'first');
  }

  get items(): readonly ConfigNode[] {
    return (this.#items ??= this.#read());
  }
}

function entryFrom(document: YamlDocument, parent: YamlMap, entry: YamlEntry, shared: boolean): ConfigEntry {
  const locked = shared || entry.merged;
  return {
    name: entry.key.text,
    nameAt: document.place(entry.key.at),
    at: document.place(entry.at),
    value: valueFrom(document, entry, locked),
    ...(!locked && {
      remove: () => removeNode(document, parent, entry),
      rename: (name) => replaceScalar(document, entry.key, name),
    }),
  };
}

function valueFrom(document: YamlDocument, entry: YamlEntry, locked: boolean): ConfigNode {
  const { value } = entry;
  const isEmpty = value.kind === 'scalar' && value.isNull;
  if (!isEmpty || locked) return fromYaml(document, value, locked);
  // A key without a value can be given one.
  return { ...textFromYaml(document, value, false), rewrite: (text) => fillEmpty(document, entry, text) };
}

function textFromYaml(document: YamlDocument, node: YamlScalar, locked: boolean): ConfigText {
  const parts = templateParts(node.text);
  return {
    kind: 'text',
    at: document.place(node.at),
    text: node.text,
    isNull: node.isNull,
    plain: node.style === 'plain',
    ...(parts !== undefined && { parts }),
    ...(!locked && { rewrite: (text) => replaceScalar(document, node, text) }),
  };
}
