import type { HeaderOp } from '../../../model/header-op.ts';
import type { Refusal, Unread } from '../../../model/scope.ts';
import { re2 } from '../../../routes/re2.ts';
import { isHole, isTemplate, opaqueOp } from './hole.ts';
import { scalarValue, yamlHeaderOp } from '../../../syntax/yaml/header-op.ts';
import {
  entriesOf,
  entryOf,
  textOf,
  type YamlNode,
  type YamlScalar,
  type YamlSeq,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** The lists of a header modifier, each in written order. */
export interface Modifier {
  readonly node: YamlNode;
  readonly set: readonly HeaderOp[];
  readonly add: readonly HeaderOp[];
  readonly addIfAbsent: readonly HeaderOp[];
  readonly remove: readonly HeaderOp[];
  /** Fields that the API server drops. */
  readonly pruned: readonly Unread[];
  /** Why the API server does not take the object that holds it. */
  readonly refused: readonly Refusal[];
}

/** Said of fields that the schema has not; a strict client refuses the object instead. */
export const DROPPED = 'the API server knows no such field there and drops it';

const KINDS = { set: 'set', add: 'append', addIfAbsent: 'set-if-absent' } as const;
type List = keyof typeof KINDS;

/** Which lists there are: `removeOnMatch` and `addIfAbsent` stand in Envoy Gateway's lateResponseHeaders only. */
export type ModifierShape = 'filter' | 'late';

/**
 * A header modifier as its schema has it: `set` and `add` are lists of `name` and `value`, unique by name; unknown fields
 * are pruned, what breaks the schema refuses the whole object.
 */
export function readModifier(
  document: YamlDocument,
  node: YamlNode,
  shape: ModifierShape = 'filter',
): Modifier {
  const refused: Refusal[] = [];
  const list = (name: List): readonly HeaderOp[] => headerList(document, node, name, refused);
  const known =
    shape === 'filter' ? ['set', 'add', 'remove'] : [...Object.keys(KINDS), 'remove', 'removeOnMatch'];
  return {
    node,
    set: list('set'),
    add: list('add'),
    addIfAbsent: shape === 'late' ? list('addIfAbsent') : [],
    remove: [
      ...removals(document, node, refused),
      ...(shape === 'late' ? matchedRemovals(document, node) : []),
    ],
    pruned: entriesOf(node)
      .filter(({ key }) => !known.includes(key.text) && !isTemplate(key.text))
      .map(({ key }) => ({
        at: document.place(key.at),
        what: key.text,
        why: DROPPED,
        advice: `Headers stand below ${known.join(', ')}.`,
      })),
    refused,
  };
}

function headerList(
  document: YamlDocument,
  node: YamlNode,
  list: List,
  refused: Refusal[],
): readonly HeaderOp[] {
  const found = entryOf(node, list);
  const hole = [node, found?.value].find((each) => isHole(document, each));
  // A hole in the place of the whole modifier is one, not three.
  if (hole !== undefined)
    return hole === node && list !== 'set' ? [] : [opaqueOp(list, document.place(hole.at))];
  if (found === undefined || isAbsent(found.value)) return [];
  if (found.value.kind !== 'seq') {
    refused.push({
      at: document.place(found.key.at),
      why: `${list} takes a list of items with name and value`,
    });
    return [];
  }
  const names = new Set<string>();
  const ops: HeaderOp[] = [];
  for (const item of found.value.items) {
    const op = header(document, found.value, item, list, refused);
    if (op === undefined) continue;
    if (names.has(op.spelling)) {
      refused.push({ at: op.nameAt, why: `${op.spelling} stands in ${list} twice` });
    }
    names.add(op.spelling);
    ops.push(op);
  }
  return ops.map((op) => withoutTwins(op, ops));
}

/** A name stands in a list once: what would rename an item to that of another is not offered. */
function withoutTwins(op: HeaderOp, ops: readonly HeaderOp[]): HeaderOp {
  const { rewrite } = op.edits;
  if (rewrite === undefined) return op;
  const isTaken = (name: string): boolean =>
    ops.some((other) => other !== op && other.name.text === name.toLowerCase());
  return {
    ...op,
    edits: {
      ...op.edits,
      rewrite: (part) => (part.name !== undefined && isTaken(part.name) ? [] : rewrite(part)),
    },
  };
}

function header(
  document: YamlDocument,
  parent: YamlSeq,
  item: YamlNode,
  list: List,
  refused: Refusal[],
): HeaderOp | undefined {
  const nameNode = entryOf(item, 'name')?.value;
  const valueNode = entryOf(item, 'value')?.value;
  const name = textOf(nameNode);
  if (isHole(document, item) || isHole(document, nameNode)) return opaqueOp(list, document.place(item.at));
  if (nameNode !== undefined && name !== undefined && isHole(document, valueNode)) {
    return templated(document, parent, { item, name, nameNode, list });
  }
  if (nameNode?.kind !== 'scalar' || name === undefined || valueNode?.kind !== 'scalar') {
    refused.push({ at: document.place(item.at), why: `an item of ${list} needs a name and a value` });
    return undefined;
  }
  if (/[\s:]/.test(name) && !isTemplate(name)) {
    refused.push({ at: document.place(nameNode.at), why: 'a header name has neither blanks nor a colon' });
    return undefined;
  }
  if (valueNode.text === '' || !isString(valueNode)) {
    const why = `the value of ${name} has to be a text that is not empty`;
    refused.push({ at: document.place(valueNode.at), why });
    return undefined;
  }
  return yamlHeaderOp({
    document,
    kind: KINDS[list],
    name,
    nameNode,
    value: scalarValue(document, valueNode),
    statement: item,
    parent,
    nameScalar: nameNode,
    valueScalar: valueNode,
  });
}

function templated(
  document: YamlDocument,
  parent: YamlSeq,
  { item, name, nameNode, list }: { item: YamlNode; name: string; nameNode: YamlNode; list: List },
): HeaderOp {
  const at = document.place(item.at);
  const value = {
    kind: 'dynamic',
    parts: [undefined],
    template: document.text.slice(item.at.start, item.at.end),
    at,
  } as const;
  return yamlHeaderOp({ document, kind: KINDS[list], name, nameNode, value, statement: item, parent });
}

function removals(document: YamlDocument, node: YamlNode, refused: Refusal[]): readonly HeaderOp[] {
  const found = entryOf(node, 'remove');
  if (isHole(document, found?.value)) return [];
  if (found === undefined || isAbsent(found.value)) return [];
  const { value } = found;
  if (value.kind !== 'seq') {
    refused.push({ at: document.place(found.key.at), why: 'remove takes a list of header names' });
    return [];
  }
  return value.items.flatMap((item) => {
    const name = textOf(item);
    if (name !== undefined) {
      return [
        yamlHeaderOp({ document, kind: 'remove', name, nameNode: item, statement: item, parent: value }),
      ];
    }
    refused.push({ at: document.place(item.at), why: 'remove takes a list of header names' });
    return [];
  });
}

const FRAMING = ['X-Frame-Options', 'Content-Security-Policy'];

/** `removeOnMatch`: of names with another pattern than a prefix, those are told that decide about framing. */
function matchedRemovals(document: YamlDocument, node: YamlNode): readonly HeaderOp[] {
  const found = entryOf(node, 'removeOnMatch')?.value;
  if (found?.kind !== 'seq') return [];
  return found.items.flatMap((item) => {
    const text = textOf(entryOf(item, 'value')?.value);
    if (text === undefined) return [];
    const type = textOf(entryOf(item, 'type')?.value) ?? 'Exact';
    const op = (name: string): HeaderOp =>
      yamlHeaderOp({ document, kind: 'remove', name, nameNode: item, statement: item, parent: found });
    if (type === 'Exact') return [op(text)];
    if (type === 'Prefix') return [{ ...op(text), name: { text: text.toLowerCase(), prefix: true } }];
    return FRAMING.filter((name) => isHit(type, text, name.toLowerCase())).map(op);
  });
}

function isHit(type: string, text: string, name: string): boolean {
  if (type === 'Suffix') return name.endsWith(text.toLowerCase());
  const regex = re2(text, { whole: true });
  return regex?.kind === 'regex' && regex.test(name);
}

/** Whether Kubernetes reads a scalar as a text: it reads plain ones as YAML 1.1 does. */
function isString({ style, text, isNull }: YamlScalar): boolean {
  if (style !== 'plain' || isTemplate(text)) return true;
  return !isNull && !/^(y|n|yes|no|on|off|true|false|null|~|[-+]?(\d[\d_]*)?\.?\d+(e[-+]?\d+)?)$/i.test(text);
}

function isAbsent(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.isNull;
}
