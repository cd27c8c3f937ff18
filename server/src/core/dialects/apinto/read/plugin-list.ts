import {
  at,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlMap,
  type YamlNode,
  type YamlSeq,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { ListEntry, PluginList } from './objects.ts';
import { kindOfId } from './plugin-kind.ts';

/**
 * The list of plugins: `plugins:` of the setting, a bare list (APIPark's `apinto_plugin.yml`), or a map of them beside their
 * order by name (APIPark's `plugin.yml`).
 */
export function readList(document: YamlDocument, root: YamlNode): PluginList | undefined {
  const entry = entryOf(root, 'plugins');
  const seq = root.kind === 'seq' ? root : entry?.value.kind === 'seq' ? entry.value : undefined;
  if (seq !== undefined) {
    const entries = seq.items.flatMap((item) => (item.kind === 'map' ? (readEntry(item) ?? []) : []));
    if (!entries.some(isApinto)) return undefined;
    const first = entries[0]?.nameNode.at ?? seq.at;
    return { document, holder: seq, sort: undefined, at: entry?.key.at ?? first, entries };
  }
  const map = entryOf(root, 'plugin');
  if (map?.value.kind !== 'map') return undefined;
  const entries = entriesOf(map.value).flatMap(({ value, key }) =>
    value.kind === 'map' ? (readEntry(value, key.text) ?? []) : [],
  );
  if (!entries.some(isApinto)) return undefined;
  const sort = at(root, 'sort');
  return {
    document,
    holder: map.value,
    sort: sort?.kind === 'seq' ? sort : undefined,
    at: map.key.at,
    entries: sort?.kind === 'seq' ? sorted(entries, sort) : entries,
  };
}

function isApinto({ id }: ListEntry): boolean {
  return id.startsWith('eolinker.com:');
}

function readEntry(node: YamlMap, key?: string): ListEntry | undefined {
  const id = textOf(at(node, 'id'));
  const nameNode = at(node, 'name');
  const name = textOf(nameNode) ?? key;
  if (id === undefined || name === undefined) return undefined;
  const status = at(node, 'status');
  const text = textOf(status);
  const config = entryOf(node, 'config');
  return {
    node,
    name,
    nameNode: nameNode ?? node,
    id,
    kind: kindOfId(id),
    status: text === 'disable' || text === 'global' ? text : 'enable',
    statusNode: status?.kind === 'scalar' ? status : undefined,
    config: config?.value.kind === 'scalar' && config.value.isNull ? undefined : config,
  };
}

/** Those that the order does not name come last, as they are written. */
function sorted(entries: readonly ListEntry[], sort: YamlSeq): readonly ListEntry[] {
  const order = itemsOf(sort).map((item) => textOf(item) ?? '');
  const rank = ({ name }: ListEntry): number => {
    const index = order.indexOf(name);
    return index < 0 ? order.length : index;
  };
  return entries.toSorted((a, b) => rank(a) - rank(b));
}
