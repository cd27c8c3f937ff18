import type { HeaderOp } from '../../../model/header-op.ts';
import type { Place } from '../../../model/place.ts';
import type { Insertion, Level, Scope } from '../../../model/scope.ts';
import { entryOf } from '../../../syntax/yaml/node.ts';
import type { Plugin } from '../read/plugins.ts';
import type { ApisixRoute, Holder, Setup } from '../read/setup.ts';
import { answersOf } from './answers.ts';
import { contextOf, type Context } from './context.ts';
import { cutOf } from './cut.ts';
import { globalInsertion, holderInsertion } from './edits.ts';
import { hidingsFor } from './hiding.ts';
import { isLoaded, isRefusedHolder, merged, rewritesOf, type Held } from './merge.ts';
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
  const context = contextOf(setup);
  return setup.routes
    .filter(({ isOff }) => !isOff)
    .flatMap((route) => {
      const own = lowerRoute(context, route, route.holders);
      const isAsked = own.plugins.some(({ name, off }) => off === undefined && isAuth(name));
      const chains = isAsked ? setup.consumers.filter((chain) => rewritesOf(chain).length > 0) : [];
      return [
        own,
        ...chains.flatMap((chain) => {
          const [consumer] = chain;
          if (consumer === undefined) return [];
          const lowered = lowerRoute(context, route, [...chain, ...route.holders]);
          const path: Scope['path'] = [consumer.level, ...own.scope.path];
          return [{ ...lowered, consumer, scope: { ...lowered.scope, path } }];
        }),
      ];
    });
}

function lowerRoute(context: Context, route: ApisixRoute, holders: readonly Holder[]): LoweredRoute {
  const { setup, globals, winners } = context;
  const held = merged(holders, setup.loaded);
  const plugins = held.map(({ plugin }) => plugin);
  const own = [...pluginsOps(plugins), ...route.more];
  const rewrites = rewritesOf(holders).filter(({ plugin }) => isLoaded(plugin, setup.loaded));
  const cut = cutOf(rewrites, setup);
  const path: Scope['path'] = [
    route.level,
    ...holders
      // A place whose plugin counts for several routes is what these have in common.
      .map(({ level }): Level => ((winners.get(level.id) ?? 0) > 1 ? { ...level, kind: 'host' } : level))
      .filter(({ id }) => id !== route.level.id && !has(route.outer, id)),
    ...route.outer,
    ...globalLevels(setup, route.outer),
  ];
  const { document, node } = route;
  const asked = serviceOf(route);
  return {
    route,
    plugins,
    isRefused: holders.some(isRefusedHolder),
    scope: {
      path: distinct(path),
      block: document.place(node.at),
      answers: answersOf(plugins, route),
      ops: settled([...globals, ...own, ...setup.around]),
      ...(asked && { service: { at: asked, hidings: hidingsFor(rewrites[0]) } }),
      insertions: insertionsFor(context, route, holders, rewrites, own),
      ...(cut && { cut }),
      whole: route.isWhole && setup.isSure,
    },
  };
}

/** Where a route says which service is asked, itself or through another place. */
function serviceOf({ document, node }: ApisixRoute): Place | undefined {
  const keys = ['upstream', 'upstream_id', 'service_id', 'backends', 'backendRefs', 'backend', 'upstreams'];
  const entry = keys.map((key) => entryOf(node, key)).find((each) => each !== undefined);
  return entry && document.place(entry.key.at);
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
  context: Context,
  route: ApisixRoute,
  holders: readonly Holder[],
  [winner]: readonly Held[],
  own: readonly HeaderOp[],
): readonly Insertion[] {
  const { setup } = context;
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
    const all = context.together.get(route.outer[0]?.id ?? '');
    if (all !== undefined) made.push(all);
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
