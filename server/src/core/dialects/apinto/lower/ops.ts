import type { HeaderOp, HeaderValue, OpEdits } from '../../../model/header-op.ts';
import { objectHeader, type Step } from '../../../syntax/kubernetes/header.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { booleanOf, entriesOf, type YamlEntry, type YamlScalar } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** An entry around an instruction; what an anchor shares there is not edited. */
export type Outer = YamlEntry;

/**
 * The instructions of a map of headers. Setting replaces the first line of the name, or adds one: two instructions of
 * the model say that.
 */
export function setOps(
  document: YamlDocument,
  headers: YamlEntry | undefined,
  outer: readonly Outer[],
  whenEmpty: HeaderOp['whenEmpty'],
): readonly HeaderOp[] {
  if (headers?.value.kind !== 'map') return [];
  const map = headers.value;
  const entries = entriesOf(map);
  return entries.flatMap((entry) => {
    const { key, value } = entry;
    if (value.kind !== 'scalar') return [];
    const isShared = isSharedEntry(headers) || outer.some(isSharedEntry);
    const steps: readonly Step[] = isShared
      ? [{ parent: { ...map, shared: true }, child: entry }]
      : [{ parent: map, child: entry }];
    const made = objectHeader({ document, kind: 'replace-first', name: key, value, statement: entry, steps });
    // Names that differ in case are one header, and a map of Go has no order.
    const isTwice = entries.some((each) => each !== entry && sameName(each, entry));
    const sent: HeaderValue = isTwice
      ? { kind: 'dynamic', parts: [undefined], template: value.text, at: made.value.at }
      : sentValue(document, value);
    const op: HeaderOp = {
      ...made,
      value: sent,
      whenEmpty,
      edits: withoutDoubles(made.edits, entry, entries),
    };
    // A colon in the name makes another header of it.
    if (key.text.includes(':')) return [{ ...op, kind: 'set' }];
    if (whenEmpty === 'skip' && sent.kind === 'literal' && sent.text === '') return [];
    return [{ ...op, kind: 'set-if-absent' }, op];
  });
}

/** Another name must not be one that the map has already. */
function withoutDoubles(edits: OpEdits, own: YamlEntry, entries: readonly YamlEntry[]): OpEdits {
  const { rewrite } = edits;
  if (rewrite === undefined) return edits;
  const others = entries.filter((each) => each !== own).map(({ key }) => key.text.toLowerCase());
  return {
    ...edits,
    rewrite: (part) =>
      part.name !== undefined && others.includes(part.name.toLowerCase()) ? [] : rewrite(part),
  };
}

function sameName(a: YamlEntry, b: YamlEntry): boolean {
  // A client ends `X-Frame-Options:` at its colon.
  return a.key.text.toLowerCase().replace(/:$/, '') === b.key.text.toLowerCase().replace(/:$/, '');
}

function isSharedEntry({ merged, value }: YamlEntry): boolean {
  return merged || value.shared;
}

/** Numbers and booleans of YAML 1.1 become texts as Go prints them. */
function sentValue(document: YamlDocument, scalar: YamlScalar): HeaderValue {
  const at = document.place(scalar.at);
  if (scalar.isNull) return { kind: 'literal', text: '', at };
  if (scalar.style === 'plain') {
    const boolean = booleanOf(scalar, true);
    if (boolean !== undefined) return { kind: 'literal', text: String(boolean), at };
    if (/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(scalar.text) && Math.abs(Number(scalar.text)) < 1e15)
      return { kind: 'literal', text: Number(scalar.text).toFixed(6), at };
  }
  return scalarValue(document, scalar);
}

/** A name of a black list: all lines of it go. */
export function filterOp(
  document: YamlDocument,
  item: YamlScalar,
  names: YamlEntry,
  outer: readonly Outer[],
): HeaderOp {
  const list = names.value;
  const isShared = isSharedEntry(names) || outer.some(isSharedEntry);
  const steps: readonly Step[] =
    list.kind === 'seq' && list.items.length > 1 && !isShared ? [{ parent: list, child: item }] : [];
  return objectHeader({ document, kind: 'remove', name: item, statement: item, steps });
}
