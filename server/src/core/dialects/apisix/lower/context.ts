import type { HeaderOp } from '../../../model/header-op.ts';
import type { Insertion } from '../../../model/scope.ts';
import type { ApisixRoute, Setup } from '../read/setup.ts';
import { answersOf } from './answers.ts';
import { holderInsertion } from './edits.ts';
import { globalOps, merged, rewritesOf } from './merge.ts';

/** What is the same for all routes of a setup. */
export interface Context {
  readonly setup: Setup;
  readonly globals: readonly HeaderOp[];
  /** How many routes the response-rewrite of a place counts for, by its level's id. */
  readonly winners: ReadonlyMap<string, number>;
  /** Where several routes of an object show pages and have no response-rewrite, one for all, by its level's id. */
  readonly together: ReadonlyMap<string, Insertion>;
}

export function contextOf(setup: Setup): Context {
  const winners = new Map<string, number>();
  const bare = new Map<string, ApisixRoute[]>();
  for (const route of setup.routes) {
    if (route.isIdle || route.isOff) continue;
    const [winner] = rewritesOf(route.holders);
    const id = winner?.holder.level.id;
    const object = route.outer[0]?.id;
    if (id !== undefined) winners.set(id, (winners.get(id) ?? 0) + 1);
    else if (object !== undefined && setup.kind === 'kubernetes' && showsPage(setup, route)) {
      const known = bare.get(object);
      if (known === undefined) bare.set(object, [route]);
      else known.push(route);
    }
  }
  const together = new Map(
    [...bare].flatMap(([id, routes]) => {
      const insertion = objectInsertion(setup, routes);
      return insertion === undefined ? [] : [[id, insertion]];
    }),
  );
  return { setup, globals: globalOps(setup), winners, together };
}

function showsPage({ loaded }: Setup, route: ApisixRoute): boolean {
  const plugins = merged(route.holders, loaded).map(({ plugin }) => plugin);
  return answersOf(plugins, route).some(({ page }) => page === 'content');
}

/** The same at all routes of one object. */
function objectInsertion(setup: Setup, routes: readonly ApisixRoute[]): Insertion | undefined {
  const object = routes[0]?.outer[0];
  const isObject = routes.every(({ level }) => level.id.startsWith('http '));
  if (object === undefined || !isObject || routes.length < 2) return undefined;
  const insertions = routes.flatMap(({ holders: [holder], level }) =>
    holder === undefined ? [] : [holderInsertion(setup, holder, level)],
  );
  return {
    level: object,
    add: (name, value) => {
      const changes = insertions.map(({ add }) => add(name, value));
      return changes.every((each) => each.length > 0) ? changes.flat() : [];
    },
    title: (name, value) => `Set ${name}: ${value} on the answers of all routes of ${object.label}`,
  };
}
