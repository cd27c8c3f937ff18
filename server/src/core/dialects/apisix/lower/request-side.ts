import type { Misplaced } from '../../../model/scope.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { at, entriesOf, entryOf, type YamlEntry } from '../../../syntax/yaml/node.ts';
import { pluginNamed, REWRITE, type Plugin } from '../read/plugins.ts';
import type { Holder } from '../read/setup.ts';

/** The headers of proxy-rewrite go to the service behind. */
export function misplacedIn(holder: Holder): readonly Misplaced[] {
  const plugin = pluginNamed(holder.plugins, 'proxy-rewrite');
  if (plugin === undefined || plugin.off !== undefined) return [];
  const { document, config, nameNode } = plugin;
  const headers = entryOf(config, 'headers')?.value;
  const entries: readonly YamlEntry[] = [
    ...entriesOf(headers),
    ...entriesOf(at(headers, 'set')),
    ...entriesOf(at(headers, 'add')),
  ];
  return entries.flatMap((entry): readonly Misplaced[] => {
    const { key, value } = entry;
    if (value.kind !== 'scalar' || !/^(?:x-frame-options|content-security-policy)$/i.test(key.text))
      return [];
    const move = isMovable(holder, plugin) ? [{ at: document.place(nameNode.at), text: REWRITE }] : undefined;
    return [
      {
        where: 'request',
        name: key.text,
        value: scalarValue(document, value),
        keyword: 'proxy-rewrite',
        at: document.place(key.at),
        statement: document.place(entry.at),
        level: holder.level,
        ...(move && { move }),
      },
    ];
  });
}

/** Where the plugin does nothing else, another name is all that it takes: both are written alike. */
function isMovable({ plugins }: Holder, { config, nameNode, steps }: Plugin): boolean {
  if (pluginNamed(plugins, REWRITE) !== undefined || nameNode.style !== 'plain') return false;
  if (steps.some(({ parent, child }) => parent.shared || ('merged' in child && child.merged))) return false;
  if (config?.kind !== 'map' || config.shared || config.entries.length !== 1) return false;
  const headers = at(config, 'headers');
  const set = at(headers, 'set');
  const isSetOnly = set?.kind === 'map' && entriesOf(headers).length === 1;
  const map = isSetOnly ? set : headers;
  return (
    entriesOf(map).length === 1 &&
    entriesOf(map)[0]?.value.kind === 'scalar' &&
    at(headers, 'add') === undefined
  );
}
