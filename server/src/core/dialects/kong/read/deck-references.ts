import { at, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { Unread } from '../../../model/scope.ts';
import { renderFlow } from '../../../syntax/yaml/render.ts';
import type { Refused } from '../model/config.ts';
import { TRANSFORMERS } from '../model/names.ts';
import type { Declarative } from './declarative.ts';

export type Refuse = (node: YamlNode, why: string, advice: string, more?: Partial<Refused>) => Refused;

/** What a transformer at the root names must be in the files. Of others a part may be applied alone. */
export function references(
  plugin: YamlNode,
  files: readonly Declarative[],
  refused: Refuse,
): readonly Refused[] {
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

export function missingBase(plugin: YamlNode, root: YamlMap, refused: Refuse): readonly Refused[] {
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
export function doubles(root: YamlMap, refused: Refuse): readonly Refused[] {
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

/** The service of a route at the root: a Kong without database may take its name alone, decK does not. */
export function serviceForms({ document, root }: Declarative): readonly Unread[] {
  return itemsOf(at(root, 'routes')).flatMap((route): readonly Unread[] => {
    const service = at(route, 'service');
    const name = textOf(service);
    if (service === undefined || name === undefined || name.startsWith('$(')) return [];
    const place = document.place(service.at);
    const text = renderFlow({ name });
    return [
      {
        at: place,
        what: 'This file',
        why: 'decK takes the service of a route only as a map, and refuses the whole file',
        advice: `Write ${text}.`,
        severity: 'warning',
        ...(!service.shared && { title: `Write ${text}`, fix: [{ at: place, text }] }),
      },
    ];
  });
}
