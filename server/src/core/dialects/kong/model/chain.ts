import type { KongConfig, KongRoute, Plugin, PluginIndex, Target } from './config.ts';

/** Instances that are switched on, by the name of the plugin and what they are for. */
export function indexOf(plugins: readonly Plugin[]): PluginIndex {
  const index = new Map<string, Map<string, Plugin[]>>();
  for (const plugin of plugins) {
    if (!plugin.isOn) continue;
    const byTarget = index.get(plugin.name) ?? new Map<string, Plugin[]>();
    index.set(plugin.name, byTarget);
    for (const target of plugin.targets) {
      const known = byTarget.get(keyOf(target));
      if (known === undefined) byTarget.set(keyOf(target), [plugin]);
      else known.push(plugin);
    }
  }
  return index;
}

/**
 * The instances of a plugin that reach a route, the most specific first. Only that one runs, with its own settings
 * alone: nothing is merged (kong/runloop/plugins_iterator.lua).
 */
export function chainOf(
  { index }: Pick<KongConfig, 'index'>,
  route: KongRoute | undefined,
  name: string,
  consumer?: string,
): readonly Plugin[] {
  const byTarget = index.get(name);
  if (byTarget === undefined) return [];
  const [r, s, c] = [route?.key, route?.service?.key, consumer];
  // The order in which Kong looks for an instance.
  const found = [
    at(byTarget, r, s, c),
    at(byTarget, r, '', c),
    at(byTarget, '', s, c),
    at(byTarget, r, s, ''),
    at(byTarget, '', '', c),
    at(byTarget, r, '', ''),
    at(byTarget, '', s, ''),
    at(byTarget, '', '', ''),
  ].flat();
  return [...new Set(found)];
}

/** Every plugin that runs for a route, one instance of each name. */
export function runningOn(
  config: Pick<KongConfig, 'index'>,
  route: KongRoute | undefined,
): readonly Plugin[] {
  return [...config.index.keys()].flatMap((name) => chainOf(config, route, name)[0] ?? []);
}

/** True for an instance that runs for everything. */
export function isGlobal({ targets }: Plugin): boolean {
  return targets.some((target) => keyOf(target) === textOf());
}

function keyOf({ route, service, consumer }: Target): string {
  return textOf(route, service, consumer);
}

/** Nothing where a part is not there. */
function at(
  byTarget: ReadonlyMap<string, readonly Plugin[]>,
  ...[route, service, consumer]: readonly [string | undefined, string | undefined, string | undefined]
): readonly Plugin[] {
  if (route === undefined || service === undefined || consumer === undefined) return [];
  return byTarget.get(textOf(route, service, consumer)) ?? [];
}

function textOf(route = '', service = '', consumer = ''): string {
  return `${route}\n${service}\n${consumer}`;
}
