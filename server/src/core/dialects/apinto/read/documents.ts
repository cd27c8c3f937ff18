import {
  at,
  booleanOf,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { ApintoObject, NamedPlugin, PluginList, ProcessFile } from './objects.ts';
import { readList } from './plugin-list.ts';
import { readProcessFile } from './process-file.ts';

export interface DocumentContent {
  readonly lists: readonly PluginList[];
  readonly objects: readonly ApintoObject[];
  readonly files: readonly ProcessFile[];
}

/** What a document holds: a body of the open API, an export, APIPark's lists, a file that starts a process. */
export function readDocument(document: YamlDocument): DocumentContent {
  const { root } = document;
  if (root === undefined || root.kind === 'scalar') return { lists: [], objects: [], files: [] };
  const list = readList(document, root);
  const own = root.kind === 'map' ? [root] : mapsOf(root);
  const exported = (['router', 'template', 'service'] as const).flatMap((key) => mapsOf(at(root, key)));
  const objects = [...own, ...exported].flatMap((node) => readObject(document, node) ?? []);
  const file = list === undefined && objects.length === 0 ? readProcessFile(document, root) : undefined;
  return { lists: list === undefined ? [] : [list], objects, files: file === undefined ? [] : [file] };
}

function mapsOf(node: YamlNode | undefined): readonly YamlMap[] {
  const nodes = node?.kind === 'seq' ? itemsOf(node) : node === undefined ? [] : [node];
  return nodes.filter((each): each is YamlMap => each.kind === 'map');
}

function readObject(document: YamlDocument, node: YamlMap): ApintoObject | undefined {
  const profession = professionOf(node);
  if (profession === undefined) return undefined;
  const pluginsEntry = entryOf(node, 'plugins');
  const named = entryOf(node, 'name') ?? entryOf(node, 'id') ?? entryOf(node, 'location');
  const name = textOf(at(node, 'name')) ?? textOf(at(node, 'id'))?.replace(/@.*/, '') ?? '';
  return {
    profession,
    document,
    node,
    name,
    nameNode: named?.value ?? node,
    plugins: entriesOf(pluginsEntry?.value).map((entry) =>
      namedPlugin(entry, pluginsEntry?.value as YamlMap),
    ),
    pluginsEntry,
  };
}

function professionOf(node: YamlMap): ApintoObject['profession'] | undefined {
  const suffix = /@(router|template|service)$/.exec(textOf(at(node, 'id')) ?? '')?.[1];
  const driver = textOf(at(node, 'driver'));
  if (suffix === 'router' || suffix === 'template' || suffix === 'service') return suffix;
  if (driver === 'plugin_template') return 'template';
  if (driver === undefined || !/^(?:http|grpc|dubbo2)$/.test(driver)) return undefined;
  if (['location', 'listen', 'plugins', 'template'].some((key) => entryOf(node, key) !== undefined)) {
    const isService = entryOf(node, 'nodes') !== undefined || entryOf(node, 'discovery') !== undefined;
    return isService ? 'service' : 'router';
  }
  return entryOf(node, 'nodes') !== undefined || entryOf(node, 'discovery') !== undefined
    ? 'service'
    : undefined;
}

function namedPlugin(entry: YamlEntry, parent: YamlMap): NamedPlugin {
  const disable = entryOf(entry.value, 'disable');
  const config = entryOf(entry.value, 'config');
  return {
    name: entry.key.text,
    entry,
    parent,
    config: config?.value.kind === 'scalar' && config.value.isNull ? undefined : config,
    disable,
    isDisabled:
      disable !== undefined &&
      (booleanOf(disable.value, true) === true || /^(?:1|t|true)$/i.test(textOf(disable.value) ?? '')),
  };
}
