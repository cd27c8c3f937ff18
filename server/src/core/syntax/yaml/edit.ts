import type { Change, Span } from '../../model/place.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from './node.ts';
import type { YamlDocument } from './parse.ts';
import { renderAfterKey, renderFlow, renderItem, renderKey, type YamlValue } from './render.ts';

/**
 * Edits computed from spans: nothing is printed anew. All return `undefined` where the edit cannot be made faithfully
 * (a node that an anchor shares, a folded or escaped scalar).
 */

/** Another text for a scalar, in the quoting that the file uses there. */
export function replaceScalar(document: YamlDocument, scalar: YamlScalar, text: string): Change | undefined {
  if (scalar.shared || scalar.style === 'literal' || scalar.style === 'folded') return undefined;
  const source = document.text.slice(scalar.at.start, scalar.at.end);
  if (scalar.style === 'double' && source.includes('\\')) return undefined;
  if (source.includes('\n')) return undefined;
  return { at: document.place(scalar.at), text: inStyle(scalar.style, text) };
}

function inStyle(style: YamlScalar['style'], text: string): string {
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`;
  return style === 'double' ? JSON.stringify(text) : renderFlow(text);
}

/** Adds an entry to a map: last, first, or before one of its entries (in block style). */
export function insertEntry(
  document: YamlDocument,
  map: YamlMap,
  key: string,
  value: YamlValue,
  where: 'first' | 'last' | YamlEntry = 'last',
): Change | undefined {
  if (map.shared) return undefined;
  const own = map.entries.filter((entry) => !entry.merged);
  const [first] = own;
  const last = own.at(-1);
  if (map.flow) {
    const end = where === 'first' ? where : 'last';
    const text = isJson(document)
      ? `${JSON.stringify(key)}: ${JSON.stringify(value)}`
      : `${renderKey(key)}: ${renderFlow(value)}`;
    return insertFlow(document, map, own.length === 0, text, end);
  }
  if (first === undefined || last === undefined) return undefined;
  const indent = ' '.repeat(columnOf(document, first.at.start));
  const eol = document.layout.lineBreak;
  const text = `${renderKey(key)}:${renderAfterKey(value, indent + document.layout.indentUnit, document.layout.indentUnit, eol)}`;
  if (where === 'last') return insert(document, lineEndAfter(document, last.at), `${eol}${indent}${text}`);
  const next = where === 'first' ? first : where;
  return insert(document, next.at.start, `${text}${eol}${indent}`);
}

/** Adds an item to a list, last or first. */
export function insertItem(
  document: YamlDocument,
  seq: YamlSeq,
  value: YamlValue,
  where: 'first' | 'last' = 'last',
): Change | undefined {
  if (seq.shared) return undefined;
  const [first] = seq.items;
  const last = seq.items.at(-1);
  if (seq.flow) {
    const text = isJson(document) ? JSON.stringify(value) : renderFlow(value);
    return insertFlow(document, seq, first === undefined, text, where);
  }
  if (first === undefined || last === undefined) return undefined;
  const dash = document.text.lastIndexOf('-', first.at.start - 1);
  const indent = ' '.repeat(columnOf(document, dash));
  const eol = document.layout.lineBreak;
  const text = renderItem(value, indent, document.layout.indentUnit, eol);
  return where === 'first'
    ? insert(document, dash, `${text}${eol}${indent}`)
    : insert(document, lineEndAfter(document, last.at), `${eol}${indent}${text}`);
}

/**
 * Makes `map[path…]` be `value`, adding the maps that are missing on the way. `undefined` where something else stands in
 * the way, or the last key is there already.
 */
export function ensurePath(
  document: YamlDocument,
  map: YamlMap,
  path: readonly string[],
  value: YamlValue,
): Change | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  const entry = map.entries.findLast((each) => each.key.text === key);
  if (entry === undefined)
    return insertEntry(
      document,
      map,
      key,
      rest.reduceRight<YamlValue>((inner, name) => ({ [name]: inner }), value),
    );
  if (rest.length === 0 || entry.merged) return undefined;
  if (entry.value.kind === 'map') return ensurePath(document, entry.value, rest, value);
  if (entry.value.kind !== 'scalar' || !entry.value.isNull) return undefined;
  return fillEmpty(
    document,
    entry,
    rest.reduceRight<YamlValue>((inner, name) => ({ [name]: inner }), value),
  );
}

/** Gives a key without a value one. */
export function fillEmpty(document: YamlDocument, entry: YamlEntry, value: YamlValue): Change | undefined {
  if (entry.value.kind !== 'scalar' || !entry.value.isNull || entry.value.shared) return undefined;
  const indent = ' '.repeat(columnOf(document, entry.key.at.start)) + document.layout.indentUnit;
  const colon = document.text.indexOf(':', entry.key.at.end) + 1;
  const text = renderAfterKey(value, indent, document.layout.indentUnit, document.layout.lineBreak);
  return { at: document.place({ start: colon, end: Math.max(colon, entry.value.at.end) }), text };
}

/** Writes another entry in the place of one, under another key too. */
export function replaceEntry(
  document: YamlDocument,
  map: YamlMap,
  entry: YamlEntry,
  key: string,
  value: YamlValue,
): Change | undefined {
  if (map.shared || entry.merged || entry.value.shared) return undefined;
  if (map.flow) {
    const text = isJson(document)
      ? `${JSON.stringify(key)}: ${JSON.stringify(value)}`
      : `${renderKey(key)}: ${renderFlow(value)}`;
    return { at: document.place(entry.at), text };
  }
  const unit = document.layout.indentUnit;
  const indent = ' '.repeat(columnOf(document, entry.at.start)) + unit;
  const text = `${renderKey(key)}:${renderAfterKey(value, indent, unit, document.layout.lineBreak)}`;
  return { at: document.place(entry.at), text };
}

/** Deletes an entry or item; whole lines where it stands on lines of its own. */
export function removeNode(
  document: YamlDocument,
  parent: YamlMap | YamlSeq,
  child: YamlEntry | YamlNode,
): Change | undefined {
  if (parent.shared || ('merged' in child && child.merged)) return undefined;
  const siblings = parent.kind === 'map' ? parent.entries.filter((entry) => !entry.merged) : parent.items;
  const index = siblings.findIndex((each) => each === child);
  if (index < 0 || siblings.length === 1) return undefined;
  if (parent.flow) return removeFlow(document, siblings, index);
  const start = parent.kind === 'seq' ? document.text.lastIndexOf('-', child.at.start - 1) : child.at.start;
  const lineStart = document.text.lastIndexOf('\n', start - 1) + 1;
  if (document.text.slice(lineStart, start).trim() !== '') return undefined;
  const end = lineEndAfter(document, child.at);
  return {
    at: document.place({
      start: lineStart,
      end: Math.min(end + document.layout.lineBreak.length, document.text.length),
    }),
    text: '',
  };
}

function removeFlow(
  document: YamlDocument,
  siblings: readonly { readonly at: Span }[],
  index: number,
): Change | undefined {
  const [before, own, after] = [siblings[index - 1], siblings[index], siblings[index + 1]];
  if (own === undefined) return undefined;
  // With the comma before it, so that several removals in a row do not overlap; the first takes the one behind.
  const span =
    before === undefined
      ? { start: own.at.start, end: after?.at.start ?? own.at.end }
      : { start: before.at.end, end: own.at.end };
  return { at: document.place(span), text: '' };
}

/** Adds a document at the end of the file. @param text whole lines */
export function appendDocument(document: YamlDocument, text: string): Change {
  const { file } = document;
  const eol = document.layout.lineBreak;
  const end = file.text.length;
  const gap = file.text === '' || file.text.endsWith('\n') ? '' : eol;
  return { at: { uri: file.uri, start: end, end }, text: `${gap}---${eol}${text.replaceAll('\n', eol)}` };
}

function insertFlow(
  document: YamlDocument,
  parent: YamlMap | YamlSeq,
  empty: boolean,
  text: string,
  where: 'first' | 'last',
): Change {
  if (empty || where === 'first') return insert(document, parent.at.start + 1, empty ? text : `${text}, `);
  const close = parent.at.end - 1;
  const trimmed = document.text.slice(0, close).trimEnd();
  return insert(document, trimmed.length, `${trimmed.endsWith(',') ? '' : ','} ${text}`);
}

/** JSON is YAML, but not the other way round: in a JSON file every key and text stays in double quotes. */
function isJson({ text }: YamlDocument): boolean {
  return /^\ufeff?\s*[{[]/.test(text);
}

function insert(document: YamlDocument, offset: number, text: string): Change {
  return { at: document.place({ start: offset, end: offset }), text };
}

/** The end of the last line that belongs to a node: block scalars reach over their final line break. */
function lineEndAfter(document: YamlDocument, { start, end }: Span): number {
  const { text } = document;
  let last = end;
  while (last > start && /\s/.test(text[last - 1] ?? '')) last--;
  const lf = text.indexOf('\n', last);
  const line = lf < 0 ? text.length : lf;
  return text[line - 1] === '\r' ? line - 1 : line;
}

function columnOf(document: YamlDocument, offset: number): number {
  return offset - (document.text.lastIndexOf('\n', offset - 1) + 1);
}
