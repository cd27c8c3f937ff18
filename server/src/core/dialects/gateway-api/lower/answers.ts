import type { AnswerKind } from '../../../model/scope.ts';
import type { RouteAnswer } from '../../../routes/route.ts';
import type { Filtered } from './filters.ts';

/** What a rule does with a request, and what can come out of it. */
export function answerOf({ redirect, direct, unresolved }: Filtered, backends: number): RouteAnswer {
  if (unresolved.length > 0) return { kind: 'unknown' };
  const status = direct ?? redirect ?? (backends === 0 ? 500 : undefined);
  return status === undefined ? { kind: 'upstream' } : { kind: 'gateway', status };
}

export function answersOf({ redirect, direct, ops }: Filtered, backends: number): readonly AnswerKind[] {
  if (direct !== undefined) {
    const page =
      direct >= 400 ? 'canned' : direct === 204 || (direct >= 300 && direct < 400) ? 'none' : 'content';
    return [{ from: 'gateway', statuses: [direct], page }];
  }
  if (redirect !== undefined) return [{ from: 'gateway', statuses: [redirect], page: 'none' }];
  // Another program's filter may answer in the place of a backend.
  if (backends === 0 && !ops.some(({ kind }) => kind === 'unknown')) {
    return [{ from: 'gateway', statuses: [500], page: 'canned' }];
  }
  return [{ from: 'upstream', statuses: [200, 404, 500], page: 'content' }];
}
