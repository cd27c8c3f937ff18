import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Cut } from '../../../model/scope.ts';
import type { Setup } from '../read/setup.ts';
import { settingAt, withLoading } from './edits.ts';
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

function restoring({ holder }: Held, lost: readonly HeaderOp[], setup: Setup): readonly Change[] | undefined {
  const changes = lost.map((op) => {
    const { kind, value, reach } = op;
    if (kind !== 'set' || value.kind !== 'literal' || reach.when !== undefined) return [];
    return settingAt(holder, op.spelling, value.text);
  });
  const [first] = changes.flat();
  if (first === undefined || changes.some((each) => each.length !== 1)) return undefined;
  const isOnePlace = changes.flat().every(({ at }) => at.start === first.at.start && at.end === first.at.end);
  if (changes.length > 1 && !(isOnePlace && first.at.start === first.at.end)) return undefined;
  // A map that has to be made first would be made for each.
  if (changes.length > 1 && changes.flat().some(({ text }) => text.includes('set'))) return undefined;
  return withLoading(setup, [
    {
      at: first.at,
      text: changes
        .flat()
        .map(({ text }) => text)
        .join(''),
    },
  ]);
}
