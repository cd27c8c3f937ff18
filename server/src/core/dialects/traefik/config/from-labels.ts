import type { Change, Place } from '../../../model/place.ts';
import type { ConfigEntry, ConfigMap, ConfigText } from './node.ts';

/** `path.of.fields=value`: a container label, or a command-line flag without its dashes. */
export interface Label {
  readonly key: string;
  readonly keyAt: Place;
  /** False where offsets inside the key are not those of the file (an escape, an environment variable). */
  readonly exact: boolean;
  readonly value: string;
  readonly valueAt: Place;
  readonly parts?: readonly (string | undefined)[];
  /** The whole statement. */
  readonly at: Place;
  readonly rewrite?: (value: string) => Change | undefined;
  readonly rename?: (key: string) => Change | undefined;
  readonly remove?: () => Change | undefined;
}

/** Where new labels go. */
export type AddLabel = (key: string, value: string) => Change | undefined;

interface Located {
  readonly label: Label;
  readonly segments: readonly string[];
}

/**
 * Nests labels into a tree. Segments are told apart without case: of two spellings of a map's name the first in byte
 * order becomes the name, of two spellings of a value the last wins.
 * Source: paerser's parser.DecodeToNode, which sorts the keys.
 */
export function fromLabels(labels: readonly Label[], at: Place, add?: AddLabel): ConfigMap {
  const located = labels
    .map((label) => ({ label, segments: label.key.split('.') }))
    .toSorted((a, b) => (a.label.key < b.label.key ? -1 : a.label.key > b.label.key ? 1 : 0));
  return mapAt(located, 0, at, add);
}

function mapAt(labels: readonly Located[], depth: number, at: Place, add?: AddLabel): ConfigMap {
  const groups = new Map<string, Located[]>();
  for (const located of labels) {
    const name = located.segments[depth]?.toLowerCase();
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [located]);
    else group.push(located);
  }
  const entries = [...groups.values()].flatMap((group) => entryAt(group, depth, add) ?? []);
  const prefix = labels[0]?.segments.slice(0, depth) ?? [];
  return {
    kind: 'map',
    at,
    entries,
    ...(add !== undefined && {
      add: (path, value) => {
        const text = Array.isArray(value)
          ? value.join(',')
          : typeof value === 'object'
            ? undefined
            : String(value);
        return text === undefined ? undefined : add([...prefix, ...path].join('.'), text);
      },
    }),
  };
}

function entryAt(group: readonly Located[], depth: number, add?: AddLabel): ConfigEntry | undefined {
  const [first] = group;
  const leaf = group.findLast(({ segments }) => segments.length === depth + 1);
  const inner = group.filter(({ segments }) => segments.length > depth + 1);
  const name = first?.segments[depth];
  if (first === undefined || name === undefined) return undefined;
  if (inner.length > 0) {
    const value = mapAt(inner, depth + 1, first.label.at, add);
    return { name, nameAt: segmentAt(first, depth), at: first.label.at, value };
  }
  if (leaf === undefined) return undefined;
  const { label } = leaf;
  return {
    name: leaf.segments[depth] ?? name,
    nameAt: segmentAt(leaf, depth),
    at: label.at,
    value: textOf(label),
    ...(label.remove !== undefined && { remove: label.remove }),
    rename: (word) => label.rename?.(leaf.segments.with(depth, word).join('.')),
  };
}

function textOf(label: Label): ConfigText {
  return {
    kind: 'text',
    at: label.valueAt,
    text: label.value,
    isNull: false,
    plain: false,
    ...(label.parts !== undefined && { parts: label.parts }),
    ...(label.rewrite !== undefined && { rewrite: label.rewrite }),
  };
}

/** The span of one name inside a key. */
function segmentAt({ label, segments }: Located, depth: number): Place {
  const { keyAt, exact } = label;
  if (!exact) return keyAt;
  const start = keyAt.start + segments.slice(0, depth).reduce((sum, segment) => sum + segment.length + 1, 0);
  return { ...keyAt, start, end: start + (segments[depth]?.length ?? 0) };
}
