import type { HeaderOp } from '../../model/header-op.ts';

/**
 * The order in which Envoy carries out header instructions, for every gateway that is made of Envoy: make the ops of
 * each level or filter, then let these functions put them in order.
 * Sources: HeaderParser::evaluateHeaders and RouteEntryImplBase::finalizeResponseHeaders; recorded with a running Envoy.
 */

/** `append_action` of HeaderValueOption, by number. */
export const APPEND_ACTIONS = [
  'APPEND_IF_EXISTS_OR_ADD',
  'ADD_IF_ABSENT',
  'OVERWRITE_IF_EXISTS_OR_ADD',
  'OVERWRITE_IF_EXISTS',
] as const;

export type AppendAction = (typeof APPEND_ACTIONS)[number];

export const OP_OF_ACTION: Readonly<Record<AppendAction, HeaderOp['kind']>> = {
  APPEND_IF_EXISTS_OR_ADD: 'append',
  ADD_IF_ABSENT: 'set-if-absent',
  OVERWRITE_IF_EXISTS_OR_ADD: 'set',
  OVERWRITE_IF_EXISTS: 'set-if-present',
};

/**
 * One level's `response_headers_to_remove` and `response_headers_to_add`, in any order: removals first, then what
 * overwrites, then what adds. Conditions are asked after the removals and before anything is overwritten.
 * @param mark unique for the level, so that its conditions are asked together
 */
export function levelOps(ops: readonly HeaderOp[], mark: string): readonly HeaderOp[] {
  const batched = ops.map((op) => (op.kind === 'remove' ? op : { ...op, batch: mark }));
  return [
    ...batched.filter((op) => op.kind === 'remove'),
    ...batched.filter((op) => op.kind === 'set' || op.kind === 'set-if-present'),
    ...batched.filter((op) => op.kind !== 'remove' && op.kind !== 'set' && op.kind !== 'set-if-present'),
  ];
}

/** Something for each level of a route table, narrowest first. */
export interface RouteTableLevels<T = readonly HeaderOp[]> {
  readonly cluster?: T | undefined;
  readonly route?: T | undefined;
  readonly virtualHost?: T | undefined;
  readonly configuration?: T | undefined;
}

/**
 * The levels in the order in which they act: the widest runs last and so wins; with
 * `most_specific_header_mutations_wins` the route does. A weighted cluster runs first either way.
 */
export function inTableOrder<T>(levels: RouteTableLevels<T>, mostSpecificWins = false): readonly T[] {
  const { cluster, route, virtualHost, configuration } = levels;
  const wider = [route, virtualHost, configuration];
  return [cluster, ...(mostSpecificWins ? wider.toReversed() : wider)].filter((each) => each !== undefined);
}

/** What the levels of a route table do; each already in order within itself. */
export function routeTableOps(levels: RouteTableLevels, mostSpecificWins = false): readonly HeaderOp[] {
  return inTableOrder(levels, mostSpecificWins).flat();
}

/** A `header_mutation` filter with its configuration per route: the filter's own first, and then as in the table… */
export function headerMutationOps(
  filter: readonly HeaderOp[],
  levels: RouteTableLevels,
  mostSpecificWins = false,
): readonly HeaderOp[] {
  const { cluster = [], route = [], virtualHost = [], configuration = [] } = levels;
  const narrowFirst = [cluster, route, virtualHost, configuration];
  // … but its own flag turns all four levels around, the weighted cluster's too.
  return [...filter, ...(mostSpecificWins ? narrowFirst.toReversed() : narrowFirst).flat()];
}

/** HTTP filters see a response in the reverse of their written order: the first listed acts last. */
export function filterOps(filters: readonly (readonly HeaderOp[])[]): readonly HeaderOp[] {
  return filters.toReversed().flat();
}

/** `local_reply_config`, and whatever else reaches only the answers that Envoy makes itself. */
export function onlyLocalReplies(ops: readonly HeaderOp[]): readonly HeaderOp[] {
  return ops.map((op) => ({ ...op, reach: { ...op.reach, from: 'gateway' as const } }));
}
