import type { Answer } from './respond.ts';
import type { AnswerKind, Scope } from './scope.ts';

/** The kinds of page a frame may show, the gravest first. */
const GRAVITY: readonly AnswerKind['page'][] = ['content', 'asset', 'canned', 'none'];

/** An error page is nobody's ordinary answer, where there is another. */
const ORDINARY: readonly AnswerKind['page'][] = ['content', 'asset', 'none', 'canned'];

/** What a rule asks first of a scope: its ordinary answer, a page where it has one. */
export function successAnswer(scope: Pick<Scope, 'answers'>): Answer {
  for (const page of ORDINARY) {
    const kind = scope.answers.find((answer) => answer.page === page);
    if (kind !== undefined) return { from: kind.from, status: kind.statuses[0] ?? 200, headers: [] };
  }
  return { from: 'gateway', status: 200, headers: [] };
}

/** What a frame could show of this scope at most. */
export function pageOf(scope: Pick<Scope, 'answers'>): AnswerKind['page'] {
  return GRAVITY.find((page) => scope.answers.some((answer) => answer.page === page)) ?? 'none';
}

/** Every answer with an error status that a scope may give. */
export function errorAnswers(scope: Pick<Scope, 'answers'>): readonly Answer[] {
  return scope.answers
    .filter((answer) => answer.page !== 'none')
    .flatMap((answer) => answer.statuses.map((status) => ({ from: answer.from, status, headers: [] })))
    .filter((answer) => answer.status >= 400);
}
