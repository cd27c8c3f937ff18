import type { HeaderOp } from '../../../model/header-op.ts';
import { pluginNamed, REWRITE, type Plugin } from '../read/plugins.ts';
import type { Holder, LoadedPlugins, Setup } from '../read/setup.ts';
import { pluginFaults } from './faults.ts';
import { pluginsOps } from './plugin-ops.ts';

/** A plugin and the place that holds it. */
export interface Held {
  readonly plugin: Plugin;
  readonly holder: Holder;
}

/**
 * The plugins that are in force: of one name that of the strongest place, whole (`merge_service_route` and
 * `merge_consumer_route` of apisix/plugin.lua). One that is switched off keeps the weaker ones out.
 */
export function merged(holders: readonly Holder[], loaded: LoadedPlugins | undefined): readonly Held[] {
  const found = new Map<string, Held>();
  for (const holder of holders) {
    for (const { name } of holder.plugins) {
      const plugin = found.has(name) ? undefined : pluginNamed(holder.plugins, name);
      if (plugin !== undefined && isLoaded(plugin, loaded)) found.set(name, { plugin, holder });
    }
  }
  return [...found.values()];
}

export function isLoaded({ name }: Plugin, loaded: LoadedPlugins | undefined): boolean {
  return loaded === undefined || loaded.names.has(name);
}

/** The response-rewrite of each place, the strongest first. */
export function rewritesOf(holders: readonly Holder[]): readonly Held[] {
  return holders.flatMap((holder) => {
    const plugin = pluginNamed(holder.plugins, REWRITE);
    return plugin === undefined ? [] : [{ plugin, holder }];
  });
}

/** Of one plugin in several global rules none runs (`merge_global_rules`). The controller merges rules before. */
export function globalPlugins({ kind, globals, loaded }: Setup): readonly Held[] {
  const all = globals
    .filter((holder) => !isRefusedHolder(holder))
    .flatMap((holder) => holder.plugins.map((plugin) => ({ plugin, holder })));
  const isTwice = ({ plugin }: Held): boolean =>
    kind !== 'kubernetes' && all.filter((each) => each.plugin.name === plugin.name).length > 1;
  return all.filter((held) => isLoaded(held.plugin, loaded) && !isTwice(held));
}

export function globalOps(setup: Setup): readonly HeaderOp[] {
  return pluginsOps(globalPlugins(setup).map(({ plugin }) => plugin));
}

/** APISIX takes nothing of a route, service or rule with a plugin that its schema does not let through. */
export function isRefusedHolder({ plugins, kind }: Holder): boolean {
  return plugins.some((plugin) => pluginFaults(plugin, kind).refused.length > 0);
}
