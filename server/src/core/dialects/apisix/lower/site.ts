import type { Unit } from '../../../model/dialect.ts';
import { placeKey, type Place } from '../../../model/place.ts';
import type { Site, Unread } from '../../../model/scope.ts';
import { speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { pluginNamed, REWRITE } from '../read/plugins.ts';
import type { Holder, Setup } from '../read/setup.ts';
import { readWorld } from '../read/world.ts';
import { asChoices } from './choices.ts';
import { doubledRules } from './doubled-rules.ts';
import { withLoading } from './edits.ts';
import { listedTwice, pluginFaults } from './faults.ts';
import { looseHolders } from './loose-services.ts';
import { misplacedIn } from './request-side.ts';
import { lowerRoutes } from './routes.ts';

/** What the routes of every APISIX in the workspace send. */
export function apisixSite(unit: Unit<YamlFile>): Site {
  const world = readWorld(unit);
  const parts = world.setups.map(lowerSetup);
  return {
    dialect: 'apisix',
    scopes: parts.flatMap(({ scopes }) => scopes),
    misplaced: parts.flatMap(({ misplaced }) => misplaced),
    unread: [...world.unread, ...parts.flatMap(({ unread = [] }) => unread)],
    unresolved: parts.flatMap(({ unresolved = [] }) => unresolved),
  };
}

function lowerSetup(setup: Setup): Omit<Site, 'dialect'> {
  // Of what APISIX does not read at all, nothing more is said.
  if (setup.ignored !== undefined) {
    return { scopes: [], misplaced: [], unread: setup.unread };
  }
  const holders = distinctHolders(setup);
  return {
    scopes: lowerRoutes(setup)
      .filter(({ isRefused, route }) => !isRefused && !route.isIdle)
      .map(({ scope }) => ({ ...scope, ops: asChoices(scope.ops) })),
    misplaced: holders.flatMap(misplacedIn),
    unread: distinct([
      ...setup.unread,
      ...looseHolders(setup),
      ...holders.flatMap((holder) =>
        holder.plugins.flatMap((plugin) => {
          const { refused, unread } = pluginFaults(plugin, holder.kind);
          return [...refused, ...unread];
        }),
      ),
      ...holders.flatMap(listedTwice),
      ...doubledRules(setup),
      ...holders.flatMap((holder) => notLoaded(holder, setup)),
    ]),
    unresolved: distinct(setup.unresolved),
  };
}

function distinctHolders({ routes, globals, consumers }: Setup): readonly Holder[] {
  const all = [...routes.flatMap(({ holders }) => holders), ...globals, ...consumers.flat()];
  return [
    ...new Map(
      all.map((holder) => [`${holder.document.file.uri} ${holder.level.id} ${holder.key}`, holder]),
    ).values(),
  ];
}

function distinct<T extends { readonly at: Place }>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((each) => [placeKey(each.at), each])).values()];
}

/** The list of plugins replaces the one that APISIX has by default, and does not name this one. */
function notLoaded({ document, plugins }: Holder, setup: Setup): readonly Unread[] {
  const plugin = pluginNamed(plugins, REWRITE);
  const { loaded } = setup;
  if (plugin === undefined || plugin.off !== undefined || loaded === undefined || loaded.names.has(REWRITE))
    return [];
  if (!speaksOfFraming(document, plugin.statement)) return [];
  const place = document.place(plugin.nameNode.at);
  // The change that goes along with an insertion, alone.
  const [, fix] = withLoading(setup, [{ at: place, text: '' }]);
  return [
    {
      at: place,
      what: REWRITE,
      why: 'the list of plugins does not name it, so APISIX does not load it',
      advice: 'Add it to the list.',
      ...(fix && { title: `Add ${REWRITE} to the list of plugins`, fix: [fix] }),
    },
  ];
}
