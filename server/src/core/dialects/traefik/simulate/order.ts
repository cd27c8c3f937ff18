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

/**
 * The highest priority first; of equal ones any may come first.
 * @param status of the service's answer
 */
export function orderedRoutes(
  candidates: readonly Candidate[],
  status: number | undefined,
): readonly Route[] {
  const ordered = candidates.toSorted((a, b) => compare(a.priorities, b.priorities));
  return ordered.flatMap((candidate, index) => {
    const rivals = ordered
      .slice(index + 1)
      .filter((other) => compare(other.priorities, candidate.priorities) === 0);
    const matches = (request: RequestParts): Ternary => {
      const own = candidate.matches(request);
      // The last of them takes what the others may have left to it.
      return own === true && rivals.some((rival) => rival.matches(request) !== false) ? undefined : own;
    };
    return routesOf(candidate, matches, status);
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
  matches: Route['matches'],
  status: number | undefined,
): readonly Route[] {
  const { links } = binding.chain;
  const interrupted = links.flatMap((link, index) => {
    if (link.kind !== 'middleware') return [];
    return link.middleware.interrupts.map((interrupt): Route => {
      const outer = opsOf(links.slice(0, index), true);
      return {
        scope: scopeOf(binding, [...interrupt.ops, ...outer]),
        matches: (request) => allOf([matches(request), interrupt.matches(request, status)]),
        answer: interrupt.answer,
      };
    });
  });
  const answer = isParent ? notFound : answerOf(binding);
  return [...interrupted, { scope: scopeOf(binding, opsOf(links, true)), matches, answer }];
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
