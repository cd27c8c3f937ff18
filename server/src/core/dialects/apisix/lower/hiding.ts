import type { Change } from '../../../model/place.ts';
import type { Hiding } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { ensurePath, removeNode } from '../../../syntax/yaml/edit.ts';
import { at, entryOf, itemsOf, type YamlScalar } from '../../../syntax/yaml/node.ts';
import { renderFlow } from '../../../syntax/yaml/render.ts';
import type { Held } from './merge.ts';

/** What `add` puts beside the service's own header, `set` puts in its place. */
export function hidingsFor(winner: Held | undefined): readonly Hiding[] {
  if (winner === undefined || itemsOf(at(winner.plugin.config, 'headers', 'add')).length === 0) return [];
  return [
    { level: winner.holder.level, keyword: 'set instead of add for', add: (name) => moved(winner, name) },
  ];
}

function moved({ plugin: { document, config, steps } }: Held, name: string): readonly Change[] {
  const headers = config?.kind === 'map' ? ownMap(config, ['headers']) : 'other';
  const isShared = steps.some(({ parent, child }) => parent.shared || ('merged' in child && child.merged));
  if (isShared || typeof headers === 'string' || headers.kind !== 'map') return [];
  const entry = entryOf(headers, 'add');
  const list = ownMap(headers, ['add']);
  if (entry === undefined || typeof list === 'string' || list.kind !== 'seq') return [];
  const found = list.items.filter(
    (item): item is YamlScalar => item.kind === 'scalar' && isNamed(item.text, name),
  );
  const [item, second] = found;
  if (item === undefined || second !== undefined) return [];
  const value = item.text.slice(item.text.indexOf(':') + 1).trim();
  const isOnly = list.items.length === 1;
  const set = ownMap(headers, ['set']);
  if (set === 'other') return [];
  if (isOnly && set === 'absent' && entryOf(headers, 'set') === undefined) {
    return [{ at: document.place(entry.at), text: `set: ${renderFlow({ [name]: value })}` }];
  }
  const inserted = ensurePath(document, headers, ['set', name], value);
  const removed = isOnly ? removeNode(document, headers, entry) : removeNode(document, list, item);
  return inserted === undefined || removed === undefined ? [] : [inserted, removed];
}

function isNamed(text: string, name: string): boolean {
  return text.slice(0, text.indexOf(':')).trim().toLowerCase() === name.toLowerCase();
}
