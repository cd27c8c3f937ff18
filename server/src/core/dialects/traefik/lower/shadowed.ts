import type { HeaderOp } from '../../../model/header-op.ts';
import type { Unread } from '../../../model/scope.ts';
import type { Binding } from './bindings.ts';
import type { Link } from './chain.ts';

/** Framing headers that another middleware overwrites on every entry point of a router. */
export function shadowed(bindings: readonly Binding[]): readonly Unread[] {
  const byRouter = new Map<string, Binding[]>();
  for (const binding of bindings) {
    const { id } = binding.router.level;
    const known = byRouter.get(id);
    if (known === undefined) byRouter.set(id, [binding]);
    else known.push(binding);
  }
  return [...byRouter.values()].flatMap((group) => {
    const [first = [], ...rest] = group.map(shadowedIn);
    const everywhere = first.filter((one) =>
      rest.every((other) =>
        other.some((each) => each.at.start === one.at.start && each.at.uri === one.at.uri),
      ),
    );
    return everywhere;
  });
}

function shadowedIn({ chain }: Binding): readonly Unread[] {
  const { links } = chain;
  return links.flatMap((link, index) =>
    framingOps(link).flatMap((op) => {
      // The nearest one that is carried out later: listed before it.
      const outer = links
        .slice(0, index)
        .flatMap((each) => framingOps(each).map((other) => ({ each, other })))
        .findLast(({ other }) => other.name.text === op.name.text);
      if (outer === undefined || link.from === 'entry point') return [];
      return differ(op, outer.other) ? [finding(link, op, outer.each, outer.other)] : [];
    }),
  );
}

/** The last instruction of a middleware for each framing header. */
function framingOps(link: Link): readonly HeaderOp[] {
  if (link.kind !== 'middleware') return [];
  const { ops } = link.middleware;
  return ['x-frame-options', 'content-security-policy'].flatMap((name) => {
    const last = ops.findLast((op) => op.name.text === name);
    return last?.kind === 'set' ? [last] : [];
  });
}

function differ(a: HeaderOp, b: HeaderOp): boolean {
  if (a.value.kind !== 'literal' || b.value.kind !== 'literal') return false;
  return a.value.text.trim().toLowerCase() !== b.value.text.trim().toLowerCase();
}

function finding(link: Link, op: HeaderOp, by: Link, winner: HeaderOp): Unread {
  const text = op.value.kind === 'literal' ? op.value.text : '';
  const winning = winner.value.kind === 'literal' ? winner.value.text : '';
  const where = by.from === 'entry point' ? 'of the entry point' : 'listed before it';
  return {
    at: link.reference.at,
    what: `${op.spelling}: ${text} of ${link.reference.text}`,
    why: `${by.reference.text}, ${where}, has the last word and sends ${winning}`,
    advice: 'Remove one of the two, or list the one that is meant first.',
    severity: 'warning',
  };
}
