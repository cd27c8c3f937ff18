import type { Fix } from '../../model/finding.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import { placeKey } from '../../model/place.ts';
import { defineRule, type Policy, type Shared } from '../../model/rule.ts';
import { causes, framings, removersOf, type Framing } from '../framing.ts';
import { groupBy } from '../group-by.ts';
import { insertFixes } from '../insert-fixes.ts';
import { groupsToMend } from '../mend-groups.ts';

/** An instruction takes the framing policy out of the answer, and nothing stands in for it. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-removed',
    since: '0.2.0',
    severity: 'warning',
    summary: 'A line removes the framing policy, and nothing replaces it.',
    messages: {
      cleared:
        'This takes {header} out of the answer, although it is set, and nothing replaces it: any site can frame these pages. Remove this line, or set another policy.',
      hidden:
        'This keeps back the {header} of the service behind, and nothing replaces it: any site can frame these pages. Set X-Frame-Options here.',
      asset:
        'This takes {header} out of the answer, and nothing replaces it. Only images, styles, scripts or fonts are served, so little is lost by it.',
    },
  },
  check(_site, { policy, shared, report }) {
    const why = shared(causes);
    const open = shared(framings).filter((_framing, index) => why[index] === 'removed');
    const removals = open.flatMap((framing) => removersOf(framing.scope).map((op) => ({ op, framing })));
    for (const group of groupBy(removals, ({ op }) => placeKey(op.statement))) {
      const [{ op }] = group;
      const framed = group.map(({ framing }) => framing);
      const assetsOnly = framed.every(({ page }) => page === 'asset');
      report(assetsOnly ? 'asset' : op.reach.from === 'upstream' ? 'hidden' : 'cleared', op.statement, {
        args: { header: op.spelling },
        severity: assetsOnly ? 'information' : undefined,
        fixes: () => [...replacements(op, framed, policy, shared), ...removal(op)],
      });
    }
  },
});

/** What headers-more clears would clear a replacement by headers-more, but not one by a later filter. */
function replacements(
  op: HeaderOp,
  framed: readonly Framing[],
  policy: Policy,
  shared: Shared,
): readonly Fix[] {
  if (op.reach.from !== 'upstream') return [];
  const groups = groupsToMend(framed, shared(framings));
  const [group] = groups;
  return group === undefined || groups.length > 1 ? [] : insertFixes(group, policy);
}

function removal({ edits }: HeaderOp): readonly Fix[] {
  return edits.remove === undefined
    ? []
    : [{ title: 'Remove this line', safe: false, changes: edits.remove }];
}
