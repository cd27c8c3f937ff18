import type { HeaderOp } from '../model/header-op.ts';
import type { Change } from '../model/place.ts';
import { placeKey } from '../model/place.ts';
import type { Shared } from '../model/rule.ts';
import type { Scope, Site } from '../model/scope.ts';
import { errorAnswers, successAnswer } from '../model/standard-answers.ts';
import { framingOf, type Framing } from './framing.ts';

/**
 * The edits that delete these instructions. Undefined where one cannot be deleted faithfully, or where some scope would
 * be open, or perhaps open, without them: an instruction is often in force in more places than where it is too much.
 */
export function removalOf(shared: Shared, ops: readonly HeaderOp[]): readonly Change[] | undefined {
  const statements = new Map(ops.map((op) => [placeKey(op.statement), op]));
  const changes: Change[] = [];
  for (const { edits } of statements.values()) {
    if (edits.remove === undefined) return undefined;
    changes.push(...edits.remove);
  }
  if (changes.length === 0 || overlap(changes)) return undefined;
  const byStatement = shared(scopesByStatement);
  const affected = new Set([...statements.keys()].flatMap((statement) => byStatement.get(statement) ?? []));
  const isRemoved = (op: HeaderOp): boolean => statements.has(placeKey(op.statement));
  return [...affected].some((scope) => opensWithout(scope, isRemoved)) ? undefined : changes;
}

/** Edits of neighbours in one list may both take what stands between them. */
function overlap(changes: readonly Change[]): boolean {
  return changes.some((one, index) =>
    changes.some(
      (other, later) =>
        later > index &&
        one.at.uri === other.at.uri &&
        one.at.start < other.at.end &&
        other.at.start < one.at.end,
    ),
  );
}

/** For `shared`: where each statement is in force. */
function scopesByStatement({ scopes }: Site): ReadonlyMap<string, readonly Scope[]> {
  const found = new Map<string, Scope[]>();
  for (const scope of scopes) {
    for (const { statement } of scope.ops) {
      const key = placeKey(statement);
      const known = found.get(key);
      if (known === undefined) found.set(key, [scope]);
      else known.push(scope);
    }
  }
  return found;
}

function opensWithout(scope: Scope, isRemoved: (op: HeaderOp) => boolean): boolean {
  const ops = scope.ops.filter((op) => !isRemoved(op));
  return [successAnswer(scope), ...errorAnswers(scope)].some(
    (answer) => certainty(framingOf({ ...scope, ops }, answer)) < certainty(framingOf(scope, answer)),
  );
}

/** How surely an answer is closed. */
function certainty({ policy }: Framing): number {
  return policy.verdict === 'open' ? 0 : policy.verdict === 'unknown' ? 1 : 2;
}
