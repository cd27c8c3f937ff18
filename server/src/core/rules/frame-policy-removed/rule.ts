import type { Fix } from '../../model/finding.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import { placeKey } from '../../model/place.ts';
import { defineRule, type Policy } from '../../model/rule.ts';
import { causes, framings, removersOf, type Framing } from '../framing.ts';
import { groupBy } from '../group-by.ts';
import { insertFixes } from '../insert-fixes.ts';

/** An instruction takes the framing policy out of the answer, and nothing stands in for it. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-removed',
    since: '0.1.0',
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
    // In a piece of a server, what stands around it may set another policy.
    const open = shared(framings).filter(({ scope }, index) => scope.whole && why[index] === 'removed');
    const removals = open.flatMap((framing) => removersOf(framing.scope).map((op) => ({ op, framing })));
    for (const group of groupBy(removals, ({ op }) => placeKey(op.statement))) {
      const [{ op }] = group;
      const framed = group.map(({ framing }) => framing);
      const assetsOnly = framed.every(({ page }) => page === 'asset');
      report(assetsOnly ? 'asset' : op.reach.from === 'upstream' ? 'hidden' : 'cleared', op.statement, {
        args: { header: op.spelling },
        severity: assetsOnly ? 'information' : undefined,
        fixes: () => [...replacements(op, framed, policy), ...removal(op)],
      });
    }
  },
});

/** What is cleared by headers-more was set on purpose at another place: there is nothing to add. */
function replacements(op: HeaderOp, framed: readonly Framing[], policy: Policy): readonly Fix[] {
  if (op.reach.from !== 'upstream') return [];
  const [first, ...others] = framed.map(({ scope }) => scope);
  const insertion = first?.insertions.find(({ level }) =>
    others.every(({ insertions }) => insertions.some((each) => each.level.id === level.id)),
  );
  return insertion === undefined ? [] : insertFixes([insertion], policy);
}

function removal({ edits }: HeaderOp): readonly Fix[] {
  return edits.remove === undefined
    ? []
    : [{ title: 'Remove this line', safe: false, changes: edits.remove }];
}
