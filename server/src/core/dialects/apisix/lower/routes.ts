import type { HeaderOp } from '../../../model/header-op.ts';
import type { Insertion, Level, Scope } from '../../../model/scope.ts';
import type { Plugin } from '../read/plugins.ts';
import type { ApisixRoute, Holder, Setup } from '../read/setup.ts';
import { answersOf } from './answers.ts';
import { cutOf } from './cut.ts';
import { globalInsertion, holderInsertion } from './edits.ts';
import { globalOps, isLoaded, isRefusedHolder, merged, rewritesOf, type Held } from './merge.ts';
import { isAuth } from './plugin-facts.ts';
import { pluginsOps, settled } from './plugin-ops.ts';

export interface LoweredRoute {
  readonly route: ApisixRoute;
  readonly plugins: readonly Plugin[];
  readonly scope: Scope;
  /** APISIX leaves the route out, or the service that it needs. */
  readonly isRefused: boolean;
  /** Only for the requests of this consumer. */
  readonly consumer?: Holder;
}

export function lowerRoutes(setup: Setup): readonly LoweredRoute[] {
  const globals = globalOps(setup);
  return setup.routes
    .filter(({ isIdle }) => !isIdle)
    .flatMap((route) => {
      const own = lowerRoute(setup, route, route.holders, globals);
      const isAsked = own.plugins.some(({ name, off }) => off === undefined && isAuth(name));
      const chains = isAsked ? setup.consumers.filter((chain) => rewritesOf(chain).length > 0) : [];
      return [
        own,
        ...chains.flatMap((chain) => {
          const [consumer] = chain;
          if (consumer === undefined) return [];
          const lowered = lowerRoute(setup, route, [...chain, ...route.holders], globals);
          const path: Scope['path'] = [consumer.level, ...own.scope.path];
          return [{ ...lowered, consumer, scope: { ...lowered.scope, path } }];
        }),
      ];
    });
}

function lowerRoute(
  setup: Setup,
  route: ApisixRoute,
  holders: readonly Holder[],
  globals: readonly HeaderOp[],
): LoweredRoute {
  const held = merged(holders, setup.loaded);
  const plugins = held.map(({ plugin }) => plugin);
  const own = [...pluginsOps(plugins), ...route.more];
  const rewrites = rewritesOf(holders).filter(({ plugin }) => isLoaded(plugin, setup.loaded));
  const cut = cutOf(rewrites, setup);
  const path: Scope['path'] = [
    route.level,
    ...holders
      .map(({ level }) => levelIn(level, setup, rewrites))
      .filter(({ id }) => id !== route.level.id && !has(route.outer, id)),
    ...route.outer,
    ...globalLevels(setup, route.outer),
  ];
  const { document, node } = route;
  return {
    route,
    plugins,
    isRefused: holders.some(isRefusedHolder),
    scope: {
      path: distinct(path),
      block: document.place(node.at),
      answers: answersOf(plugins, route),
      ops: settled([...globals, ...own, ...setup.around]),
      insertions: insertionsFor(setup, route, holders, rewrites, own),
      ...(cut && { cut }),
      whole: route.isWhole && setup.isSure,
    },
  };
}

/** A place whose plugin counts for several routes is what these have in common. */
function levelIn(level: Level, setup: Setup, [winner]: readonly Held[]): Level {
  if (winner?.holder.level.id !== level.id) return level;
  const same = setup.routes.filter(
    ({ holders, isIdle }) => !isIdle && rewritesOf(holders)[0]?.holder.level.id === level.id,
  );
  return same.length > 1 ? { ...level, kind: 'host' } : level;
}

function has(levels: readonly Level[], id: string): boolean {
  return levels.some((level) => level.id === id);
}

function distinct([first, ...others]: Scope['path']): Scope['path'] {
  const seen = new Set([first.id]);
  return [
    first,
    ...others.filter(({ id }) => {
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew;
    }),
  ];
}

/** The object of a rule for all routes, where a cluster has one. */
function globalLevels({ kind, globals }: Setup, outer: readonly Level[]): readonly Level[] {
  const [only, second] = globals;
  if (kind !== 'kubernetes' || only === undefined || second !== undefined) return [];
  return has(outer, only.level.id) ? [] : [only.level];
}

function insertionsFor(
  setup: Setup,
  route: ApisixRoute,
  holders: readonly Holder[],
  [winner]: readonly Held[],
  own: readonly HeaderOp[],
): readonly Insertion[] {
  const made: Insertion[] = [];
  if (winner !== undefined) {
    const { plugin, holder } = winner;
    const isConditional = pluginsOps([plugin]).some(({ reach }) => Object.keys(reach).length > 0);
    if (plugin.off === undefined && !isConditional) {
      made.push(holderInsertion(setup, holder, levelOf(route, holder)));
    }
  } else {
    // A new one at the narrowest place keeps nothing out, for there is none behind it.
    const [first] = holders;
    if (first !== undefined) made.push(holderInsertion(setup, first, levelOf(route, first)));
    made.push(...objectInsertion(setup, route));
  }
  const level = setup.gateway;
  const all = decides(own) ? undefined : globalInsertion(setup, level ?? route.level);
  return all === undefined ? made : [...made, all];
}

/** A route's own instruction has the last word. */
function decides(own: readonly HeaderOp[]): boolean {
  return own.some(
    ({ kind, name, reach }) =>
      (kind === 'set' || kind === 'remove') &&
      name.text === 'x-frame-options' &&
      Object.keys(reach).length === 0,
  );
}

function levelOf({ level }: ApisixRoute, holder: Holder): Level {
  return holder.notation === 'annotations' || holder.kind !== 'route' ? holder.level : level;
}

/** The same at all routes of one object. */
function objectInsertion(setup: Setup, route: ApisixRoute): readonly Insertion[] {
  const [object] = route.outer;
  if (setup.kind !== 'kubernetes' || object === undefined || !route.level.id.startsWith('http ')) return [];
  const same = setup.routes.filter(
    (each) =>
      each.outer[0]?.id === object.id &&
      !each.isIdle &&
      rewritesOf(each.holders).length === 0 &&
      answersOf(
        merged(each.holders, setup.loaded).map(({ plugin }) => plugin),
        each,
      ).some(({ page }) => page === 'content'),
  );
  if (same.length < 2) return [];
  const insertions = same.flatMap(({ holders: [holder], level }) =>
    holder === undefined ? [] : [holderInsertion(setup, holder, level)],
  );
  return [
    {
      level: object,
      add: (name, value) => {
        const changes = insertions.map(({ add }) => add(name, value));
        return changes.every((each) => each.length > 0) ? changes.flat() : [];
      },
      title: (name, value) => `Set ${name}: ${value} on the answers of all routes of ${object.label}`,
    },
  ];
}
