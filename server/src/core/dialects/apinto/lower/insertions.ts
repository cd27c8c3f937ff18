import type { Change } from '../../../model/place.ts';
import type { Insertion } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { ensurePath, insertEntry, insertItem } from '../../../syntax/yaml/edit.ts';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlValue } from '../../../syntax/yaml/render.ts';
import { dropFault } from '../read/config-faults.ts';
import type { ApintoObject, ListEntry, PluginList } from '../read/objects.ts';
import { isKnown, type Chain } from './chain.ts';
import { PAGE_CODES } from './codes.ts';
import { listLevel, routerLevel } from './levels.ts';

const REWRITE_ID = 'eolinker.com:apinto:response_rewrite';
const GUARD = 'frame-guard';

/** In the router's own plugins, or as the first entry of the list: there it acts last, and on every answer. */
export function insertionsFor(
  router: ApintoObject | undefined,
  list: PluginList | undefined,
  chain: Chain,
): readonly Insertion[] {
  const own: readonly Insertion[] =
    router === undefined
      ? []
      : [
          {
            level: routerLevel(router),
            add: (name, value) => atRouter(router, list, chain, name, value),
            title: (name, value) =>
              list === undefined
                ? `Set ${name}: ${value} with the plugin ${guardOf(router)}, which the list of plugins has to hold`
                : `Set ${name}: ${value} on the answers of router ${router.name}`,
          },
        ];
  const all: readonly Insertion[] =
    list === undefined
      ? []
      : [
          {
            level: listLevel(list),
            add: (name, value) => atList(list, name, value),
            title: (name, value) =>
              `Set ${name}: ${value} on all answers, with a first entry in the list of plugins`,
          },
        ];
  // What an anchor shares, or what is no map, takes no edit.
  return [...own, ...all].filter(({ add }) => add('X-Frame-Options', 'DENY').length > 0);
}

function config(name: string, value: string): YamlValue {
  return { headers: { [name]: value }, match: { code: PLACEHOLDER } };
}

/** One line of statuses, also in block style. */
const PLACEHOLDER = 'CODES';

export function withCodes(change: Change | undefined): Change | undefined {
  return change && { ...change, text: change.text.replace(/"?\bCODES\b"?/, `[${PAGE_CODES.join(', ')}]`) };
}

/** A plugin of the router that is a rewrite already, where the list is not at hand that would tell. */
function guardOf(router: ApintoObject): string {
  return (
    router.plugins.find(({ config: own }) => at(own?.value, 'match', 'code') !== undefined)?.name ?? GUARD
  );
}

function atRouter(
  router: ApintoObject,
  list: PluginList | undefined,
  chain: Chain,
  name: string,
  value: string,
): readonly Change[] {
  const { document, node, pluginsEntry } = router;
  if (node.shared || pluginsEntry?.merged === true || pluginsEntry?.value.shared === true) return [];
  const usable = list?.entries.filter((entry) => isUsable(entry, list));
  const map = pluginsEntry?.value.kind === 'map' ? pluginsEntry.value : undefined;
  const rewrites = chain.plugins.filter(
    ({ kind, named }) => kind === 'rewrite' && named !== undefined && router.plugins.includes(named),
  );
  const existing = rewrites.find(({ config: own }) => actsOnPages(own?.value));
  if (existing !== undefined && map !== undefined) {
    const path = [existing.name, 'config', 'headers'];
    const own = ownMap(map, path);
    const isThere = entriesOf(own === 'absent' || own === 'other' ? undefined : own).some(
      ({ key }) => key.text.toLowerCase() === name.toLowerCase(),
    );
    const change = own === 'other' || isThere ? undefined : ensurePath(document, map, [...path, name], value);
    return change === undefined ? [] : [change];
  }
  const bare = rewrites.find(({ config: own }) => own === undefined);
  if (bare !== undefined && map !== undefined) {
    const change = withCodes(ensurePath(document, map, [bare.name, 'config'], config(name, value)));
    return change === undefined ? [] : [change];
  }
  const entry = usable?.find((each) => !router.plugins.some((plugin) => plugin.name === each.name));
  const guard = entry?.name ?? (list === undefined ? guardOf(router) : freeName(list));
  if (router.plugins.some((plugin) => plugin.name === guard)) return [];
  const plugin = { disable: false, config: config(name, value) };
  const change =
    pluginsEntry === undefined
      ? insertEntry(document, node, 'plugins', { [guard]: plugin })
      : ensurePath(document, node, ['plugins', guard], plugin);
  const named = withCodes(change);
  if (named === undefined) return [];
  if (list === undefined || entry !== undefined) return [named];
  const declared = atListFirst(list, { id: REWRITE_ID, name: guard, status: 'enable' });
  return declared.length === 0 ? [] : [...declared, named];
}

/** A configuration that is valid and acts on ordinary answers. */
function actsOnPages(config: YamlNode | undefined): boolean {
  const codes = itemsOf(at(config, 'match', 'code')).map((item) => textOf(item));
  return config?.kind === 'map' && dropFault('rewrite', config) === undefined && codes.includes('200');
}

/** An entry that nobody has configured for all, so that a router may name it. */
function isUsable(entry: ListEntry, list: PluginList): boolean {
  const isOnly = list.entries.filter(({ name }) => name === entry.name).length === 1;
  // What stands before it acts later, and may take the header away again.
  const before = list.entries.slice(0, list.entries.indexOf(entry));
  return (
    entry.kind === 'rewrite' &&
    entry.status === 'enable' &&
    isOnly &&
    isKnown(entry) &&
    !before.some(({ kind }) => kind === 'filter')
  );
}

function freeName({ entries }: PluginList): string {
  const names = new Set(entries.map(({ name }) => name));
  let name = GUARD;
  for (let count = 2; names.has(name); count++) name = `${GUARD}-${count}`;
  return name;
}

function atList(list: PluginList, name: string, value: string): readonly Change[] {
  return atListFirst(list, {
    id: REWRITE_ID,
    name: freeName(list),
    status: 'global',
    config: config(name, value),
  });
}

function atListFirst(
  { document, holder, sort }: PluginList,
  entry: { readonly name: string; readonly [key: string]: YamlValue },
): readonly Change[] {
  if (holder.kind === 'seq') {
    const change = withCodes(insertItem(document, holder, entry, 'first'));
    return change === undefined ? [] : [change];
  }
  const added = withCodes(insertEntry(document, holder, entry.name, entry, 'first'));
  if (added === undefined) return [];
  if (sort === undefined) return [added];
  const order = insertItem(document, sort, entry.name, 'first');
  return order === undefined ? [] : [order, added];
}
