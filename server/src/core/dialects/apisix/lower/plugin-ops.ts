import type { HeaderOp } from '../../../model/header-op.ts';
import { objectHeader } from '../../../syntax/kubernetes/header.ts';
import { at, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { REWRITE, type Plugin } from '../read/plugins.ts';
import { reachOf } from './condition.ts';
import { opaqueOp } from './opaque.ts';
import { isSilent, priorityOf } from './plugin-facts.ts';
import { rewriteOps } from './rewrite.ts';
import { serverlessOps } from './serverless.ts';

/** What the plugins of one merged configuration do to an answer, in the order of their priorities. */
export function pluginsOps(plugins: readonly Plugin[]): readonly HeaderOp[] {
  return plugins
    .filter(({ off }) => off === undefined)
    .toSorted((a, b) => rank(b) - rank(a))
    .flatMap(pluginOps);
}

/** Answers that the gateway makes itself come with their own headers, before any plugin acts on an answer. */
function rank({ name, config }: Plugin): number {
  const written = Number(textOf(at(config, '_meta', 'priority')) ?? Number.NaN);
  const isMaker = name === 'mocking' || name === 'fault-injection';
  return Number.isNaN(written) || isMaker ? priorityOf(name) : written;
}

function pluginOps(plugin: Plugin): readonly HeaderOp[] {
  const { document, name, nameNode, config, isHidden = false, ops } = plugin;
  const place = document.place(nameNode.at);
  if (ops !== undefined) return ops;
  if (isHidden && !isSilent(name)) return [opaqueOp(name, place)];
  switch (name) {
    case REWRITE:
      return rewriteOps(plugin);
    case 'serverless-pre-function':
    case 'serverless-post-function':
      return withFilter(plugin, serverlessOps(plugin));
    case 'echo':
      return withFilter(plugin, mapOps(plugin, at(config, 'headers')));
    case 'mocking':
      return withFilter(plugin, mapOps(plugin, at(config, 'response_headers')));
    case 'fault-injection': {
      const abort = at(config, 'abort');
      const isSure = at(abort, 'percentage') === undefined && at(abort, 'vars') === undefined;
      const when = { label: 'a fault is injected', holds: () => undefined };
      return withFilter(plugin, mapOps(plugin, at(abort, 'headers'))).map((op) =>
        isSure ? op : { ...op, reach: { ...op.reach, when } },
      );
    }
    default:
      return isSilent(name) ? [] : [opaqueOp(name, place)];
  }
}

function withFilter({ document, config }: Plugin, ops: readonly HeaderOp[]): readonly HeaderOp[] {
  const reach = reachOf(document, config);
  return Object.keys(reach).length === 0
    ? ops
    : ops.map((op) => ({ ...op, reach: { ...op.reach, ...reach } }));
}

function mapOps({ document }: Plugin, map: YamlNode | undefined): readonly HeaderOp[] {
  if (map?.kind !== 'map') return [];
  return map.entries.flatMap((entry) => {
    const { key: name, value } = entry;
    if (value.kind !== 'scalar' || value.isNull) return [];
    const steps = [{ parent: map, child: entry }];
    return [
      {
        ...objectHeader({ document, kind: 'set', name, value, statement: entry, steps }),
        whenEmpty: 'skip' as const,
      },
    ];
  });
}

/** What is set or removed for sure behind something unknown is known again. */
export function settled(ops: readonly HeaderOp[]): readonly HeaderOp[] {
  return ops.map((op, index) => {
    if (op.kind !== 'unknown') return op;
    const except = ops
      .slice(index + 1)
      .filter(({ kind, reach }) => (kind === 'set' || kind === 'remove') && Object.keys(reach).length === 0)
      .map(({ name }) => name.text);
    return except.length === 0
      ? op
      : { ...op, name: { ...op.name, except: [...(op.name.except ?? []), ...except] } };
  });
}
