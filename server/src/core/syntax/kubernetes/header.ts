import type { HeaderOp } from '../../model/header-op.ts';
import type { Change } from '../../model/place.ts';
import { removeNode } from '../yaml/edit.ts';
import { scalarValue, yamlHeaderOp } from '../yaml/header-op.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from '../yaml/node.ts';
import type { YamlDocument } from '../yaml/parse.ts';

/** A collection and what stands in it. */
export interface Step {
  readonly parent: YamlMap | YamlSeq;
  readonly child: YamlEntry | YamlNode;
}

/** A header instruction in an object. */
export interface ObjectHeader {
  readonly document: YamlDocument;
  readonly kind: HeaderOp['kind'];
  readonly name: YamlScalar;
  readonly value?: YamlScalar | undefined;
  readonly statement: YamlEntry | YamlNode;
  /** The way from the statement outwards; an emptied collection goes with its last member. */
  readonly steps: readonly Step[];
}

export function objectHeader({ document, kind, name, value, statement, steps }: ObjectHeader): HeaderOp {
  const isShared = steps.some(isSharedStep);
  const op = yamlHeaderOp({
    document,
    kind,
    name: name.text,
    nameNode: name,
    statement,
    ...(value && { value: scalarValue(document, value) }),
    ...(!isShared && { nameScalar: name }),
    ...(!isShared && value && { valueScalar: value }),
  });
  const remove = isShared ? undefined : removeAlong(document, steps);
  return remove === undefined ? op : { ...op, edits: { ...op.edits, remove: [remove] } };
}

/** An edit there would reach other places too. */
export function isSharedStep({ parent, child }: Step): boolean {
  return parent.shared || ('merged' in child ? child.merged || child.value.shared : child.shared);
}

/** Deletes the innermost child; an emptied collection goes with its last member. */
export function removeAlong(document: YamlDocument, [step, ...outer]: readonly Step[]): Change | undefined {
  if (step === undefined) return undefined;
  const { parent, child } = step;
  const count = parent.kind === 'map' ? parent.entries.length : parent.items.length;
  return count === 1 ? removeAlong(document, outer) : removeNode(document, parent, child);
}

/** The collection at a path of keys, where no anchor shares it or anything above it; empty where it is not there yet. */
export function ownMap(
  node: YamlNode | undefined,
  path: readonly string[],
): 'absent' | 'other' | YamlMap | YamlSeq {
  if (node === undefined || (node.kind === 'scalar' && node.isNull)) return 'absent';
  if (node.kind === 'scalar' || node.shared) return 'other';
  const [key, ...rest] = path;
  if (key === undefined) return node;
  if (node.kind !== 'map') return 'other';
  const entry = node.entries.findLast((each) => each.key.text === key);
  if (entry === undefined) return 'absent';
  return entry.merged ? 'other' : ownMap(entry.value, rest);
}
