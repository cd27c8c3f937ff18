import type { Level } from '../../../model/scope.ts';
import {
  at,
  booleanOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Plugin, Target } from '../model/config.ts';
import type { Declarative } from './declarative.ts';

/** What the plugins of a list are for, and how a message names it. */
export interface Owner {
  readonly level: Level;
  readonly target: Target;
}

/** The plugins of a list. */
export function pluginsIn(
  { document, root }: Declarative,
  list: YamlNode | undefined,
  owner: (plugin: YamlMap) => Owner | undefined,
): readonly Plugin[] {
  return itemsOf(list).flatMap((holder): readonly Plugin[] => {
    const name = at(holder, 'name');
    const text = textOf(name);
    if (holder.kind !== 'map' || name === undefined || text === undefined) return [];
    const owned = owner(holder);
    if (owned === undefined) return [];
    const base = baseOf(root, holder);
    return [
      {
        name: text,
        document,
        holder,
        nameAt: document.place(name.at),
        level: owned.level,
        targets: [owned.target],
        isOn: booleanOf(at(holder, 'enabled')) !== false,
        ...(base && { base }),
        isKnown: !isForOthers(holder),
      },
    ];
  });
}

/** A plugin for protocols of which none is a browser's. */
export function isForOthers(holder: YamlMap): boolean {
  const protocols = itemsOf(at(holder, 'protocols')).flatMap((item) => textOf(item) ?? []);
  return protocols.length > 0 && !protocols.some((each) => /^https?$|^\$\(/.test(each));
}

/** `_config: name` takes over an entry of `_plugin_configs`. */
function baseOf(root: YamlMap, holder: YamlMap): Plugin['base'] {
  const name = textOf(at(holder, '_config'));
  const found = name === undefined ? undefined : at(root, '_plugin_configs', name);
  if (found?.kind !== 'map') return undefined;
  return { node: found, isShared: usersOf(root, name ?? '') > 1 };
}

function usersOf(node: YamlNode, name: string): number {
  if (node.kind === 'seq') return node.items.reduce((sum, item) => sum + usersOf(item, name), 0);
  if (node.kind !== 'map') return 0;
  const own = textOf(at(node, '_config')) === name && at(node, 'name') !== undefined ? 1 : 0;
  return node.entries.reduce((sum, { key, value }) => {
    return key.text.startsWith('_') || key.text === 'config' ? sum : sum + usersOf(value, name);
  }, own);
}

/** The name of an object, for its level: a value that names it, or whatever comes first. */
export function nameNode(node: YamlMap, ...keys: readonly string[]): YamlNode {
  return keys.flatMap((key) => entryOf(node, key)?.value ?? [])[0] ?? node.entries[0]?.key ?? node;
}

export function levelOf(
  document: YamlDocument,
  kind: Level['kind'],
  what: string,
  node: YamlMap,
  keys: readonly string[],
  label: string,
): Level {
  const place = document.place(node.at);
  return {
    id: `${what} ${place.uri}#${place.start}`,
    kind,
    label,
    at: document.place(nameNode(node, ...keys).at),
  };
}
