import type { HeaderOp } from '../../../model/header-op.ts';
import type { Link } from './chain.ts';

/**
 * What a chain does to an answer on its way back: the innermost middleware first, so that the first one listed has the
 * last word.
 */
export function opsOf(links: readonly Link[], blindPlugins: boolean): readonly HeaderOp[] {
  return links.toReversed().flatMap((link, index) => {
    const outer = links.slice(0, links.length - 1 - index);
    if (link.kind !== 'middleware') return [opaque(link, outer)];
    const { middleware } = link;
    const isOpaque = middleware.opaque === 'likely' || (blindPlugins && middleware.opaque === 'perhaps');
    return isOpaque ? [opaque(link, outer)] : middleware.ops;
  });
}

/** May do anything to headers that no middleware outside of it settles. */
function opaque({ reference }: Link, outer: readonly Link[]): HeaderOp {
  const settled = outer.flatMap((link) =>
    link.kind === 'middleware' ? link.middleware.ops.map((op) => op.name.text) : [],
  );
  return {
    kind: 'unknown',
    name: { text: '', prefix: true, except: settled },
    spelling: reference.text,
    value: { kind: 'literal', text: '', at: reference.at },
    whenEmpty: 'skip',
    reach: {},
    nameAt: reference.at,
    statement: reference.at,
    edits: {},
  };
}
