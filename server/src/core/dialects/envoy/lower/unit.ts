import type { HeaderOp } from '../../../model/header-op.ts';
import type { Unit } from '../../../model/dialect.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { clustersOf, isRouteTable, listenersOf, resourcesOf, sourceOf } from '../read/bootstrap.ts';
import { managersOf, type Manager, type TableUse } from '../read/managers.ts';
import { mayBeFragment } from '../read/fragment.ts';
import { includesOf } from '../read/references.ts';
import { Report } from '../read/report.ts';
import type { Source } from '../read/source.ts';
import { reportShadowed, reportUnattached } from './findings.ts';
import { refuseCluster, refuseListener, refuseManager, refuseTable, refuseWithoutNode } from './refusals.ts';
import { reportSchemaProblems } from './schema-problems.ts';
import type { LoweredRoute } from './route.ts';
import { lowerTable, surroundings, unroutedOps, type Surroundings } from './table.ts';

/** A manager with its routes; without one, a route table by itself. */
export interface LoweredManager {
  readonly manager: Manager | undefined;
  readonly around: Surroundings;
  readonly uses: readonly TableUse[];
  readonly routes: readonly LoweredRoute[];
  readonly unrouted: readonly HeaderOp[];
}

export interface LoweredUnit {
  readonly root: Source | undefined;
  readonly managers: readonly LoweredManager[];
  readonly report: Report;
  /** What is refused of it stands in another file. */
  readonly isFragment: boolean;
}

export function lowerUnit(unit: Unit<YamlFile>): LoweredUnit {
  const report = new Report();
  const root = sourceOf(unit.root);
  if (root?.document.root === undefined) return { root, managers: [], report, isFragment: false };
  reportSchemaProblems(unit, report);
  const hasReferences = includesOf(unit.root.tree).length > 0;
  if (!root.dynamic) refuseWithoutNode({ node: root.document.root, source: root }, hasReferences, report);
  const clusters = clustersOf(unit);
  for (const listener of listenersOf(unit)) refuseListener(listener, report);
  for (const cluster of clusters?.values() ?? []) refuseCluster(cluster, report);
  const own = managersOf(unit).map((manager) => ({ manager, uses: manager.tables }));
  // A file of routes that nobody is seen to load is judged by itself.
  const alone = resourcesOf(root)
    .filter(({ type }) => isRouteTable(type))
    .map((table) => ({ manager: undefined, uses: [{ table }] }));
  const managers = [...own, ...alone].map(({ manager, uses }): LoweredManager => {
    if (manager !== undefined) refuseManager(manager, report);
    const around = surroundings(manager, clusters, report);
    for (const { table } of uses) refuseTable(table, clusters, report);
    const routes = uses.flatMap((use) => lowerTable(use, around, report));
    return { manager, around, uses, routes, unrouted: unroutedOps(around, report) };
  });
  for (const { manager, around, routes } of managers) {
    if (manager === undefined) continue;
    const levels = new Set(
      routes.flatMap(({ levels: { cluster, route, virtualHost, configuration } }) => [
        cluster,
        route,
        virtualHost,
        configuration,
      ]),
    );
    for (const level of levels) if (level !== undefined) reportUnattached(level, around.filters, report);
  }
  reportShadowed(managers, report);
  const isFragment = report.refused.length > 0 && mayBeFragment(unit);
  if (isFragment) report.takeBackRefusals();
  return { root, managers, report, isFragment };
}
