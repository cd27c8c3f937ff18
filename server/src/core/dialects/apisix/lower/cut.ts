import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Cut } from '../../../model/scope.ts';
import type { Setup } from '../read/setup.ts';
import { settingAt, settingTogether, withLoading } from './edits.ts';
import { pluginsOps } from './plugin-ops.ts';
import type { Held } from './merge.ts';

/** The response-rewrite of a narrower place replaces that of a wider one, whatever the two set. */
export function cutOf([winner, loser]: readonly Held[], setup: Setup): Cut | undefined {
  if (winner === undefined || loser === undefined) return undefined;
  const { plugin, holder } = winner;
  const own = pluginsOps([plugin]);
  const names = new Set(own.map(({ name }) => name.text));
  const lost = pluginsOps([loser.plugin]).filter(
    ({ name, kind }) => kind !== 'remove' && !names.has(name.text),
  );
  if (lost.length === 0) return undefined;
  const restore = plugin.off === undefined ? restoring(winner, lost, setup) : undefined;
  return {
    level: holder.level,
    by: plugin.document.place((plugin.off ?? plugin.nameNode).at),
    lost,
    ...(restore && { restore }),
  };
}

function restoring(
  { holder, plugin }: Held,
  lost: readonly HeaderOp[],
  setup: Setup,
): readonly Change[] | undefined {
  const headers: [string, string][] = [];
  for (const { kind, value, reach, spelling } of lost) {
    if (kind !== 'set' || value.kind !== 'literal' || reach.when !== undefined) return undefined;
    headers.push([spelling, value.text]);
  }
  const together = settingTogether(plugin, Object.fromEntries(headers));
  if (together !== undefined) return withLoading(setup, [together]);
  const changes = headers.map(([name, value]) => settingAt(holder, name, value));
  const [first, ...others] = changes.flat();
  if (first === undefined || changes.some((each) => each.length !== 1)) return undefined;
  const isOnePlace = others.every(({ at }) => at.start === first.at.start && at.end === first.at.end);
  const isListed = [first, ...others].every(({ text }) => /^(?:\r?\n *|, )/.test(text));
  if (others.length > 0 && !(isOnePlace && isListed)) return undefined;
  const text = [first, ...others].map((change) => change.text).join('');
  return withLoading(setup, [{ at: first.at, text }]);
}
