import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { ensurePath, insertEntry, insertItem } from '../../../syntax/yaml/edit.ts';
import { at, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import { RESPONSE } from './policy.ts';
import type { Settings } from './settings.ts';
import type { ProxyRoute } from './world.ts';

/** One more item of the route's policy, of all routes of the object, or of the configuration of Contour itself. */
export function insertionsFor(
  route: ProxyRoute,
  level: Level,
  pages: readonly ProxyRoute[],
  configuration: Settings | undefined,
  routeOps: readonly HeaderOp[],
): readonly Insertion[] {
  const title = (where: string) => (name: string, value: string) =>
    `Set ${name}: ${value} on the answers of ${where}`;
  const own: Insertion = {
    level,
    add: (name, value) => setting(route, name, value) ?? [],
    title: title(level.label),
  };
  const same = pages.filter(({ object }) => object === route.object);
  const all: Insertion = {
    level: objectLevel(route.object),
    add: (name, value) => settingAll(same, name, value),
    title: title(`all routes of ${route.object.name}`),
  };
  const everywhere: Insertion | undefined = configuration && {
    level: objectLevel(configuration.object, 'gateway'),
    // What a route removes is removed behind it.
    add: (name, value) =>
      routeOps.some((op) => op.kind === 'remove' && op.name.text === name.toLowerCase())
        ? []
        : global(configuration, name, value),
    title: title('all services behind Contour'),
  };
  return [own, ...(same.length > 1 ? [all] : []), ...(everywhere ? [everywhere] : [])];
}

function settingAll(routes: readonly ProxyRoute[], name: string, value: string): readonly Change[] {
  const changes = routes.filter(({ node }) => !has(node, name)).map((route) => setting(route, name, value));
  return changes.every((change) => change !== undefined) ? changes.flat() : [];
}

function has(node: YamlMap, name: string): boolean {
  return itemsOf(at(node, RESPONSE, 'set')).some(
    (item) => textOf(at(item, 'name'))?.toLowerCase() === name.toLowerCase(),
  );
}

function setting({ object, node }: ProxyRoute, name: string, value: string): readonly Change[] | undefined {
  // Contour refuses a name that stands there twice.
  if (has(node, name)) return undefined;
  const { document } = object;
  const item = { name, value };
  const list = ownMap(node, [RESPONSE, 'set']);
  if (list === 'other') return undefined;
  if (list !== 'absent') {
    const change = list.kind === 'seq' ? insertItem(document, list, item) : undefined;
    return change && [change];
  }
  const isThere = node.entries.some(({ key }) => key.text === RESPONSE);
  // Where a person would write it: before the services.
  const services = node.entries.find(({ key, merged }) => !merged && key.text === 'services');
  const change = isThere
    ? ensurePath(document, node, [RESPONSE, 'set'], [item])
    : insertEntry(document, node, RESPONSE, { set: [item] }, services ?? 'last');
  return change && [change];
}

function global({ document, node, path }: Settings, name: string, value: string): readonly Change[] {
  const set = [...path, 'set'] as const;
  if (node.shared || ownMap(node, set) === 'other') return [];
  const change = ensurePath(document, node, [...path, 'set', name], value);
  return change === undefined ? [] : [change];
}
