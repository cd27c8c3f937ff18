import { at, textOf, type YamlEntry } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { dropFault, typeFault } from '../read/config-faults.ts';
import type { ApintoObject, ListEntry, NamedPlugin, PluginList } from '../read/objects.ts';
import { guessedKind, type PluginKind } from '../read/plugin-kind.ts';
import type { ApintoWorld } from '../read/world.ts';

/** A plugin as it acts on the answers of a router. */
export interface ActivePlugin {
  readonly name: string;
  readonly kind: PluginKind;
  readonly document: YamlDocument;
  /** Where it is configured; absent: with nothing. */
  readonly config: YamlEntry | undefined;
  /** What names it there. */
  readonly named: NamedPlugin | undefined;
  readonly entry: ListEntry | undefined;
}

/** Plugins around a router, the outermost first: it changes an answer last. */
export interface Chain {
  readonly plugins: readonly ActivePlugin[];
  /** A plugin of the list, or of the template, that the router replaces or switches off. */
  readonly replaced: readonly { readonly by: NamedPlugin; readonly plugin: ActivePlugin }[];
  /** Names whose effect cannot be told. */
  readonly unknown: readonly NamedPlugin[];
  /** False where the list of plugins is not at hand: others may act on every router, and the order is not known. */
  readonly isListed: boolean;
}

/** The plugins that act on a router; of an absent router, those that act on every answer. */
export function chainOf(world: ApintoWorld, list: PluginList | undefined, router?: ApintoObject): Chain {
  const template = router && templateOf(world, router);
  const named = new Map<string, { readonly plugin: NamedPlugin; readonly document: YamlDocument }>();
  for (const object of [template, router]) {
    for (const plugin of object?.plugins ?? [])
      if (object !== undefined) named.set(plugin.name, { plugin, document: object.document });
  }
  if (list === undefined) return unlisted([...named.values()]);
  const ofTemplate = new Map(template?.plugins.map((plugin) => [plugin.name, plugin]));
  const plugins: ActivePlugin[] = [];
  const replaced: { by: NamedPlugin; plugin: ActivePlugin }[] = [];
  for (const entry of list.entries) {
    if (!isKnown(entry) || entry.status === 'disable') continue;
    const own = named.get(entry.name);
    const wider = widerPlugin(entry, list, template, ofTemplate, own?.plugin);
    if (own === undefined) {
      if (wider !== undefined) plugins.push(wider);
      continue;
    }
    if (wider !== undefined) replaced.push({ by: own.plugin, plugin: wider });
    if (!own.plugin.isDisabled) plugins.push(namedActive(entry, own.plugin, own.document));
  }
  return { plugins, replaced, unknown: [], isListed: true };
}

/** What would act if the router said nothing of it. */
function widerPlugin(
  entry: ListEntry,
  list: PluginList,
  template: ApintoObject | undefined,
  ofTemplate: ReadonlyMap<string, NamedPlugin>,
  own: NamedPlugin | undefined,
): ActivePlugin | undefined {
  const inTemplate = ofTemplate.get(entry.name);
  if (template !== undefined && inTemplate !== undefined && inTemplate !== own)
    return inTemplate.isDisabled ? undefined : namedActive(entry, inTemplate, template.document);
  // One without config acts with an empty one.
  if (entry.status !== 'global') return undefined;
  if (inTemplate !== undefined && inTemplate !== own) return undefined;
  const { name, kind, config } = entry;
  return { name, kind, document: list.document, config, named: undefined, entry };
}

function namedActive(entry: ListEntry, named: NamedPlugin, document: YamlDocument): ActivePlugin {
  return { name: entry.name, kind: entry.kind, document, config: named.config, named, entry };
}

function unlisted(
  named: readonly { readonly plugin: NamedPlugin; readonly document: YamlDocument }[],
): Chain {
  const active = named
    .filter(({ plugin }) => !plugin.isDisabled)
    .map(({ plugin, document }): ActivePlugin => {
      // Without a config a plugin of a router has nothing to set.
      const kind = plugin.config === undefined ? 'plain' : guessedKind(plugin.name, plugin.config.value);
      return { name: plugin.name, kind, document, config: plugin.config, named: plugin, entry: undefined };
    });
  return {
    plugins: active.filter(({ kind }) => kind !== 'unknown'),
    replaced: [],
    unknown: active.flatMap(({ kind, named: plugin }) =>
      kind === 'unknown' && plugin !== undefined ? [plugin] : [],
    ),
    isListed: false,
  };
}

/** An entry that Apinto keeps: it drops ids that it does not know, and a `global` one whose config is bad or missing. */
export function isKnown({ kind, status, config }: ListEntry): boolean {
  if (kind === 'absent') return false;
  if (status !== 'global') return true;
  if (config === undefined) return kind !== 'rewrite';
  return typeFault(kind, config.value) === undefined && globalFault(kind, config) === undefined;
}

function globalFault(kind: PluginKind, config: YamlEntry): unknown {
  const type = kind === 'filter' ? textOf(at(config.value, 'header_filter_type')) : undefined;
  if (type !== undefined && !/^(?:black|white|)$/.test(type)) return type;
  return dropFault(kind, config.value);
}

/** The template that a router names, where it is at hand. */
export function templateOf(world: ApintoWorld, router: ApintoObject): ApintoObject | undefined {
  const reference = textOf(at(router.node, 'template'));
  return reference === undefined || reference === '' ? undefined : world.template(reference, router);
}
