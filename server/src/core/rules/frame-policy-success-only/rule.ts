import type { HeaderOp } from '../../model/header-op.ts';
import { placeKey } from '../../model/place.ts';
import { defineRule } from '../../model/rule.ts';
import type { Site } from '../../model/scope.ts';
import { errorAnswers } from '../../model/standard-answers.ts';
import { framingOf, framings, isMeantForFraming, type Framing } from '../framing.ts';
import { groupBy } from '../group-by.ts';

/** The policy is sent with successful answers only; error pages go out bare. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-success-only',
    since: '0.1.0',
    severity: 'warning',
    summary: 'The framing policy is missing on error pages.',
    messages: {
      bare: '{header} is sent with successful answers only: error pages go out without a framing policy, and any site can frame them. Make it reach every status.',
    },
  },
  check(site, { shared, report }) {
    const found = shared(framings).flatMap((framing) =>
      successOnly(framing).map((op) => ({ op, page: framing.page })),
    );
    if (found.length === 0) return;
    const levels = levelsByStatement(site);
    for (const [first, ...others] of groupBy(found, ({ op }) => placeKey(op.statement))) {
      const { op } = first;
      const { everyStatus } = op.edits;
      const assetsOnly = [first, ...others].every(({ page }) => page === 'asset');
      report('bare', op.statement, {
        args: { header: op.spelling },
        severity: assetsOnly ? 'information' : undefined,
        fixes:
          everyStatus === undefined
            ? []
            : [{ ...everyStatus, safe: true, levels: levels.get(placeKey(op.statement)) ?? [] }],
      });
    }
  },
});

/** Of every limited instruction, the scopes in which it is in force: it may be mended beside what is written of it. */
function levelsByStatement({ scopes }: Site): ReadonlyMap<string, readonly string[]> {
  const levels = new Map<string, string[]>();
  for (const { ops, path } of scopes) {
    for (const { reach, statement } of ops) {
      if (reach.statuses === undefined) continue;
      const key = placeKey(statement);
      const known = levels.get(key);
      if (known === undefined) levels.set(key, [path[0].id]);
      else known.push(path[0].id);
    }
  }
  return levels;
}

/**
 * The instructions that set a policy on the ordinary answer and leave an error answer open. A value or name that is
 * wrong besides is another rule's finding: mending it would not reach the error pages either.
 */
function successOnly({ scope, lines }: Framing): readonly HeaderOp[] {
  const limited = scope.ops.filter((op) => op.reach.statuses !== undefined && isMeantForFraming(op));
  if (limited.length === 0) return [];
  const keys = new Set(limited.map((op) => placeKey(op.statement)));
  const sent = new Set(lines.flatMap(({ op }) => (op === undefined ? [] : placeKey(op.statement))));
  const bare = errorAnswers(scope).some((answer) => {
    const onError = framingOf(scope, answer);
    // A limited line that is sent here, too, has another fault.
    const isSent = onError.lines.some(({ op }) => op !== undefined && keys.has(placeKey(op.statement)));
    return onError.policy.verdict === 'open' && !isSent;
  });
  return bare ? limited.filter((op) => sent.has(placeKey(op.statement))) : [];
}
