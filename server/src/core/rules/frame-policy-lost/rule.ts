import { defineRule } from '../../model/rule.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import type { Scope } from '../../model/scope.ts';
import { causes, framings, lostPolicies, type Framing } from '../framing.ts';
import { groupBy } from '../group-by.ts';
import { restoringFixes } from '../restoring-fixes.ts';
import { listed, sendsSecurityHeader } from '../security-headers.ts';

/** A nested block's own headers cut off the policy of the block around it: one finding per block that loses it. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-lost',
    since: '0.1.0',
    severity: 'error',
    summary: "A block's own headers drop the framing policy that it would inherit.",
    messages: {
      lost: '{label} does not send {header}{others}: its own header lines replace all inherited ones, so any site can frame its pages. Repeat the lost lines here.',
      asset:
        '{label} does not send {header}: its own header lines replace all inherited ones. It serves only images, styles, scripts or fonts, so little is lost by it.',
    },
  },
  check(_site, { shared, report }) {
    const why = shared(causes);
    const losing = shared(framings).filter((_framing, index) => why[index] === 'lost');
    // Several scopes may share the level that cuts; the gravest of them speaks.
    for (const framings of groupBy(losing, ({ scope }) => scope.cut?.level.id ?? '')) {
      const { scope, page } = framings.find((each) => each.page === 'content') ?? framings[0];
      reportLoss(scope, page, shared(lostPolicies)(scope), report);
    }
  },
});

function reportLoss(
  { cut }: Scope,
  page: Framing['page'],
  lost: readonly HeaderOp[],
  report: Parameters<typeof rule.check>[1]['report'],
): void {
  const [first] = lost;
  if (cut === undefined || first === undefined) return;
  report(page === 'content' ? 'lost' : 'asset', cut.level.at, {
    args: { label: cut.level.label, header: shown(first), others: andOthers(cut.lost, lost) },
    severity: page === 'content' ? undefined : 'information',
    related: [
      ...lost.map((op) => ({ at: op.statement, message: `${shown(op)} is set here and lost below.` })),
      { at: cut.by, message: 'This line replaces every inherited header line.' },
    ],
    fixes: restoringFixes(cut),
  });
}

/** What else is lost is said here, so that the block has one finding. */
function andOthers(lost: readonly HeaderOp[], said: readonly HeaderOp[]): string {
  const others = lost.filter((op) => sendsSecurityHeader(op) && !said.includes(op));
  return others.length === 0 ? '' : `, nor ${listed(others)}`;
}

function shown(op: HeaderOp): string {
  return op.value.kind === 'literal' ? `${op.spelling}: ${op.value.text}` : op.spelling;
}
