import type { Scope } from '../../../model/scope.ts';
import type { RequestParts, Route, RouteAnswer } from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import type { Binding } from '../lower/bindings.ts';
import { opsOf } from '../lower/ops.ts';

/** A router that may take a request. */
export interface Candidate {
  readonly binding: Binding;
  readonly isParent: boolean;
  /** Of the outermost parent first. */
  readonly priorities: readonly number[];
  readonly matches: (request: RequestParts) => Ternary;
}

/** The highest priority first. */
export function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.toSorted((a, b) => compare(a.priorities, b.priorities));
}

/**
 * What may happen to one request; of equal priorities any may come first.
 * @param candidates in order
 * @param status of the service's answer
 */
export function routesFor(
  candidates: readonly Candidate[],
  request: RequestParts,
  status: number | undefined,
): readonly Route[] {
  const matching = candidates.flatMap((candidate) => {
    const matches = candidate.matches(request);
    return matches === false ? [] : [{ candidate, matches }];
  });
  return matching.flatMap(({ candidate, matches }, index) => {
    const next = matching[index + 1]?.candidate;
    // The last of equal ones takes what the others may have left to it.
    const isRivalled = next !== undefined && compare(next.priorities, candidate.priorities) === 0;
    return routesOf(candidate, matches === true && isRivalled ? undefined : matches, status);
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differ = a.findIndex((priority, index) => priority !== b[index]);
  if (differ < 0) return 0;
  return (b[differ] ?? -Infinity) > (a[differ] ?? -Infinity) ? 1 : -1;
}

/** What the middlewares answer by themselves, outermost first, and then what the service answers. */
function routesOf(
  { binding, isParent }: Candidate,
  matches: Ternary,
  status: number | undefined,
): readonly Route[] {
  const { links } = binding.chain;
  const interrupted = links.flatMap((link, index) => {
    if (link.kind !== 'middleware') return [];
    return link.middleware.interrupts.map((interrupt): Route => {
      const outer = opsOf(links.slice(0, index), true);
      return {
        scope: scopeOf(binding, [...interrupt.ops, ...outer]),
        matches: (request) => allOf([matches, interrupt.matches(request, status)]),
        answer: interrupt.answer,
      };
    });
  });
  const answer = isParent ? notFound : answerOf(binding);
  return [...interrupted, { scope: scopeOf(binding, opsOf(links, true)), matches: () => matches, answer }];
}

function notFound(): RouteAnswer {
  return { kind: 'gateway', status: 404 };
}

const INTERNAL: Readonly<Record<string, number>> = {
  'noop@internal': 418,
  'ping@internal': 200,
  'prometheus@internal': 200,
};

function answerOf({ router }: Binding): Route['answer'] {
  const name = router.service?.text ?? '';
  const status = INTERNAL[name];
  if (status !== undefined) return () => ({ kind: 'gateway', status });
  if (name === 'api@internal') {
    // The page itself comes with a policy of its own; the rest of the API sends no framing header.
    return ({ path }) =>
      path.startsWith('/dashboard') ? { kind: 'unknown' } : { kind: 'gateway', status: 0 };
  }
  return () => ({ kind: name.endsWith('@internal') ? 'unknown' : 'upstream' });
}

function scopeOf({ router }: Binding, ops: Scope['ops']): Scope {
  return {
    path: [router.level, ...router.around],
    block: router.block,
    answers: [],
    ops,
    insertions: [],
    whole: true,
  };
}
