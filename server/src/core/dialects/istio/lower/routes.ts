import type { HeaderOp } from '../../../model/header-op.ts';
import type { Hiding, Level, Misplaced, Scope, Unread } from '../../../model/scope.ts';
import { levelOps, routeTableOps } from '../../../routes/envoy/header-rules.ts';
import { isPatch, objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { at, entryOf, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import type { EdgeService, HttpItem, IstioWorld } from '../read/world.ts';
import { filterOpsFor, type FilterOps } from './envoy-filter.ts';
import { holderOps, misplacedHeaders, type Holder } from './headers.ts';
import { cutOf } from './cut.ts';
import { insertionsFor, removing } from './insertions.ts';
import { answersOf, headersHolder } from './items.ts';
import { destinationLevel, itemLevel } from './levels.ts';

/** One item of `http`, or one of the destinations that it spreads its requests over. */
export interface LoweredItem {
  readonly service: EdgeService;
  readonly item: HttpItem;
  readonly scope: Scope;
  /** False for a destination that takes only a part of the requests, and is not the last. */
  readonly last: boolean;
  readonly refused: readonly Unread[];
  readonly misplaced: readonly Misplaced[];
}

export function lowerWorld(world: IstioWorld): readonly LoweredItem[] {
  return world.services.flatMap((service) => {
    const filters = filterOpsFor(world.filters, [service]);
    return service.items.flatMap((item) => lowerItem(service, item, filters));
  });
}

function lowerItem(service: EdgeService, item: HttpItem, filters: FilterOps): readonly LoweredItem[] {
  const source = headersHolder(item) ?? item;
  const top: Holder = { document: source.object.document, node: source.node };
  const { document } = item.object;
  const destinations = itemsOf(at(item.node, 'route')).flatMap((node) =>
    node.kind === 'map' ? [{ document, node }] : [],
  );
  const [only] = destinations.length === 1 ? destinations : [];
  const own = holderOps(top);
  const single = only && holderOps(only);
  const route: readonly HeaderOp[] = [...own.ops, ...(single?.ops ?? []), ...filters.route];
  const level = itemLevel(item);
  const mark = level.id;
  const parts = destinations.length > 1 ? weighted(destinations) : [undefined];
  return parts.map((destination, index): LoweredItem => {
    const part = destination && holderOps(destination);
    const inner = destination && destinationLevel(document, destination.node);
    const ops = [
      ...routeTableOps({
        cluster: part && levelOps(part.ops, `${mark} cluster`),
        route: levelOps(route, mark),
        virtualHost: levelOps(filters.virtualHost, `${mark} host`),
        configuration: levelOps(filters.configuration, `${mark} table`),
      }),
      ...filters.filters,
    ];
    const path: Scope['path'] = inner
      ? [inner, level, objectLevel(item.object)]
      : [level, objectLevel(item.object)];
    const asked = entryOf(item.node, 'route');
    const cut = cutOf(item, level);
    const nodes = [...(only ? [only] : []), ...(destination ? [destination] : [])];
    return {
      service,
      item,
      last: index === parts.length - 1,
      refused: [...own.refused, ...(single?.refused ?? []), ...(part?.refused ?? [])],
      misplaced: [top, ...nodes].flatMap((holder) => misplacedHeaders(holder, level)),
      scope: {
        path,
        block: document.place(item.node.at),
        answers: answersOf(item),
        ops,
        ...(asked && {
          service: {
            at: document.place(asked.key.at),
            hidings: [
              ...(destination && inner ? hidings(destination, inner, part?.ops ?? []) : []),
              ...hidings(top, level, route),
            ],
          },
        }),
        ...(cut && { cut }),
        insertions: insertionsFor(service, item, ops),
        whole: isWhole(service, item),
      },
    };
  });
}

/** The destinations that requests go to; with all weights 0 or absent each may. */
function weighted(destinations: readonly Holder[]): readonly Holder[] {
  const heavy = destinations.filter(({ node }) => Number(textOf(at(node, 'weight')) ?? 0) !== 0);
  return heavy.length === 0 ? destinations : heavy;
}

function isWhole({ rooted }: EdgeService, { object, node, root }: HttpItem): boolean {
  if (isPatch(object)) return false;
  if (root === undefined && at(node, 'delegate') !== undefined) return false;
  return rooted || at(node, 'headers') !== undefined;
}

/** The line that adds a header beside the service's own replaces it where the same level removes that first. */
function hidings(holder: Holder, level: Level, ops: readonly HeaderOp[]): readonly Hiding[] {
  if (!ops.some((op) => op.kind === 'append')) return [];
  return [{ level, keyword: 'headers.response.remove', add: (name) => removing(holder, name) }];
}
