import type { Change, Place, Span } from '../../../model/place.ts';
import { insertEntry, insertItem, removeNode, replaceScalar } from '../../../syntax/yaml/edit.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { AddLabel, Label } from '../config/from-labels.ts';
import { templateParts } from '../config/template.ts';

/** What compose fills in: `${VAR}` and `$VAR`, but not `$$`, which is a dollar sign. Go templates are left as they are. */
const HOLE = /\{\{.*?\}\}|\$\{[^}]*\}|\$[A-Za-z_]\w*/s;
const DOLLAR = '\u0000';

/** The labels of a compose service, in either of the two forms that compose reads. */
export function labelsOf(document: YamlDocument, node: YamlNode): readonly Label[] {
  if (node.kind === 'map') {
    return node.entries.map((entry) => labelOfEntry(document, node, entry));
  }
  if (node.kind !== 'seq') return [];
  return node.items.flatMap((item) => (item.kind === 'scalar' ? [labelOfItem(document, node, item)] : []));
}

function labelOfEntry(document: YamlDocument, map: YamlMap, entry: YamlEntry): Label {
  const { key, value } = entry;
  const locked = map.shared || entry.merged;
  const scalar = value.kind === 'scalar' ? value : undefined;
  const raw = scalar === undefined || scalar.isNull ? '' : scalar.text;
  return {
    key: key.text,
    keyAt: document.place(inner(key)),
    exact: isExact(document, key),
    ...filledIn(raw),
    valueAt: document.place(value.at),
    at: document.place(entry.at),
    ...(!locked && {
      rewrite: (text) =>
        scalar === undefined ? undefined : replaceScalar(document, scalar, escapeDollar(text)),
      rename: (name) => replaceScalar(document, key, name),
      remove: () => removeNode(document, map, entry),
    }),
  };
}

function labelOfItem(document: YamlDocument, seq: YamlSeq, item: YamlScalar): Label {
  const equals = item.text.indexOf('=');
  const split = equals < 0 ? item.text.length : equals;
  const exact = isExact(document, item);
  const { start, end } = inner(item);
  const part = (from: number, to: number): Place =>
    document.place(exact ? { start: start + from, end: start + to } : { start, end });
  const valueFrom = equals < 0 ? split : split + 1;
  return {
    key: item.text.slice(0, split),
    keyAt: part(0, split),
    exact,
    ...filledIn(item.text.slice(valueFrom)),
    valueAt: part(valueFrom, item.text.length),
    at: document.place(item.at),
    ...(exact &&
      !seq.shared && {
        rewrite: (text): Change | undefined => {
          const written = inStyle(item.style, escapeDollar(text));
          const value = equals < 0 && written !== undefined ? `=${written}` : written;
          return value === undefined ? undefined : { at: part(valueFrom, item.text.length), text: value };
        },
        rename: (key): Change => ({ at: part(0, split), text: key }),
      }),
    ...(!seq.shared && { remove: () => removeNode(document, seq, item) }),
  };
}

/** Writes new labels after the last of Traefik's, in the form and quoting of the others. */
export function labelWriter(document: YamlDocument, node: YamlNode): AddLabel | undefined {
  if (node.kind === 'map') return (key, value) => insertEntry(document, node, key, escapeDollar(value));
  if (node.kind !== 'seq') return undefined;
  const last = node.items.at(-1);
  return (key, value) => {
    const change = insertItem(document, node, `${key}=${escapeDollar(value)}`);
    const single = last?.kind === 'scalar' && last.style === 'single' && !value.includes("'");
    // The renderer quotes with double quotes.
    return change === undefined || !single
      ? change
      : { ...change, text: change.text.replace(/"([^"\\]*)"/, "'$1'") };
  };
}

function filledIn(raw: string): Pick<Label, 'value' | 'parts'> {
  const marked = raw.replaceAll('$$', DOLLAR);
  const value = marked.replaceAll(DOLLAR, '$');
  const parts = templateParts(marked, HOLE)?.map((part) => part?.replaceAll(DOLLAR, '$'));
  return parts === undefined ? { value } : { value, parts };
}

function escapeDollar(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** The text inside the quotes. */
function inner(scalar: YamlScalar): Span {
  const { start, end } = scalar.at;
  return scalar.style === 'single' || scalar.style === 'double'
    ? { start: start + 1, end: end - 1 }
    : { start, end };
}

/** True where each character of the text stands as itself in the file. */
function isExact(document: YamlDocument, scalar: YamlScalar): boolean {
  if (scalar.shared || scalar.style === 'literal' || scalar.style === 'folded') return false;
  const { start, end } = inner(scalar);
  return document.text.slice(start, end) === scalar.text;
}

function inStyle(style: YamlScalar['style'], text: string): string | undefined {
  if (style === 'double') return JSON.stringify(text).slice(1, -1);
  if (style === 'single') return text.replaceAll("'", "''");
  return /: | #|\n|^\s|\s$/.test(text) ? undefined : text;
}
