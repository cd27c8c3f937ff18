import type { HeaderOp } from '../../model/header-op.ts';
import { matchesName, respond } from '../../model/respond.ts';
import { defineRule } from '../../model/rule.ts';
import type { Cut, Scope } from '../../model/scope.ts';
import { pageOf, successAnswer } from '../../model/standard-answers.ts';
import { causes, framingOf, framings } from '../framing.ts';
import { groupBy } from '../group-by.ts';
import { restoringFixes } from '../restoring-fixes.ts';
import { listed, sendsSecurityHeader } from '../security-headers.ts';

/** As `frame-policy-lost`, for the other headers that protect: one finding per block that loses any. */
export const rule = defineRule({
  meta: {
    id: 'header-lost',
    since: '0.1.0',
    severity: 'warning',
    summary: "A block's own headers drop security headers that it would inherit.",
    messages: {
      lost: '{label} does not send {headers}: its own header lines replace all inherited ones. Repeat the lost lines here.',
    },
  },
  check(site, { shared, report }) {
    const why = shared(causes);
    // These blocks have a finding already, and its fix repeats all that they lose.
    const told = new Set(
      shared(framings).flatMap(({ scope }, index) => (why[index] === 'lost' ? cutOf(scope) : [])),
    );
    const losing = site.scopes.flatMap((scope) => {
      const { cut } = scope;
      const lost = cut === undefined || told.has(cut.level.id) ? [] : missed(scope, cut);
      return lost.length > 0 ? [{ scope, lost }] : [];
    });
    for (const group of groupBy(losing, ({ scope }) => cutOf(scope)[0] ?? '')) {
      const { scope, lost } = group.find((each) => pageOf(each.scope) === 'content') ?? group[0];
      const { cut } = scope;
      if (cut === undefined) continue;
      report('lost', cut.level.at, {
        args: { label: cut.level.label, headers: listed(lost) },
        severity: pageOf(scope) === 'content' ? undefined : 'information',
        related: [
          ...lost.map((op) => ({ at: op.statement, message: `${op.spelling} is set here and lost below.` })),
          { at: cut.by, message: 'This line replaces every inherited header line.' },
        ],
        fixes: group.every((each) => keepsFraming(each.scope)) ? restoringFixes(cut) : [],
      });
    }
  },
});

/** A lost frame-ancestors, repeated with the rest, must not overrule the policy that the block has set for itself. */
function keepsFraming(scope: Scope): boolean {
  const before = framingOf(scope).policy.verdict;
  const after = framingOf({ ...scope, ops: [...scope.ops, ...(scope.cut?.lost ?? [])] }).policy.verdict;
  return before === 'open' || before === after;
}

function cutOf({ cut }: Scope): readonly string[] {
  return cut === undefined ? [] : [cut.level.id];
}

/** What is lost and not sent otherwise, where there is something to show. */
function missed(scope: Scope, { lost }: Cut): readonly HeaderOp[] {
  const secure = lost.filter(sendsSecurityHeader);
  const page = pageOf(scope);
  if (secure.length === 0 || page === 'none' || page === 'canned') return [];
  const answer = successAnswer(scope);
  const { lines, opaque } = respond(scope, answer);
  // Without `always` a line would not be sent with every answer.
  const repeated = respond({ ...scope, ops: [...scope.ops, ...secure] }, answer).lines;
  return secure.filter(
    (op) =>
      repeated.some((line) => line.op === op) &&
      !lines.some((line) => matchesName(op.name, line.name)) &&
      !opaque.some((pattern) => matchesName(pattern, op.spelling)),
  );
}
