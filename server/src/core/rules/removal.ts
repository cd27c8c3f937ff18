import type { HeaderOp } from '../model/header-op.ts';
import type { Change } from '../model/place.ts';
import { placeKey } from '../model/place.ts';
import type { Scope, Site } from '../model/scope.ts';
import { errorAnswers, successAnswer } from '../model/standard-answers.ts';
import { framingOf, type Framing } from './framing.ts';

/**
 * The edits that delete these instructions. Undefined where one cannot be deleted faithfully, or where some scope would
 * be open, or perhaps open, without them: an instruction is often in force in more places than where it is too much.
 */
export function removalOf(site: Site, ops: readonly HeaderOp[]): readonly Change[] | undefined {
  const statements = new Map(ops.map((op) => [placeKey(op.statement), op]));
  const changes: Change[] = [];
  for (const { edits } of statements.values()) {
    if (edits.remove === undefined) return undefined;
    changes.push(...edits.remove);
  }
  if (changes.length === 0) return undefined;
  const opens = site.scopes.some((scope) =>
    opensWithout(scope, (op) => statements.has(placeKey(op.statement))),
  );
  return opens ? undefined : changes;
}

function opensWithout(scope: Scope, isRemoved: (op: HeaderOp) => boolean): boolean {
  const ops = scope.ops.filter((op) => !isRemoved(op));
  if (ops.length === scope.ops.length) return false;
  return [successAnswer(scope), ...errorAnswers(scope)].some(
    (answer) => certainty(framingOf({ ...scope, ops }, answer)) < certainty(framingOf(scope, answer)),
  );
}

/** How surely an answer is closed. */
function certainty({ policy }: Framing): number {
  return policy.verdict === 'open' ? 0 : policy.verdict === 'unknown' ? 1 : 2;
}
