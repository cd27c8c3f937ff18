import type { HeaderOp } from '../../../model/header-op.ts';
import { placeKey } from '../../../model/place.ts';
import type { Hiding, Insertion, Level, Scope } from '../../../model/scope.ts';
import { filterOps, inTableOrder } from '../../../routes/envoy/header-rules.ts';
import { boolField, entryNamed } from '../../../syntax/envoy/fields.ts';
import type { TableUse } from '../read/managers.ts';
import type { Report } from '../read/report.ts';
import type { RouteNode } from '../read/route-nodes.ts';
import type { Located } from '../read/source.ts';
import type { Action } from './actions.ts';
import { upstreamFilterOps } from './clusters.ts';
import { isOff, narrowestConfig, opsOfFilter, type RouteLevels } from './filters.ts';
import { levelHeaderOps } from './header-options.ts';
import { filterInsertion, levelInsertion, overwriting, survives } from './insertions.ts';
import { clusterLevel, hostLevel, listenerLevel, routeLevel, tableLevel } from './levels.ts';
import { mutationOps } from './mutations.ts';
import type { Surroundings } from './table.ts';

/** A route, or one of the clusters that it spreads its requests over, and where it stands. */
export interface RoutePlace {
  readonly use: TableUse;
  readonly host: Located;
  readonly route: RouteNode;
  readonly action: Action;
  /** `some`: other clusters take requests of the route too. */
  readonly share: 'all' | 'some';
}

export interface LoweredRoute extends RoutePlace {
  readonly scope: Scope;
  readonly levels: RouteLevels;
  /** What an answer of a filter is sent with, instead of the scope's own instructions. */
  readonly filterReply: readonly HeaderOp[];
}

/** What one level of the route table does. */
interface Step {
  readonly place: Located;
  readonly level: Level;
  readonly ops: readonly HeaderOp[];
}

export function lowerRoute(place: RoutePlace, around: Surroundings, report: Report): LoweredRoute {
  const { use, host, route, action } = place;
  const { filters, localReply, clusters } = around;
  const levels = { cluster: action.weighted, route, virtualHost: host, configuration: use.table };
  const step = (located: Located, level: Level): Step => {
    const mark = `${located.source.document.file.uri}#${located.node.at.start}`;
    return { place: located, level, ops: levelHeaderOps(located.node, located.source, mark, report) };
  };
  const steps = inTableOrder(
    {
      cluster: action.weighted && step(action.weighted, clusterLevel(action.weighted)),
      route: step(route, routeLevel(route)),
      virtualHost: step(host, hostLevel(host)),
      configuration: step(use.table, tableLevel(use.table)),
    },
    boolField(use.table.node, 'most_specific_header_mutations_wins') === true,
  );
  const before = upstreamFilterOps(
    action.cluster === undefined ? undefined : clusters?.get(action.cluster),
    levels,
    report,
  );
  const table = steps.flatMap(({ ops }) => ops);
  const after = [...localReply, ...filterOps(filters.map((filter) => opsOfFilter(filter, levels, report)))];
  const ops = [...before, ...table, ...after];
  const { document } = route.source;
  return {
    ...place,
    levels,
    filterReply: [...(action.kind === 'forward' ? table : []), ...after],
    scope: {
      path: pathOf(place),
      block: document.place(route.node.at),
      answers: action.answers,
      ops,
      ...(action.kind === 'forward' && {
        service: {
          at: document.place((entryNamed(route.node, 'route')?.key ?? route.node).at),
          hidings: hidings(steps),
        },
      }),
      insertions: [...insertions(steps, ops, before.length), ...inFilter(around, levels, ops, report)],
      // Broken text may have lost what stood in it.
      whole: document.parsed.problems.length === 0,
    },
  };
}

function pathOf({ use, host, route, action: { weighted } }: RoutePlace): Scope['path'] {
  const [first, ...outer] = [routeLevel(route), hostLevel(host), tableLevel(use.table)] as const;
  return weighted === undefined ? [first, ...outer] : [clusterLevel(weighted), first, ...outer];
}

/** Innermost first: the levels at which one more line is not undone by what acts after it. */
function insertions(steps: readonly Step[], ops: readonly HeaderOp[], start: number): readonly Insertion[] {
  let end = start;
  const usable = steps.flatMap(({ place, level, ops: own }) => {
    end += own.length;
    return level.kind !== 'condition' && survives(ops, end) ? (levelInsertion(place, level) ?? []) : [];
  });
  const ranks = ['route', 'host', 'gateway'];
  return usable.toSorted((a, b) => ranks.indexOf(a.level.kind) - ranks.indexOf(b.level.kind));
}

/** In the filter that acts last, unless it is off here or the route's configuration of it undoes what it does. */
function inFilter(
  { manager, filters: [first] }: Surroundings,
  levels: RouteLevels,
  ops: readonly HeaderOp[],
  report: Report,
): readonly Insertion[] {
  const insertion = manager && filterInsertion(manager, listenerLevel(manager, manager.listener));
  if (insertion === undefined || first?.kind !== 'header_mutation')
    return insertion === undefined ? [] : [insertion];
  if (isOff(first, narrowestConfig(first, levels))) return [];
  const own = mutationOps(first.config, first.source, report).length;
  const perRoute = opsOfFilter(first, levels, report).length - own;
  return survives(ops, ops.length - perRoute) ? [insertion] : [];
}

/** Where the one line that adds a header beside the service's own can replace it instead. */
function hidings(steps: readonly Step[]): readonly Hiding[] {
  return steps.flatMap(({ level, place, ops }) => {
    const added = ops.filter((op) => op.kind === 'append');
    if (added.length === 0) return [];
    const add: Hiding['add'] = (name) => {
      const [op, ...others] = added.filter((each) => each.name.text === name.toLowerCase());
      if (op === undefined || others.length > 0) return [];
      return overwriting(place, placeKey(op.statement));
    };
    return [{ level, keyword: 'append_action: OVERWRITE_IF_EXISTS_OR_ADD for', add }];
  });
}
