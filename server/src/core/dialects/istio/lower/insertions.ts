import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Insertion } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { ensurePath, insertEntry, insertItem } from '../../../syntax/yaml/edit.ts';
import { entriesOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { EdgeService, HttpItem } from '../read/world.ts';
import type { Holder } from './headers.ts';
import { answersOf, headersHolder } from './items.ts';
import { itemLevel } from './levels.ts';

/** One more entry of `headers.response.set` at the item, or at all items of the object. */
export function insertionsFor(
  service: EdgeService,
  item: HttpItem,
  ops: readonly HeaderOp[],
): readonly Insertion[] {
  const undone = (name: string): boolean => isUndone(ops, name);
  const own = target(item);
  const inItem: Insertion = {
    level: itemLevel(own),
    add: (name, value) => (undone(name) ? [] : (setting(own, name, value) ?? [])),
    title: (name, value) => `Set ${name}: ${value} on the answers of ${itemLevel(own).label}`,
  };
  const pages = service.items.filter(
    (each) => each.object === item.object && answersOf(each).some(({ page }) => page === 'content'),
  );
  if (pages.length < 2) return [inItem];
  const all: Insertion = {
    level: objectLevel(item.object),
    add: (name, value) => (undone(name) ? [] : settingAll(pages, name, value)),
    title: (name, value) => `Set ${name}: ${value} on the answers of all routes of ${item.object.name}`,
  };
  return [inItem, all];
}

/** A delegate's item that takes over its root's headers would lose them with one of its own. */
function target(item: HttpItem): HttpItem {
  const root = headersHolder(item);
  return root !== undefined && ownMap(root.node, ['headers']) !== 'absent' ? root : item;
}

/** What an EnvoyFilter does behind the routes cannot be outdone by a route. */
function isUndone(ops: readonly HeaderOp[], name: string): boolean {
  return ops.some((op) => op.kind === 'unknown' && (op.name.prefix || op.name.text === name.toLowerCase()));
}

function settingAll(items: readonly HttpItem[], name: string, value: string): readonly Change[] {
  const targets = [...new Map(items.map(target).map((each) => [each.node, each])).values()];
  const changes = targets.filter((each) => !has(each.node, name)).map((each) => setting(each, name, value));
  return changes.every((change) => change !== undefined) ? changes.flat() : [];
}

function has(node: YamlMap, name: string): boolean {
  const set = ownMap(node, ['headers', 'response', 'set']);
  return (
    typeof set === 'object' && entriesOf(set).some(({ key }) => key.text.toLowerCase() === name.toLowerCase())
  );
}

function setting({ object, node }: HttpItem, name: string, value: string): readonly Change[] | undefined {
  const { document } = object;
  // A percent sign starts a command of Envoy.
  const change = ensureOwn(document, node, ['headers', 'response', 'set'], {
    [name]: value.replaceAll('%', '%%'),
  });
  return change && [change];
}

function ensureOwn(
  document: YamlDocument,
  node: YamlMap,
  path: readonly [string, ...string[]],
  value: Readonly<Record<string, string>>,
): Change | undefined {
  if (ownMap(node, path) === 'other') return undefined;
  const [name, text] = Object.entries(value)[0] ?? [];
  if (name === undefined || text === undefined) return undefined;
  if (ownMap(node, ['headers']) !== 'absent') return ensurePath(document, node, [...path, name], text);
  // Where a person would write it: before what the item does.
  const action = node.entries.find(({ key, merged }) => !merged && ACTIONS.has(key.text));
  const [, ...inner] = path;
  const nested = [...inner, name].reduceRight<Parameters<typeof insertEntry>[3]>(
    (each, key) => ({ [key]: each }),
    text,
  );
  const isThere = node.entries.some(({ key }) => key.text === path[0]);
  return isThere
    ? ensurePath(document, node, [...path, name], text)
    : insertEntry(document, node, path[0], nested, action ?? 'last');
}

const ACTIONS: ReadonlySet<string> = new Set(['route', 'directResponse']);

/** Names a header in `headers.response.remove`, which runs before anything of its level is set or added. */
export function removing({ document, node }: Holder, name: string): readonly Change[] {
  const list = ownMap(node, ['headers', 'response', 'remove']);
  if (list === 'other') return [];
  const change =
    list === 'absent'
      ? ensurePath(document, node, ['headers', 'response', 'remove'], [name])
      : list.kind === 'seq'
        ? insertItem(document, list, name)
        : undefined;
  return change === undefined ? [] : [change];
}
