import type { Misplaced } from '../../../model/scope.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { at, itemsOf } from '../../../syntax/yaml/node.ts';
import type { KongConfig, Plugin } from '../model/config.ts';

/** Framing headers that are set on the request to the service. */
export function misplacedHeaders({ plugins, routes }: KongConfig): readonly Misplaced[] {
  return plugins
    .filter(({ name, isOn }) => isOn && /^request-transformer(?:-advanced)?$/.test(name))
    .flatMap((plugin) =>
      ['add', 'append', 'replace'].flatMap((action) =>
        itemsOf(at(plugin.holder, 'config', action, 'headers')).flatMap((item): readonly Misplaced[] => {
          if (item.kind !== 'scalar') return [];
          const [, name = '', value = ''] = /^([^:]+):+\s*([^]*)$/.exec(item.text) ?? [];
          if (!/^(?:x-frame-options|content-security-policy)$/i.test(name)) return [];
          const { document } = plugin;
          return levelsOf(plugin, routes).map((level) => ({
            where: 'request',
            name,
            value: scalarValue(document, { ...item, text: value }),
            keyword: plugin.name,
            at: document.place(item.at),
            statement: document.place(item.at),
            level,
          }));
        }),
      ),
    );
}

/** The levels that it was meant for. */
function levelsOf(plugin: Plugin, routes: KongConfig['routes']): readonly Misplaced['level'][] {
  const meant = routes.filter(({ key, service }) =>
    plugin.targets.some(
      (target) =>
        (target.route === undefined || target.route === key) &&
        (target.service === undefined || target.service === service?.key),
    ),
  );
  return meant.length === 0 ? [plugin.level] : meant.map(({ level }) => level);
}
