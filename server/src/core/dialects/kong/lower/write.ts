import type { Change } from '../../../model/place.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { ensurePath, fillEmpty, insertEntry, insertItem } from '../../../syntax/yaml/edit.ts';
import { entryOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlValue } from '../../../syntax/yaml/render.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Plugin } from '../model/config.ts';
import type { Action } from '../model/names.ts';

/** Texts to be added to the lists of a transformer. */
export type Additions = readonly (readonly [action: Action, texts: readonly string[]])[];

/** `replace` acts where the service sends the header, `add` where it does not. */
export function setting(name: string, value: string): Additions {
  const text = `${name}:${value}`;
  return [
    ['replace', [text]],
    ['add', [text]],
  ];
}

/** A new instance that does nothing else. */
export function settings(additions: Additions): Readonly<Record<string, YamlValue>> {
  return Object.fromEntries(additions.map(([action, headers]) => [action, { headers }]));
}

/** Adds to the lists of an instance; empty where that would reach other instances, or cannot be done faithfully. */
export function addTo({ document, holder, base }: Plugin, additions: Additions): readonly Change[] {
  const wanted = additions.filter(([, texts]) => texts.length > 0);
  if (wanted.length === 0) return [];
  // Settings of its own would hide those that it takes over.
  if (base !== undefined && wanted.some(([action]) => entryOf(base.node, action) !== undefined)) {
    const ownHas = wanted.every(([action]) => typeof ownMap(holder, ['config', action]) === 'object');
    if (!ownHas) return base.isShared ? [] : (inSettings(document, base.node, wanted) ?? []);
  }
  const config = ownMap(holder, ['config']);
  if (config === 'other' || (typeof config === 'object' && config.kind !== 'map')) return [];
  if (config === 'absent') {
    const entry = entryOf(holder, 'config');
    const change =
      entry === undefined
        ? insertEntry(document, holder, 'config', settings(wanted))
        : fillEmpty(document, entry, settings(wanted));
    return change === undefined ? [] : [change];
  }
  return inSettings(document, config, wanted) ?? [];
}

function inSettings(
  document: YamlDocument,
  config: YamlMap,
  wanted: Additions,
): readonly Change[] | undefined {
  const items: (Change | undefined)[] = [];
  const lists: (Change | undefined)[] = [];
  const actions: (Change | undefined)[] = [];
  for (const [action, texts] of wanted) {
    const there = ownMap(config, [action]);
    const list = ownMap(config, [action, 'headers']);
    if (list === 'other') return undefined;
    if (typeof list === 'object') {
      if (list.kind !== 'seq') return undefined;
      items.push(...texts.map((text) => insertItem(document, list, text)));
    } else if (typeof there === 'object') {
      lists.push(ensurePath(document, config, [action, 'headers'], texts));
    } else if (entryOf(config, action) !== undefined) {
      lists.push(ensurePath(document, config, [action, 'headers'], texts));
    } else actions.push(insertEntry(document, config, action, { headers: texts }));
  }
  // What ends at one place is written from the inside outwards.
  const changes = [...items, ...lists, ...actions];
  return changes.every((change) => change !== undefined) ? joined(document, changes) : undefined;
}

/** Insertions at one place as one change. */
function joined(document: YamlDocument, changes: readonly Change[]): readonly Change[] {
  const found: Change[] = [];
  for (const change of changes) {
    const index = found.findIndex(({ at }) => at.start === change.at.start && at.end === change.at.end);
    const known = found[index];
    if (known === undefined) {
      found.push(change);
      continue;
    }
    // The first of an empty flow collection has no comma of its own.
    const isOpening = /[[{]$/.test(document.file.text.slice(0, change.at.start));
    found[index] = { at: known.at, text: `${known.text}${isOpening ? ', ' : ''}${change.text}` };
  }
  return found;
}
