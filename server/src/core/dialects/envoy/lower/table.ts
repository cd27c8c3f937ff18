import type { HeaderOp } from '../../../model/header-op.ts';
import { filterOps } from '../../../routes/envoy/header-rules.ts';
import { items } from '../../../syntax/envoy/fields.ts';
import type { Manager, TableUse } from '../read/managers.ts';
import type { Report } from '../read/report.ts';
import { routesOf } from '../read/route-nodes.ts';
import { actionsOf, type Clusters } from './actions.ts';
import { httpFilters, opsOfFilter, type HttpFilter } from './filters.ts';
import { misplacedHeaders } from './header-options.ts';
import { hostLevel, routeLevel, tableLevel } from './levels.ts';
import { localReplyOps } from './local-reply.ts';
import { lowerRoute, type LoweredRoute } from './route.ts';

/** What surrounds a route table: the manager that uses it, where that is known, and the clusters. */
export interface Surroundings {
  readonly manager: Manager | undefined;
  readonly filters: readonly HttpFilter[];
  readonly localReply: readonly HeaderOp[];
  readonly clusters: Clusters;
}

export function surroundings(manager: Manager | undefined, clusters: Clusters, report: Report): Surroundings {
  return {
    manager,
    clusters,
    filters: manager === undefined ? [] : httpFilters(manager.node, manager.source),
    localReply: manager === undefined ? [] : localReplyOps(manager.node, manager.source, report),
  };
}

/** What an answer is sent with for which there is no route: local replies and filters, no level of the table. */
export function unroutedOps({ filters, localReply }: Surroundings, report: Report): readonly HeaderOp[] {
  return [...localReply, ...filterOps(filters.map((filter) => opsOfFilter(filter, {}, report)))];
}

export function lowerTable(use: TableUse, around: Surroundings, report: Report): readonly LoweredRoute[] {
  const { table } = use;
  const { source } = table;
  misplacedHeaders(table.node, tableLevel(table), source, report);
  return items(table.node, 'virtual_hosts').flatMap((node) => {
    const host = { node, source };
    misplacedHeaders(node, hostLevel(host), source, report);
    return routesOf(host).flatMap((route) => {
      misplacedHeaders(route.node, routeLevel(route), source, report);
      const actions = actionsOf(route, around.clusters);
      return actions.map((action) =>
        lowerRoute({ use, host, route, action, share: actions.length > 1 ? 'some' : 'all' }, around, report),
      );
    });
  });
}
