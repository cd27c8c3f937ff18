import type { Span } from '../../model/place.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlSeq } from './node.ts';
import type { ParsedDocument } from './parse.ts';

/** Parses a piece of a document that may nest so deep, at its own offsets. */
export type ParsePiece = (text: string, depth: number) => ParsedDocument;

/**
 * The document after an edit, of which only the entry or item around the edit is parsed anew. `undefined` where the rest
 * might be read otherwise than before, so that the whole has to be parsed.
 *
 * What stands before a piece decides how it is read, and that did not change. What follows it goes on as before if the
 * piece is without fault and keeps to its own column: its next sibling then ends it, whatever it holds.
 */
export function reparse(
  before: ParsedDocument,
  text: string,
  depth: number,
  parse: ParsePiece,
): ParsedDocument | undefined {
  const { root } = before;
  // An alias, or a second key of the same name, ties a piece to others.
  if (root === undefined || !isPlain(before)) return undefined;
  const edit = editBetween(before.text, text);
  const piece = pieceAround(root, edit, before.text);
  if (piece === undefined) return undefined;
  const by = text.length - before.text.length;
  const written = text.slice(piece.start, piece.end + by);
  if (!keepsColumn(written, piece.column)) return undefined;
  const parsed = parse(written, depth - piece.path.length);
  if (parsed.root === undefined || !isPlain(parsed)) return undefined;
  const child = onlyChild(shifted(parsed.root, piece.start), piece.collection, piece.child);
  if (child === undefined) return undefined;
  const replaced = replace(root, piece.path, child, piece.end, by);
  return { text, root: replaced, problems: [], duplicates: [], anchored: false };
}

type Child = YamlEntry | YamlNode;
type Collection = YamlMap | YamlSeq;

/** An entry or item with all lines that belong to it, and the way there. */
interface Piece extends Span {
  readonly collection: Collection;
  readonly child: Child;
  /** Of its key, or of its dash. */
  readonly column: number;
  /** For each collection from the root to its own, which child of it leads there. */
  readonly path: readonly number[];
}

function isPlain({ problems, duplicates, anchored }: ParsedDocument): boolean {
  return problems.length === 0 && duplicates.length === 0 && !anchored;
}

/** What of the old text is not in the new one. */
function editBetween(old: string, text: string): Span {
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < most - start &&
    old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)
  )
    same++;
  return { start, end: old.length - same };
}

/** The innermost piece around an edit that a sibling follows. */
function pieceAround(root: YamlNode, edit: Span, text: string): Piece | undefined {
  let found: Piece | undefined;
  const path: number[] = [];
  let node = root;
  while (node.kind !== 'scalar' && !node.flow) {
    const children: readonly Child[] = childrenOf(node);
    if (children.some((each) => 'merged' in each && each.merged)) break;
    const index = children.findLastIndex((each) => each.at.start <= edit.start);
    const [child, next] = [children[index], children[index + 1]];
    if (child === undefined) break;
    path.push(index);
    const first = firstLine(node, child, text);
    const end = next && firstLine(node, next, text);
    // The line break in front of the sibling has to stay.
    if (first !== undefined && end !== undefined && edit.end < end.start)
      found = {
        start: first.start,
        end: end.start,
        column: first.column,
        collection: node,
        child,
        path: [...path],
      };
    node = 'value' in child ? child.value : child;
  }
  return found;
}

function childrenOf(node: Collection): readonly Child[] {
  return node.kind === 'map' ? node.entries : node.items;
}

/** Where the line of an entry or item begins, if nothing but its own dash stands in front of it. */
function firstLine(
  { kind }: Collection,
  { at }: Child,
  text: string,
): { readonly start: number; readonly column: number } | undefined {
  const start = text.lastIndexOf('\n', at.start - 1) + 1;
  const [lead, indent = ''] = (kind === 'map' ? /^( *)/ : /^( *)- +/).exec(text.slice(start, at.start)) ?? [];
  return lead?.length === at.start - start ? { start, column: indent.length } : undefined;
}

/** Whether all lines but the first stand deeper than the piece itself. */
function keepsColumn(piece: string, column: number): boolean {
  return piece
    .split('\n')
    .slice(1)
    .every((line) => {
      const [blank = ''] = /^\s*/.exec(line) ?? [];
      if (blank.length === line.length || line[blank.length] === '#') return true;
      return blank.length > column && !blank.includes('\t');
    });
}

/** What a piece was parsed to, where it is one child of the same kind, and an entry under the same key. */
function onlyChild(parsed: YamlNode, { kind }: Collection, before: Child): Child | undefined {
  if (parsed.kind === 'scalar' || parsed.kind !== kind || parsed.flow) return undefined;
  const [child, ...others] = childrenOf(parsed);
  if (child === undefined || others.length > 0 || child.at.start !== before.at.start) return undefined;
  if (!('key' in child) || !('key' in before)) return child;
  return !child.merged && child.key.text === before.key.text ? child : undefined;
}

/** The tree with one child replaced, what begins at `from` or later moved. */
function replace(
  node: YamlNode,
  [index = 0, ...path]: readonly number[],
  child: Child,
  from: number,
  by: number,
): YamlNode {
  const at = { start: node.at.start, end: node.at.end + by };
  const inner = (each: YamlNode): YamlNode => replace(each, path, child, from, by);
  if (node.kind === 'seq') {
    const items = node.items.map((item, place) => {
      if (place !== index) return item.at.start < from ? item : shifted(item, by);
      // The piece of a list's item was parsed as an item.
      return path.length === 0 ? (child as YamlNode) : inner(item);
    });
    return { ...node, at, items };
  }
  if (node.kind === 'scalar') return node;
  const entries = node.entries.map((entry, place) => {
    if (place !== index) return entry.at.start < from ? entry : shiftedEntry(entry, by);
    // As above, of an entry.
    if (path.length === 0) return child as YamlEntry;
    return { ...entry, value: inner(entry.value), at: { start: entry.at.start, end: entry.at.end + by } };
  });
  return { ...node, at, entries };
}

function shifted<Node extends YamlNode>(node: Node, by: number): Node;
function shifted(node: YamlNode, by: number): YamlNode {
  if (by === 0) return node;
  const at = { start: node.at.start + by, end: node.at.end + by };
  const { shared } = node;
  // Written out: a copy by `...` of each of thousands of nodes takes several times as long.
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', at, shared, text: node.text, isNull: node.isNull, style: node.style };
    case 'seq':
      return { kind: 'seq', at, shared, items: node.items.map((item) => shifted(item, by)), flow: node.flow };
    case 'map':
      return {
        kind: 'map',
        at,
        shared,
        entries: node.entries.map((entry) => shiftedEntry(entry, by)),
        flow: node.flow,
      };
  }
}

function shiftedEntry({ key, value, at, merged }: YamlEntry, by: number): YamlEntry {
  return {
    key: shifted(key, by),
    value: shifted(value, by),
    at: { start: at.start + by, end: at.end + by },
    merged,
  };
}
