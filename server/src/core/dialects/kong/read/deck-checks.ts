import {
  at,
  booleanOf,
  entriesOf,
  itemsOf,
  textOf,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import type { Refused } from '../model/config.ts';
import type { Declarative } from './declarative.ts';
import { isRootKey, isServiceKey } from './deck-keys.ts';
import { doubles, missingBase, references, type Refuse } from './deck-references.ts';

/** For what decK takes nothing of a file. What stands inside a plugin's `config` it does not look at. */
export function deckRefusals(file: Declarative, files: readonly Declarative[]): readonly Refused[] {
  const { document, root } = file;
  const refused = (node: YamlNode, why: string, advice: string, more: Partial<Refused> = {}): Refused => ({
    at: document.place(node.at),
    why,
    advice,
    ...more,
  });
  const routes = [
    ...itemsOf(at(root, 'routes')),
    ...itemsOf(at(root, 'services')).flatMap((service) => itemsOf(at(service, 'routes'))),
  ];
  return [
    ...versionFault(file),
    ...unknownKeys(root, isRootKey, refused),
    ...itemsOf(at(root, 'services')).flatMap((service) => unknownKeys(service, isServiceKey, refused)),
    ...['services', 'plugins', 'routes', 'consumers'].flatMap((key) =>
      listFault(at(root, key), key, refused),
    ),
    ...itemsOf(at(root, 'services')).flatMap((service) =>
      ['routes', 'plugins'].flatMap((key) => listFault(at(service, key), key, refused)),
    ),
    ...routes.flatMap((route) =>
      ['paths', 'hosts', 'methods', 'protocols', 'plugins'].flatMap((key) =>
        listFault(at(route, key), key, refused),
      ),
    ),
    ...pluginLists(root).flatMap((plugin) => pluginShape(plugin, refused)),
    ...itemsOf(at(root, 'plugins')).flatMap((plugin) => references(plugin, files, refused)),
    ...pluginLists(root).flatMap((plugin) => missingBase(plugin, root, refused)),
    ...doubles(root, refused),
  ];
}

/** Unquoted, `3.0` is a number. */
function versionFault({ document, root }: Declarative): readonly Refused[] {
  const version = at(root, '_format_version');
  if (version?.kind !== 'scalar' || version.style !== 'plain' || !/^[\d.]+$/.test(version.text)) return [];
  const place = document.place(version.at);
  const text = `"${version.text}"`;
  return [
    {
      at: place,
      why: 'decK takes the version as a text only, and this is a number, so it refuses the whole file',
      advice: `Write ${text}.`,
      ...(!version.shared && { title: `Write ${text}`, fix: [{ at: place, text }] }),
    },
  ];
}

function unknownKeys(node: YamlNode, isKnown: (key: string) => boolean, refused: Refuse): readonly Refused[] {
  return entriesOf(node).flatMap(({ key, merged }) =>
    merged || isKnown(key.text)
      ? []
      : [refused(key, `decK knows no ${key.text} there and refuses the whole file`, 'Take it out.')],
  );
}

function listFault(node: YamlNode | undefined, key: string, refused: Refuse): readonly Refused[] {
  if (node === undefined || node.kind === 'seq') return [];
  if (node.kind === 'scalar' && (node.isNull || node.text.startsWith('$('))) return [];
  return [refused(node, `${key} is a list, and this is none, so the whole file is refused`, 'Write a list.')];
}

/** The plugins at all levels. */
function pluginLists(root: YamlMap): readonly YamlNode[] {
  const holders = ['services', 'routes', 'consumers', 'consumer_groups'].flatMap((key) =>
    itemsOf(at(root, key)),
  );
  const inner = holders.flatMap((holder) => itemsOf(at(holder, 'routes')));
  return [root, ...holders, ...inner].flatMap((holder) => itemsOf(at(holder, 'plugins')));
}

function pluginShape(plugin: YamlNode, refused: Refuse): readonly Refused[] {
  if (plugin.kind !== 'map') return [];
  const [enabled, config] = [at(plugin, 'enabled'), at(plugin, 'config')];
  const isBoolean =
    enabled === undefined ||
    (enabled.kind === 'scalar' && enabled.isNull) ||
    booleanOf(enabled) !== undefined;
  return [
    ...(at(plugin, 'name') === undefined
      ? [
          refused(
            plugin.entries[0]?.key ?? plugin,
            'a plugin needs a name, so the whole file is refused',
            'Name it.',
          ),
        ]
      : []),
    ...(enabled === undefined || isBoolean || textOf(enabled)?.startsWith('$(') === true
      ? []
      : [refused(enabled, 'enabled is true or false, so the whole file is refused', 'Write true or false.')]),
    ...(config?.kind === 'seq'
      ? [refused(config, 'the config of a plugin is a map, so the whole file is refused', 'Write a map.')]
      : []),
  ];
}
