import type { Unread } from '../../../model/scope.ts';
import { at, entryOf, itemsOf } from '../../../syntax/yaml/node.ts';
import type { Setup } from '../read/setup.ts';

/** Services and plugin configs that no route refers to, whatever they set. */
export function looseHolders(setup: Setup): readonly Unread[] {
  const { root, kind } = setup;
  if (kind !== 'standalone' || root === undefined) return [];
  const { document, node } = root;
  const used = new Set(setup.routes.flatMap(({ holders }) => holders.map(({ node: each }) => each)));
  return (
    [
      ['services', 'service'],
      ['plugin_configs', 'plugin config'],
    ] as const
  ).flatMap(([section, name]) =>
    itemsOf(at(node, section)).flatMap((item): readonly Unread[] => {
      if (item.kind !== 'map' || used.has(item)) return [];
      const plugin = entryOf(at(item, 'plugins'), 'response-rewrite');
      const text = document.text.slice(plugin?.at.start ?? 0, plugin?.at.end ?? 0);
      if (plugin === undefined || !/x-frame-options|frame-ancestors/i.test(text)) return [];
      return [
        {
          at: document.place(plugin.key.at),
          what: `The response-rewrite of this ${name}`,
          why: 'no route refers to it',
          advice: `Name it in ${name === 'service' ? 'service_id' : 'plugin_config_id'} of the routes that need it.`,
          severity: 'warning',
        },
      ];
    }),
  );
}
