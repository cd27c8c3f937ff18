import type { HeaderOp } from '../../../model/header-op.ts';
import type { Insertion, Level, Scope } from '../../../model/scope.ts';
import { chainOf } from '../model/chain.ts';
import type { Consumer, KongConfig, KongRoute, Plugin } from '../model/config.ts';
import { ADVANCED, FUNCTIONS, TRANSFORMER, TRANSFORMERS } from '../model/names.ts';
import { answersOf, isHttp } from './answers.ts';
import { functionOps } from './functions.ts';
import { cutBy, hidingIn, insertionInto } from './plugin-edits.ts';
import { guaranteedOps } from './transformer.ts';

/** The scopes of a route: for everybody, and for each consumer that a transformer is for. */
export function routeScopes(config: KongConfig, route: KongRoute): readonly Scope[] {
  if (!isHttp(route)) return [];
  const consumers = config.consumers.filter(({ key }) =>
    TRANSFORMERS.some((name) => chainOf(config, route, name, key)[0] !== chainOf(config, route, name)[0]),
  );
  return [undefined, ...consumers].map((consumer) => scopeOf(config, route, consumer));
}

function scopeOf(config: KongConfig, route: KongRoute, consumer: Consumer | undefined): Scope {
  const { document, node, level, around, service } = route;
  const chains = [TRANSFORMER, ADVANCED].map((name) => chainOf(config, route, name, consumer?.key));
  const [plain = [], advanced = []] = chains;
  const running = chains.flatMap((chain) => chain[0] ?? []);
  const ops = opsOf(config, route, running);
  const hidings = running.flatMap(hidingIn);
  const inner = consumer && consumerLevel(consumer, running);
  const cut = chains.flatMap(([own, outer]) =>
    own === undefined || !route.isWhole ? [] : (cutBy(own, outer, cutLevel(own, route, inner)) ?? []),
  )[0];
  return {
    path: inner === undefined ? [level, ...around] : [inner, level, ...around],
    block: document.place(node.at),
    answers: answersOf(config, route),
    ops,
    // What the service sends stays beside ours only where a line is appended.
    ...(service && hidings.length > 0 && { service: { at: service.at, hidings } }),
    ...(cut && { cut }),
    insertions: insertionsFor(route, plain[0] ?? advanced[0], consumer),
    whole: route.isWhole && running.every(({ isKnown }) => isKnown),
  };
}

/** The transformers have one priority; code of one's own runs first or last. */
function opsOf(config: KongConfig, route: KongRoute, running: readonly Plugin[]): readonly HeaderOp[] {
  const functions = FUNCTIONS.map((name) => chainOf(config, route, name)[0]);
  const [before, after] = functions.map((plugin) => (plugin === undefined ? [] : functionOps(plugin)));
  return [...(before ?? []), ...running.flatMap(guaranteedOps), ...(after ?? []), ...config.added];
}

function insertionsFor(
  { places }: KongRoute,
  plugin: Plugin | undefined,
  consumer: Consumer | undefined,
): readonly Insertion[] {
  if (plugin !== undefined) return plugin.isKnown ? [insertionInto(plugin)] : [];
  return consumer === undefined ? places : [];
}

function cutLevel(plugin: Plugin, route: KongRoute, consumer: Level | undefined): Level {
  const target = plugin.targets.find(({ route: key }) => key === route.key);
  if (consumer !== undefined && plugin.targets.some((each) => each.consumer !== undefined)) return consumer;
  if (target === undefined && plugin.level.kind !== 'gateway') return plugin.level;
  // An annotation holds for all paths of its object.
  return route.around.find(({ kind }) => kind === 'host') ?? route.level;
}

/** One for all routes, so that what is wrong for a consumer is said once. */
function consumerLevel({ level }: Consumer, running: readonly Plugin[]): Level {
  const plugin = running.find(({ targets }) => targets.some((each) => each.consumer !== undefined));
  return plugin === undefined ? level : { ...level, at: plugin.nameAt };
}
