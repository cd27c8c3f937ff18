import type { HeaderOp } from '../../model/header-op.ts';
import { placeKey } from '../../model/place.ts';
import { defineRule } from '../../model/rule.ts';
import type { Scope } from '../../model/scope.ts';
import { errorAnswers, pageOf, successAnswer } from '../../model/standard-answers.ts';
import { inStatusSet, matchesName, respond } from '../../model/respond.ts';
import { isMeantForFraming } from '../framing.ts';
import { groupBy } from '../group-by.ts';
import { listed, sendsSecurityHeader } from '../security-headers.ts';

/** As `frame-policy-success-only`, for the other headers that protect: one finding per block. */
export const rule = defineRule({
  meta: {
    id: 'header-success-only',
    since: '0.1.0',
    severity: 'information',
    summary: 'Security headers are missing on error pages.',
    messages: {
      bare: '{headers} {are} sent with successful answers only: error pages go out without. Make {them} reach every status.',
    },
  },
  check(site, { report }) {
    const limited = new Map<string, { readonly op: HeaderOp; readonly scopes: Scope[] }>();
    for (const scope of site.scopes) {
      for (const op of limitedIn(scope)) {
        const key = placeKey(op.statement);
        const known = limited.get(key);
        if (known === undefined) limited.set(key, { op, scopes: [scope] });
        else known.scopes.push(scope);
      }
    }
    // Lines of one block are in force in the same scopes.
    const blocks = groupBy([...limited.values()], ({ op, scopes }) =>
      [op.statement.uri, scopes.length, scopes[0]?.path[0].id, scopes.at(-1)?.path[0].id].join(' '),
    );
    for (const block of blocks) {
      const ops = block.map(({ op }) => op);
      const [first, ...others] = ops;
      if (first === undefined) continue;
      const fixes = ops.map(({ edits }) => edits.everyStatus);
      report('bare', first.statement, {
        args: {
          headers: listed(ops),
          are: ops.length > 1 ? 'are' : 'is',
          them: ops.length > 1 ? 'them' : 'it',
        },
        related: others.map(({ statement, spelling }) => ({
          at: statement,
          message: `${spelling} is limited to successful answers as well.`,
        })),
        fixes: fixes.every((fix) => fix !== undefined)
          ? [{ title: fixes[0]?.title ?? '', safe: false, changes: fixes.flatMap(({ changes }) => changes) }]
          : [],
      });
    }
  },
});

/** What is sent with the ordinary answer and not with some error page; a framing policy has a rule of its own. */
function limitedIn(scope: Scope): readonly HeaderOp[] {
  const ops = scope.ops.filter(
    (op) => op.reach.statuses !== undefined && sendsSecurityHeader(op) && !isMeantForFraming(op),
  );
  if (ops.length === 0 || pageOf(scope) !== 'content') return [];
  const answer = successAnswer(scope);
  const sent = respond(scope, answer).lines.flatMap(({ op }) =>
    op === undefined ? [] : placeKey(op.statement),
  );
  const errors = errorAnswers(scope).map((error) => ({ error, outcome: respond(scope, error) }));
  return ops.filter(
    ({ name, statement, reach }) =>
      sent.includes(placeKey(statement)) &&
      errors.some(
        ({ error, outcome }) =>
          !inStatusSet(reach.statuses ?? [], error.status) &&
          !outcome.lines.some((line) => matchesName(name, line.name)) &&
          !outcome.opaque.some((pattern) => matchesName(pattern, name.text)),
      ),
  );
}
