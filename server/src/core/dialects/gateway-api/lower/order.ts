import type { HeaderOp } from '../../../model/header-op.ts';
import type { Refusal } from '../../../model/scope.ts';
import { levelOps } from '../../../routes/envoy/header-rules.ts';
import { envoyHeader } from '../../../routes/envoy/header-value.ts';
import type { Implementation } from '../read/implementation.ts';
import type { Modifier } from '../read/modifier.ts';

/** Instructions in the order in which they act, and what in them an Envoy would refuse. */
export interface Ordered {
  readonly ops: readonly HeaderOp[];
  readonly refused: readonly Refusal[];
}

/**
 * A ResponseHeaderModifier. What one name in several lists means is left open by the specification: Envoy Gateway skips a
 * `set` of a name that it adds, Traefik and APISIX remove last, everybody else removes first (all but APISIX recorded or
 * read in their sources).
 */
export function modifierOps(modifier: Modifier, implementation: Implementation | undefined): Ordered {
  const { set, add, remove } = modifier;
  switch (implementation) {
    case 'envoy-gateway': {
      const [first, mark] = [firstOfEach([...add, ...set]), `modifier ${markOf(modifier)}`];
      return throughEnvoy(levelOps([...remove, ...first], mark));
    }
    case 'traefik':
      return { ops: [...inNoOrder(set), ...add, ...remove], refused: [] };
    case 'apisix':
      return { ops: [...set, ...add, ...remove], refused: [] };
    case undefined:
    default:
      return { ops: [...remove, ...firstOfEach(set), ...firstOfEach(add)], refused: [] };
  }
}

/** Envoy Gateway's lateResponseHeaders: a filter that carries its list out in order, removals at the end. */
export function lateOps({ set, add, addIfAbsent, remove }: Modifier): Ordered {
  return throughEnvoy([...firstOfEach([...add, ...set, ...addIfAbsent]), ...remove]);
}

/** Of equivalent names the first counts, the later ones are ignored (HTTPHeaderFilter in the API's own words). */
function firstOfEach(ops: readonly HeaderOp[]): readonly HeaderOp[] {
  const names = new Set<string>();
  return ops.filter(({ name }) => {
    const isFirst = !names.has(name.text);
    names.add(name.text);
    return isFirst;
  });
}

/** Two spellings of one name are two entries of a Go map in Traefik: which one is last differs from request to request. */
function inNoOrder(ops: readonly HeaderOp[]): readonly HeaderOp[] {
  const isTwice = ({ name, spelling }: HeaderOp): boolean =>
    ops.some((other) => other.name.text === name.text && other.spelling !== spelling);
  const when = { label: 'it comes last of two spellings', holds: () => undefined };
  return ops.map((op) => (isTwice(op) ? { ...op, reach: { ...op.reach, when } } : op));
}

/** Envoy Gateway hands values on as they are, so that Envoy reads `%`. */
export function throughEnvoy(ops: readonly HeaderOp[]): Ordered {
  const refused: Refusal[] = [];
  const kept = ops.flatMap((op) => {
    const read = envoyHeader(op);
    if (read.kind === 'op') return [read.op];
    if (read.kind === 'refused') refused.push({ at: op.value.at, why: read.why });
    return [];
  });
  return { ops: kept, refused };
}

function markOf({ set, add }: Modifier): string {
  const [first] = [...set, ...add];
  return first === undefined ? '' : `${first.statement.uri}#${first.statement.start}`;
}
