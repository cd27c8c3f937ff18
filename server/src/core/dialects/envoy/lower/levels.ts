import type { Level } from '../../../model/scope.ts';
import type { Span } from '../../../model/place.ts';
import { entryNamed, field, items, stringField } from '../../../syntax/envoy/fields.ts';
import type { YamlEntry, YamlNode } from '../../../syntax/yaml/node.ts';
import type { Located, Source } from '../read/source.ts';

export function levelOf(kind: Level['kind'], { node, source }: Located, label: string, at: Span): Level {
  const { document } = source;
  return {
    id: `${document.file.uri}#${document.start + node.at.start}`,
    kind,
    label,
    at: document.place(at),
  };
}

export function tableLevel(table: Located): Level {
  const name = field(table.node, 'name');
  const label = `route configuration ${stringField(table.node, 'name') ?? ''}`.trim();
  return levelOf('gateway', table, label, name?.at ?? headOf(table.node, ['virtual_hosts']));
}

export function hostLevel(host: Located): Level {
  const name = stringField(host.node, 'name') ?? stringField(items(host.node, 'domains')[0]) ?? '';
  return levelOf(
    'host',
    host,
    `virtual host ${name}`.trim(),
    field(host.node, 'name')?.at ?? headOf(host.node, ['domains']),
  );
}

export function routeLevel(route: Located): Level {
  const match = entryNamed(route.node, 'match');
  const at = match === undefined ? headOf(route.node, []) : onOneLine(match, route.source);
  return levelOf('route', route, `route ${matchLabel(match?.value)}`.trim(), at);
}

export function clusterLevel(cluster: Located): Level {
  const name = stringField(cluster.node, 'name') ?? stringField(cluster.node, 'cluster_header') ?? '';
  const at = (field(cluster.node, 'name') ?? cluster.node).at;
  return levelOf('condition', cluster, `weighted cluster ${name}`.trim(), at);
}

export function listenerLevel(manager: Located, listener: Located): Level {
  const name = stringField(listener.node, 'name');
  const port = stringField(field(listener.node, 'address', 'socket_address'), 'address');
  const at =
    listener.source.document.text === manager.source.document.text
      ? field(listener.node, 'name')?.at
      : undefined;
  return levelOf(
    'gateway',
    manager,
    `listener ${name ?? port ?? ''}`.trim(),
    at ?? headOf(manager.node, ['stat_prefix']),
  );
}

function matchLabel(match: YamlNode | undefined): string {
  for (const name of ['prefix', 'path', 'path_separated_prefix']) {
    const text = stringField(match, name);
    if (text !== undefined) return name === 'path' ? `= ${text}` : text;
  }
  const regex = stringField(match, 'safe_regex', 'regex');
  return regex === undefined ? '' : `~ ${regex}`;
}

/** An entry, or its key where the value has lines of its own. */
function onOneLine({ key, value, at }: YamlEntry, { document }: Source): Span {
  const text = document.text.slice(key.at.start, value.at.end);
  return text.includes('\n') ? key.at : { start: at.start, end: value.at.end };
}

function headOf(node: YamlNode, names: readonly string[]): Span {
  for (const name of names) {
    const entry = entryNamed(node, name);
    if (entry !== undefined) return entry.key.at;
  }
  const first = node.kind === 'map' ? node.entries.find((entry) => !entry.merged) : undefined;
  return first?.key.at ?? node.at;
}
