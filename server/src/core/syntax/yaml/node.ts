import type { Span } from '../../model/place.ts';

/**
 * A YAML document as dialects read it: aliases followed, merge keys unfolded, scalars with their source text. Spans are
 * relative to the document, so that a document that did not change can be kept while others do; `YamlDocument.place`
 * makes places of them.
 */
export type YamlNode = YamlMap | YamlSeq | YamlScalar;

interface NodeBase {
  /** The value alone, without anchor, comment or trailing blanks. For a block scalar: its whole text. */
  readonly at: Span;
  /** True where several places share this node through an anchor: an edit here would reach all of them. */
  readonly shared: boolean;
}

export interface YamlScalar extends NodeBase {
  readonly kind: 'scalar';
  /** A plain scalar as it is written (`on`, `1.10`), a quoted or block scalar as it is meant. */
  readonly text: string;
  /** True for an absent value, `null` and `~`: not the same as an empty text. */
  readonly isNull: boolean;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
  /** From the key to the end of the value. */
  readonly at: Span;
  /** Comes through a merge key (`<<`). */
  readonly merged: boolean;
}

export interface YamlMap extends NodeBase {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly flow: boolean;
}

export interface YamlSeq extends NodeBase {
  readonly kind: 'seq';
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
}

/** The entry of a key, in exactly this spelling; of equal keys the last, as most gateways have it. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.findLast((entry) => entry.key.text === key) : undefined;
}

/** The node at a path of keys; `undefined` where a step is missing. */
export function at(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  let current = node;
  for (const key of path) current = entryOf(current, key)?.value;
  return current;
}

export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'seq' ? node.items : [];
}

/** The text of a scalar that is not null. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && !node.isNull ? node.text : undefined;
}

/** A plain scalar that YAML 1.1 (Kubernetes) reads as a boolean; other readers know `true` and `false` only. */
export function booleanOf(node: YamlNode | undefined, yaml11 = false): boolean | undefined {
  if (node?.kind !== 'scalar' || node.style !== 'plain') return undefined;
  if (/^(true|True|TRUE)$/.test(node.text) || (yaml11 && /^(y|yes|on)$/i.test(node.text))) return true;
  if (/^(false|False|FALSE)$/.test(node.text) || (yaml11 && /^(n|no|off)$/i.test(node.text))) return false;
  return undefined;
}
