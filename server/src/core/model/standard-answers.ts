import type { Answer } from './respond.ts';
import type { AnswerKind, Scope } from './scope.ts';

/** The kinds of page a frame may show, the gravest first. */
const GRAVITY: readonly AnswerKind['page'][] = ['content', 'asset', 'canned', 'none'];

/** An error page is nobody's ordinary answer, where there is another. */
const ORDINARY: readonly AnswerKind['page'][] = ['content', 'asset', 'none', 'canned'];

/** What a rule asks first of a scope: its ordinary answer, a page where it has one. */
export function successAnswer(scope: Pick<Scope, 'answers'>): Answer {
  const kind = firstBy(ORDINARY, scope.answers);
  return { from: kind?.from ?? 'gateway', status: kind?.statuses[0] ?? 200, headers: [] };
}

/** What a frame could show of this scope at most. */
export function pageOf(scope: Pick<Scope, 'answers'>): AnswerKind['page'] {
  return firstBy(GRAVITY, scope.answers)?.page ?? 'none';
}

/** The first answer with the page that comes first in an order. */
function firstBy(
  order: readonly AnswerKind['page'][],
  answers: readonly AnswerKind[],
): AnswerKind | undefined {
  let best: AnswerKind | undefined;
  let least = order.length;
  for (const answer of answers) {
    const rank = order.indexOf(answer.page);
    if (rank >= least) continue;
    best = answer;
    least = rank;
  }
  return best;
}

/** Every answer with an error status that a scope may give. */
export function errorAnswers(scope: Pick<Scope, 'answers'>): readonly Answer[] {
  return scope.answers
    .filter((answer) => answer.page !== 'none')
    .flatMap((answer) => answer.statuses.map((status) => ({ from: answer.from, status, headers: [] })))
    .filter((answer) => answer.status >= 400);
}
