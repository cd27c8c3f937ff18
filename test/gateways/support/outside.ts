import assert from 'node:assert/strict';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Change, Span } from '../../../server/src/core/index.ts';
import { inserted } from '../../support/check-fix.ts';

interface ParsedNode {
  readonly range?: readonly [number, number, number] | null | undefined;
}

/** What a person would call a value: where it stands, the keys that lead to it, and what it is. */
interface Leaf {
  readonly at: Span;
  readonly keys: readonly Key[];
  readonly value: unknown;
  /** A block scalar: a line that comes to stand at its end is part of it. */
  readonly takesLines: boolean;
}

interface Key {
  readonly text: string;
  readonly at: Span | undefined;
}

/** The same data stands outside the edits of a file before and after them, under the same keys and in the same order. */
export function assertSameOutside(
  before: string,
  after: string,
  changes: readonly Change[],
  what: string,
): void {
  const old = leavesOutside(
    before,
    changes.map(({ at }) => at),
  );
  assert.deepEqual(leavesOutside(after, inserted(changes)), old, what);
}

/** A key that the edit itself writes counts as any. */
function leavesOutside(text: string, spans: readonly Span[]): readonly string[] {
  const isEdited = (at: Span, inclusive: boolean): boolean => spans.some((span) => cuts(span, at, inclusive));
  return leaves(text)
    .filter(({ at, takesLines }) => !isEdited(at, takesLines))
    .map(({ keys, value }) => {
      const path = keys.map((key) => (key.at !== undefined && isEdited(key.at, false) ? '*' : key.text));
      return `${path.join('.')} = ${JSON.stringify(value)}`;
    });
}

/** Texts that only meet do not cut each other; what is filled into an empty value does. */
function cuts(edit: Span, { start, end }: Span, inclusive: boolean): boolean {
  if (inclusive || start === end) return edit.start <= end && start <= edit.end;
  return edit.start === edit.end
    ? start < edit.start && edit.start < end
    : edit.start < end && start < edit.end;
}

/** All scalars and aliases in order of the text; an empty map or list counts as one. */
function leaves(text: string): readonly Leaf[] {
  const found: Leaf[] = [];
  const add = (node: ParsedNode, keys: readonly Key[], value: unknown): void => {
    const at = spanOf(node);
    if (at === undefined) return;
    const takesLines = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
    found.push({ at, keys, value, takesLines });
  };
  const visit = (node: unknown, keys: readonly Key[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) visit(value, [...keys, keyOf(key)]);
      if (node.items.length === 0) add(node, keys, {});
    } else if (isSeq(node)) {
      for (const item of node.items) visit(item, [...keys, { text: '[]', at: undefined }]);
      if (node.items.length === 0) add(node, keys, []);
    } else if (isScalar(node)) add(node, keys, node.value);
    else if (isAlias(node)) add(node, keys, `*${node.source}`);
  };
  const documents = parseAllDocuments(text);
  if ('empty' in documents) return [];
  for (const document of documents) visit(document.contents, []);
  return found;
}

function keyOf(key: unknown): Key {
  return isScalar(key) ? { text: String(key.value), at: spanOf(key) } : { text: '?', at: undefined };
}

function spanOf({ range }: ParsedNode): Span | undefined {
  return range === null || range === undefined ? undefined : { start: range[0], end: range[1] };
}
