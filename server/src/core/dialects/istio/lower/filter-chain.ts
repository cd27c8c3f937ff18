import type { HeaderOp } from '../../../model/header-op.ts';

/** A filter in the chain of a gateway's listener, and what it does to answers. */
interface Link {
  readonly name: string;
  readonly ops: readonly HeaderOp[];
}

/** A patch for HTTP_FILTER. */
export interface FilterPatch extends Link {
  readonly operation: string;
  /** The filter that it is put beside: `subFilter.name`. */
  readonly beside: string | undefined;
}

/** The filters of an ingress gateway beside which one can be put; the router stands last. */
const CHAIN = ['grpc_stats', 'fault', 'cors', 'router'].map((name): Link => ({
  name: `envoy.filters.http.${name}`,
  ops: [],
}));

/**
 * Puts filters in as Istio does (patchHTTPFilters), and lists what they do to answers: these pass the chain backwards, so
 * of two filters before the router the one that was put in first has the last word.
 */
export function chainOps(patches: readonly FilterPatch[]): readonly HeaderOp[] {
  const chain = [...CHAIN];
  const lost: HeaderOp[] = [];
  for (const { name, ops, operation, beside } of patches) {
    const link: Link = { name, ops };
    const index = beside === undefined ? -1 : chain.findIndex((each) => each.name === beside);
    if (operation === 'INSERT_FIRST' || (operation === 'INSERT_BEFORE' && beside === undefined)) {
      chain.unshift(link);
    } else if (index >= 0 && operation === 'INSERT_BEFORE') chain.splice(index, 0, link);
    else if (index >= 0 && operation === 'INSERT_AFTER') chain.splice(index + 1, 0, link);
    // Beside a filter that is not known to be there, merged into one, or behind the router, where Envoy refuses it.
    else lost.push(...ops.map(uncertain));
  }
  return [...chain.toReversed().flatMap(({ ops }) => ops), ...lost];
}

/** An instruction of which it is not known whether it is carried out. */
export function uncertain(op: HeaderOp): HeaderOp {
  return { ...op, kind: 'unknown', edits: {} };
}
