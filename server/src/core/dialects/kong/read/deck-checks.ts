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
import { TRANSFORMERS } from '../model/names.ts';
import type { Declarative } from './declarative.ts';
import { isRootKey, isServiceKey } from './deck-keys.ts';

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
    ...itemsOf(at(root, 'routes')).flatMap((route) => {
      const service = at(route, 'service');
      return textOf(service) === undefined || service === undefined
        ? []
        : [
            refused(
              service,
              'the service of a route is named in a map',
              `Write {name: ${textOf(service) ?? ''}}.`,
            ),
          ];
    }),
    ...pluginLists(root).flatMap((plugin) => pluginShape(plugin, refused)),
    ...itemsOf(at(root, 'plugins')).flatMap((plugin) => references(plugin, files, refused)),
    ...pluginLists(root).flatMap((plugin) => missingBase(plugin, root, refused)),
    ...doubles(root, refused),
  ];
}

type Refuse = (node: YamlNode, why: string, advice: string, more?: Partial<Refused>) => Refused;

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

/** What a transformer at the root names must be in the files. Of others a part may be applied alone. */
function references(plugin: YamlNode, files: readonly Declarative[], refused: Refuse): readonly Refused[] {
  const name = textOf(at(plugin, 'name')) ?? '';
  return [
    ['service', 'services', 'name'],
    ['route', 'routes', 'name'],
    ['consumer', 'consumers', 'username'],
  ].flatMap(([key = '', list = '', by = '']): readonly Refused[] => {
    const reference = at(plugin, key);
    if (reference === undefined || (reference.kind === 'scalar' && reference.isNull)) return [];
    const text = textOf(reference);
    if (text === undefined) {
      return [refused(reference, `decK takes the name of the ${key} alone`, 'Write its name as a text.')];
    }
    if (!TRANSFORMERS.includes(name) || text.includes('$(') || namesOf(files, list, by).has(text)) return [];
    return [
      refused(
        reference,
        `there is no ${key} ${text}, and decK refuses the whole configuration`,
        `Name a ${key} that is there.`,
      ),
    ];
  });
}

function namesOf(files: readonly Declarative[], list: string, by: string): ReadonlySet<string> {
  const nodes = files.flatMap(({ root }) => [
    ...itemsOf(at(root, list)),
    ...(list === 'routes'
      ? itemsOf(at(root, 'services')).flatMap((each) => itemsOf(at(each, 'routes')))
      : []),
  ]);
  return new Set(
    nodes.flatMap((node) => [by, 'id', 'custom_id'].flatMap((key) => textOf(at(node, key)) ?? [])),
  );
}

function missingBase(plugin: YamlNode, root: YamlMap, refused: Refuse): readonly Refused[] {
  const reference = at(plugin, '_config');
  const name = textOf(reference);
  if (reference === undefined || name === undefined || at(root, '_plugin_configs', name) !== undefined)
    return [];
  return [
    refused(
      reference,
      `_plugin_configs has no ${name}, and decK refuses the whole file`,
      'Name one that is there.',
    ),
  ];
}

/** Of each plugin there may be one instance for everything. */
function doubles(root: YamlMap, refused: Refuse): readonly Refused[] {
  const seen = new Set<string>();
  return itemsOf(at(root, 'plugins')).flatMap((plugin): readonly Refused[] => {
    const node = at(plugin, 'name');
    const name = textOf(node);
    const isScoped = ['service', 'route', 'consumer', 'consumer_group'].some((key) => {
      const target = at(plugin, key);
      return target !== undefined && (target.kind !== 'scalar' || !target.isNull);
    });
    if (node === undefined || name === undefined || isScoped) return [];
    const label = `${name} ${textOf(at(plugin, 'instance_name')) ?? ''}`;
    const isTwice = seen.has(label);
    seen.add(label);
    return isTwice && TRANSFORMERS.includes(name)
      ? [
          refused(
            node,
            `a second ${name} for everything is refused with the whole file`,
            'Write both in one.',
          ),
        ]
      : [];
  });
}
