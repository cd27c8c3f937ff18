import type { Place } from '../../../model/place.ts';
import {
  entriesOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  type YamlSeq,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/**
 * A name in Spring's tree of properties. One document is one property source: nested keys, dotted keys, indices
 * (`routes[0]`) and numbered keys say the same (OriginTrackedYamlLoader flattens them all).
 */
export interface Property {
  readonly document: YamlDocument;
  /** As written in its key, without what led to it. */
  readonly spelling: string;
  /** The key, or the item of a list. */
  readonly at: Place;
  /** Absent where the name only leads further (`spring.cloud`). */
  readonly value: YamlNode | undefined;
  /** The entry or item that gives the value, and what it stands in. */
  readonly owner: YamlEntry | YamlNode | undefined;
  readonly parent: YamlMap | YamlSeq | undefined;
  /** By canonical name; items of a list by their number. */
  readonly children: ReadonlyMap<string, Property>;
  /** Another spelling in the same document gives a list too, which Boot may bind together with this one, item by item. */
  readonly isMixed?: boolean;
}

interface Growing extends Property {
  spelling: string;
  at: Place;
  value: YamlNode | undefined;
  owner: YamlEntry | YamlNode | undefined;
  parent: YamlMap | YamlSeq | undefined;
  readonly children: Map<string, Growing>;
  isMixed?: boolean;
}

/** Relaxed binding: dashes, underscores and case do not count. */
export function canonical(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

/** The properties of a document. */
export function readProperties(document: YamlDocument): Property {
  const root = grow(document, '', document.place({ start: 0, end: 0 }));
  if (document.root?.kind === 'map') fill(root, document.root);
  return root;
}

function grow(document: YamlDocument, spelling: string, at: Place): Growing {
  return {
    document,
    spelling,
    at,
    value: undefined,
    owner: undefined,
    parent: undefined,
    children: new Map(),
  };
}

function fill(target: Growing, map: YamlMap): void {
  for (const entry of entriesOf(map)) {
    let current = target;
    const names = segments(entry.key.text);
    for (const name of names.slice(0, -1)) current = child(current, name, entry.key);
    const last = names.at(-1);
    if (last !== undefined) give(current, last, entry, map);
  }
}

function segments(key: string): readonly string[] {
  return [...key.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([whole, index]) => index ?? whole);
}

function child(parent: Growing, name: string, key: YamlScalar): Growing {
  const known = parent.children.get(canonical(name));
  if (known !== undefined) return known;
  const made = grow(parent.document, name, parent.document.place(key.at));
  parent.children.set(canonical(name), made);
  return made;
}

function give(parent: Growing, name: string, entry: YamlEntry, map: YamlMap): void {
  const { document } = parent;
  const known = parent.children.get(canonical(name));
  // Of two spellings in one document the one with dashes is found first, wherever it stands (Binder asks for it).
  if (known?.value !== undefined && isDashed(known.spelling) && !isDashed(name)) {
    if (!isCovered(entry.value, known.value)) known.isMixed = true;
    // What only leads further is no value of its own: `spring` and `SPRING` lead to the same.
    if (entry.value.kind === 'map') fill(known, entry.value);
    return;
  }
  const target = child(parent, name, entry.key);
  if (target.value !== undefined && entry.value.kind !== 'map') target.children.clear();
  if (target.value !== undefined && !isCovered(target.value, entry.value)) target.isMixed = true;
  target.spelling = name;
  target.at = document.place(entry.key.at);
  target.value = entry.value;
  target.owner = entry;
  target.parent = map;
  describe(target, entry.value);
}

/** Whether each item of a list is given by a text of another one. */
function isCovered(list: YamlNode, by: YamlNode): boolean {
  if (list.kind !== 'seq' || by.kind !== 'seq') return true;
  return (
    list.items.length <= by.items.length &&
    [...list.items, ...by.items].every((item) => item.kind === 'scalar')
  );
}

function isDashed(name: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
}

function describe(target: Growing, value: YamlNode): void {
  if (value.kind === 'map') fill(target, value);
  if (value.kind !== 'seq') return;
  value.items.forEach((item, index) => {
    const made = grow(target.document, String(index), target.document.place(item.at));
    target.children.set(String(index), made);
    made.value = item;
    made.owner = item;
    made.parent = value;
    describe(made, item);
  });
}

/** The property at a path of canonical names. */
export function propertyAt(root: Property | undefined, ...path: readonly string[]): Property | undefined {
  let current = root;
  for (const name of path) current = current?.children.get(name);
  return current;
}

/** Keys that a map has twice in the same spelling: Boot's loader refuses the whole file for one. */
export function duplicateKey(node: YamlNode | undefined): YamlScalar | undefined {
  if (node?.kind === 'seq') return firstOf(node.items.map(duplicateKey));
  if (node?.kind !== 'map') return undefined;
  const own = node.entries.filter((entry) => !entry.merged);
  const twice = own.find(({ key }, index) => own.findIndex((each) => each.key.text === key.text) < index);
  return twice?.key ?? firstOf(own.map(({ value }) => duplicateKey(value)));
}

function firstOf<T>(found: readonly (T | undefined)[]): T | undefined {
  return found.find((each) => each !== undefined);
}
