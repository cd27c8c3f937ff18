import type { KongConfig, KongRoute, Plugin, Target } from './config.ts';

/**
 * The instances of a plugin that reach a route, the most specific first. Only that one runs, with its own settings
 * alone: nothing is merged (kong/runloop/plugins_iterator.lua).
 */
export function chainOf(
  { plugins }: Pick<KongConfig, 'plugins'>,
  route: KongRoute | undefined,
  name: string,
  consumer?: string,
): readonly Plugin[] {
  return plugins
    .filter((plugin) => plugin.isOn && plugin.name === name)
    .map((plugin) => ({ plugin, rank: rankFor(plugin, route, consumer) }))
    .filter(({ rank }) => rank >= 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ plugin }) => plugin);
}

/** Every plugin that runs for a route, one instance of each name. */
export function runningOn(
  config: Pick<KongConfig, 'plugins'>,
  route: KongRoute | undefined,
): readonly Plugin[] {
  const names = [...new Set(config.plugins.map(({ name }) => name))];
  return names.flatMap((name) => chainOf(config, route, name)[0] ?? []);
}

function rankFor({ targets }: Plugin, route: KongRoute | undefined, consumer: string | undefined): number {
  return Math.max(-1, ...targets.map((target) => rankOf(target, route, consumer)));
}

/** The order in which Kong looks for an instance; -1: it is for others. */
const ORDER = ['', 's', 'r', 'c', 'rs', 'sc', 'rc', 'rsc'];

function rankOf(target: Target, route: KongRoute | undefined, consumer: string | undefined): number {
  if (target.route !== undefined && target.route !== route?.key) return -1;
  if (target.service !== undefined && target.service !== route?.service?.key) return -1;
  if (target.consumer !== undefined && target.consumer !== consumer) return -1;
  const { route: r, service: s, consumer: c } = target;
  return ORDER.indexOf(
    `${r === undefined ? '' : 'r'}${s === undefined ? '' : 's'}${c === undefined ? '' : 'c'}`,
  );
}

/** True for an instance that runs for everything. */
export function isGlobal({ targets }: Plugin): boolean {
  return targets.some((target) => rankOf(target, undefined, undefined) === 0);
}
