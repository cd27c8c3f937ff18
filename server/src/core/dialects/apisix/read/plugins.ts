import type { HeaderOp } from '../../../model/header-op.ts';
import type { Step } from '../../../syntax/kubernetes/header.ts';
import {
  at,
  booleanOf,
  entryOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** A plugin with its configuration, as one place switches it on or off. */
export interface Plugin {
  readonly document: YamlDocument;
  readonly name: string;
  readonly nameNode: YamlScalar;
  readonly config: YamlNode | undefined;
  /** What switches it off; it then stands in for the same plugin of weaker places all the same. */
  readonly off?: YamlNode | undefined;
  /** The entry or item that is the whole plugin. */
  readonly statement: YamlEntry | YamlNode;
  /** The way from there outwards. */
  readonly steps: readonly Step[];
  /** A part of its configuration stands where it is not read (a Secret). */
  readonly isHidden?: boolean;
  /** Annotations say the instructions one by one. */
  readonly ops?: readonly HeaderOp[];
}

export const REWRITE = 'response-rewrite';

/** `plugins: {name: config}`, as APISIX itself and ADC have it. */
export function pluginsOfMap(document: YamlDocument, holder: YamlMap, key: string): readonly Plugin[] {
  const held = entryOf(holder, key);
  const map = held?.value;
  if (held === undefined || map?.kind !== 'map') return [];
  return map.entries.map((entry): Plugin => {
    const meta = at(entry.value, '_meta', 'disable');
    return {
      document,
      name: entry.key.text,
      nameNode: entry.key,
      config: entry.value,
      off: booleanOf(meta) === true ? meta : undefined,
      statement: entry,
      steps: [
        { parent: map, child: entry },
        { parent: holder, child: held },
      ],
    };
  });
}

/** `plugins: [{name, enable, config}]`, as the objects of the controller have it. */
export function pluginsOfList(
  document: YamlDocument,
  holder: YamlMap,
  { enable = 'enable', isOn = true }: { readonly enable?: string; readonly isOn?: boolean } = {},
): readonly Plugin[] {
  const held = entryOf(holder, 'plugins');
  const list = held?.value;
  if (held === undefined || list?.kind !== 'seq') return [];
  return list.items.flatMap((item): readonly Plugin[] => {
    const name = at(item, 'name');
    if (item.kind !== 'map' || name?.kind !== 'scalar' || name.isNull) return [];
    const written = at(item, enable);
    const config = at(item, 'config');
    const meta = at(config, '_meta', 'disable');
    const isEnabled = written === undefined ? isOn : booleanOf(written, true) !== false;
    const off = !isEnabled ? (written ?? name) : booleanOf(meta, true) === true ? meta : undefined;
    return [
      {
        document,
        name: name.text,
        nameNode: name,
        config,
        off,
        statement: item,
        steps: [
          { parent: list, child: item },
          { parent: holder, child: held },
        ],
        isHidden: at(item, 'secretRef') !== undefined,
      },
    ];
  });
}

/** Of a plugin that is listed twice at one place the last counts, as in a map. */
export function pluginNamed(plugins: readonly Plugin[], name: string): Plugin | undefined {
  return plugins.findLast((plugin) => plugin.name === name);
}
