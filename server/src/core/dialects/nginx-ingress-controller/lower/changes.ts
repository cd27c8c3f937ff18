import type { Change } from '../../../model/place.ts';
import { isSharedStep, ownMap } from '../../../syntax/kubernetes/header.ts';
import { ensurePath, insertEntry, insertItem, replaceEntry } from '../../../syntax/yaml/edit.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { YamlValue } from '../../../syntax/yaml/render.ts';
import type { Action } from '../read/actions.ts';

export interface NewHeader {
  readonly name: string;
  readonly value: string;
  readonly always: boolean;
}

/**
 * Writes lines into an action, where it is the object's own.
 * @param hide names of the service's headers that are kept back
 */
export function withHeaders(
  action: Action,
  add: readonly NewHeader[],
  hide: readonly string[],
): readonly Change[] | undefined {
  const { document } = action.item.object;
  const { node, kind, entry } = action;
  if (action.steps.some(isSharedStep) || entry.merged || entry.value.shared) return undefined;
  if (kind === 'redirect') return undefined;
  if (kind === 'return') {
    const items = add.map(({ name, value }) => ({ name, value }));
    return entry.value.kind === 'map' ? appended(document, entry.value, ['headers'], items) : undefined;
  }
  const items = add.map(({ name, value, always }) => ({ name, value, ...(always && { always }) }));
  if (kind === 'pass') {
    const responseHeaders = {
      ...(hide.length > 0 && { hide }),
      ...(items.length > 0 && { add: items }),
    };
    const proxy = { upstream: textOf(entry.value) ?? '', responseHeaders };
    const change = replaceEntry(document, node, entry, 'proxy', proxy);
    return change && [change];
  }
  return entry.value.kind === 'map' ? inProxy(document, entry.value, items, hide) : undefined;
}

function inProxy(
  document: YamlDocument,
  proxy: YamlMap,
  items: readonly YamlValue[],
  names: readonly string[],
): readonly Change[] | undefined {
  const response = at(proxy, 'responseHeaders');
  const hidden = itemsOf(at(response, 'hide')).map((each) => textOf(each)?.toLowerCase());
  const hide = names.filter((name) => !hidden.includes(name.toLowerCase()));
  const whole = { ...(hide.length > 0 && { hide }), ...(items.length > 0 && { add: items }) };
  const found = ownMap(proxy, ['responseHeaders']);
  if (found === 'other') return undefined;
  if (found === 'absent' || (found.kind === 'map' && found.entries.length === 0)) {
    const change = ensurePath(document, proxy, ['responseHeaders'], whole);
    if (change !== undefined) return [change];
    const entry = entryOf(proxy, 'responseHeaders');
    const replaced = entry && replaceEntry(document, proxy, entry, 'responseHeaders', whole);
    return replaced && [replaced];
  }
  if (found.kind !== 'map') return undefined;
  const kept = hide.length === 0 ? [] : appended(document, found, ['hide'], hide, 'first');
  const added = items.length === 0 ? [] : appended(document, found, ['add'], items);
  return kept === undefined || added === undefined ? undefined : [...kept, ...added];
}

/** More items of a list, which may not be there yet. */
function appended(
  document: YamlDocument,
  map: YamlMap,
  path: readonly [string],
  items: readonly YamlValue[],
  where: 'first' | 'last' = 'last',
): readonly Change[] | undefined {
  const list = ownMap(map, path);
  if (list === 'other') return undefined;
  if (list === 'absent') {
    const isThere = entryOf(map, path[0]) !== undefined;
    const change = isThere
      ? ensurePath(document, map, path, items)
      : insertEntry(document, map, path[0], items, where);
    return change && [change];
  }
  if (list.kind !== 'seq') return undefined;
  return joined(items.map((item) => insertItem(document, list, item)));
}

/** Insertions at one place as one, so that their order is the one meant. */
function joined(changes: readonly (Change | undefined)[]): readonly Change[] | undefined {
  const [first] = changes;
  if (first === undefined || changes.includes(undefined)) return undefined;
  return [{ at: first.at, text: changes.map((change) => change?.text ?? '').join('') }];
}
