import type { Change } from '../../../model/place.ts';
import { insertEntry, insertItem } from '../../../syntax/yaml/edit.ts';
import type { YamlMap, YamlSeq } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Property } from '../config/property.ts';

/** Stands for an item while the edit around it is made: items are written without quotes where that is safe. */
const MARK = 'FilterGoesHere';

/** Whether `insertFirst` can put a filter there. */
export function takesItems({ value, owner }: Property): boolean {
  if (value?.kind === 'seq') return !value.shared && (value.flow || value.items.length > 0);
  return value?.kind === 'scalar' && value.isNull && owner !== undefined && 'key' in owner && !owner.merged;
}

/** Puts filters, as shortcuts, in front of a list. */
export function insertFirst(list: Property, filters: readonly string[]): Change | undefined {
  return insertAt(list, filters, 'first');
}

/** Puts filters, as shortcuts, at an end of a list. */
export function insertAt(
  list: Property,
  filters: readonly string[],
  where: 'first' | 'last',
): Change | undefined {
  const { document, value } = list;
  if (value?.kind === 'scalar' && value.isNull) return intoEmpty(list, filters);
  if (value?.kind !== 'seq') return undefined;
  const change = insertItem(document, value, MARK, where);
  if (change === undefined) return undefined;
  const isAlone = value.items.length === 0;
  const texts = filters.map((filter) => filled(change.text, MARK, filter, value.flow));
  return { at: change.at, text: texts.join(isAlone ? ', ' : '') };
}

/** A key without a value gets the list. */
function intoEmpty({ document, owner, value }: Property, filters: readonly string[]): Change | undefined {
  if (owner === undefined || !('key' in owner) || owner.merged || value === undefined) return undefined;
  const colon = document.text.indexOf(':', owner.key.at.end);
  if (colon < 0) return undefined;
  const column = owner.key.at.start - (document.text.lastIndexOf('\n', owner.key.at.start - 1) + 1);
  const eol = document.file.text.includes('\r\n') ? '\r\n' : '\n';
  const lines = filters.map((filter) => `${eol}${' '.repeat(column + 2)}- ${written(filter, false)}`);
  const end = Math.max(colon + 1, value.at.end);
  return { at: document.place({ start: colon + 1, end }), text: lines.join('') };
}

/** Puts a filter behind the item at an index. */
export function insertBehind(
  document: YamlDocument,
  list: YamlSeq,
  index: number,
  filter: string,
): Change | undefined {
  const item = list.items[index];
  const next = list.items[index + 1];
  if (item === undefined || list.shared) return undefined;
  const text = written(filter, list.flow);
  if (list.flow) return { at: document.place({ start: item.at.end, end: item.at.end }), text: `, ${text}` };
  if (next === undefined) {
    const last = insertItem(document, list, MARK);
    return last && { at: last.at, text: filled(last.text, MARK, filter, false) };
  }
  const dash = document.text.lastIndexOf('-', next.at.start - 1);
  const indent = ' '.repeat(dash - (document.text.lastIndexOf('\n', dash - 1) + 1));
  const eol = document.file.text.includes('\r\n') ? '\r\n' : '\n';
  return { at: document.place({ start: dash, end: dash }), text: `- ${text}${eol}${indent}` };
}

/** Adds a list of filters under a key that the map does not have. */
export function insertList(
  document: YamlDocument,
  map: YamlMap,
  key: string,
  filters: readonly string[],
): Change | undefined {
  const change = insertEntry(
    document,
    map,
    key,
    filters.map((_filter, index) => `${MARK}${index}`),
  );
  if (change === undefined) return undefined;
  const text = filters.reduce(
    (all, filter, index) => filled(all, `${MARK}${index}`, filter, map.flow),
    change.text,
  );
  return { at: change.at, text };
}

/** Puts a filter in the place of its mark, which stands in quotes in a JSON file. */
function filled(text: string, mark: string, filter: string, flow: boolean): string {
  const isQuoted = text.includes(`"${mark}"`);
  return text.replace(isQuoted ? `"${mark}"` : mark, () =>
    isQuoted ? JSON.stringify(filter) : written(filter, flow),
  );
}

/** A shortcut needs quotes where YAML would read more into it than a text. */
function written(filter: string, flow: boolean): string {
  const isPlain = !flow && !/: |\s#|[\n"\\]|^[^A-Za-z]|:$/.test(filter);
  return isPlain ? filter : JSON.stringify(filter);
}
