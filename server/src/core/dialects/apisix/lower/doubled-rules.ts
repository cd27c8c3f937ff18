import type { Change } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import { speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import { removeNode } from '../../../syntax/yaml/edit.ts';
import { at, itemsOf } from '../../../syntax/yaml/node.ts';
import { pluginNamed, REWRITE } from '../read/plugins.ts';
import type { Setup } from '../read/setup.ts';
import { settingAt } from './edits.ts';
import { rewritesOf, type Held } from './merge.ts';
import { rewriteOps } from './rewrite.ts';

/** Of one plugin in several global rules APISIX runs none, and says so only in its log (`merge_global_rules`). */
export function doubledRules({ kind, globals, root }: Setup): readonly Unread[] {
  const found = rewritesOf(globals);
  const [first, ...others] = found;
  if (kind === 'kubernetes' || first === undefined || others.length === 0) return [];
  if (!found.some(({ plugin }) => speaksOfFraming(plugin.document, plugin.statement))) return [];
  return others.map((held): Unread => {
    const { document, nameNode } = held.plugin;
    const fix = others.length === 1 && root !== undefined ? joined(first, held, root.node) : undefined;
    return {
      at: document.place(nameNode.at),
      what: `This ${REWRITE}`,
      why: 'another global rule has one too, and APISIX then runs none of them',
      advice: 'Write all headers into one.',
      ...(fix && { title: 'Write its headers into the first one', fix }),
    };
  });
}

/** Moves what the second sets into the first, where that says the same. */
function joined(
  first: Held,
  { plugin, holder }: Held,
  root: Parameters<typeof at>[0],
): readonly Change[] | undefined {
  const ops = rewriteOps(plugin);
  const isPlain = ops.every(
    ({ kind, value, reach }) => kind === 'set' && value.kind === 'literal' && Object.keys(reach).length === 0,
  );
  const hasMore = (plugin.config?.kind === 'map' ? plugin.config.entries : []).some(
    ({ key }) => key.text !== 'headers',
  );
  if (
    !isPlain ||
    hasMore ||
    ops.length !== 1 ||
    rewriteOps(first.plugin).some(({ reach }) => Object.keys(reach).length > 0)
  ) {
    return undefined;
  }
  const moved = ops.flatMap((op) =>
    settingAt(first.holder, op.spelling, op.value.kind === 'literal' ? op.value.text : ''),
  );
  const removal = removed(plugin, holder, root);
  return moved.length === 1 && removal !== undefined ? [...moved, removal] : undefined;
}

function removed(
  plugin: Held['plugin'],
  { node, document, plugins }: Held['holder'],
  root: Parameters<typeof at>[0],
): Change | undefined {
  const map = at(node, 'plugins');
  const own = pluginNamed(plugins, REWRITE);
  if (map?.kind !== 'map' || own === undefined || !('key' in plugin.statement)) return undefined;
  if (map.entries.length > 1) return removeNode(document, map, plugin.statement);
  const rules = at(root, 'global_rules');
  return rules?.kind === 'seq' && itemsOf(rules).includes(node)
    ? removeNode(document, rules, node)
    : undefined;
}
