import type { Change, Place } from '../../../model/place.ts';
import type { YamlValue } from '../../../syntax/yaml/render.ts';

/**
 * A configuration as Traefik's own decoder sees it, whichever of its notations wrote it: YAML, container labels,
 * command-line flags. Edits are made by the notation; each gives nothing where it cannot be made faithfully.
 */
export type ConfigNode = ConfigMap | ConfigList | ConfigText;

interface ConfigBase {
  readonly at: Place;
}

export interface ConfigText extends ConfigBase {
  readonly kind: 'text';
  readonly text: string;
  /** Absent, `null` or `~`: Traefik's decoder drops the field. */
  readonly isNull: boolean;
  /** Written without quotes in YAML, which reads some such words as numbers and booleans. */
  readonly plain: boolean;
  /** The known parts of a text with template holes; a hole is `undefined`. */
  readonly parts?: readonly (string | undefined)[];
  readonly rewrite?: (text: string) => Change | undefined;
}

export interface ConfigEntry {
  readonly name: string;
  readonly nameAt: Place;
  /** The whole statement. */
  readonly at: Place;
  readonly value: ConfigNode;
  /** Deletes the statement. */
  readonly remove?: () => Change | undefined;
  readonly rename?: (name: string) => Change | undefined;
}

export interface ConfigMap extends ConfigBase {
  readonly kind: 'map';
  readonly entries: readonly ConfigEntry[];
  /** Adds `path: value`, with the maps that are missing on the way. */
  readonly add?: (path: readonly string[], value: YamlValue) => Change | undefined;
}

export interface ConfigList extends ConfigBase {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
  readonly prepend?: (value: YamlValue) => Change | undefined;
}

/** Field names are read without case by the file and label decoders, and with it by a Kubernetes API server. */
export type NameCase = 'any' | 'exact';

/**
 * The entry of a field. Of several spellings the last in byte order counts, as the decoder sorts keys before it fills
 * them in.
 */
export function entryOf(
  node: ConfigNode | undefined,
  name: string,
  nameCase: NameCase = 'any',
): ConfigEntry | undefined {
  if (node?.kind !== 'map') return undefined;
  if (nameCase === 'exact') return node.entries.findLast((entry) => entry.name === name);
  const lower = name.toLowerCase();
  return inByteOrder(node.entries.filter((entry) => entry.name.toLowerCase() === lower)).at(-1);
}

export function inByteOrder<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The value at a path of fields. */
export function field(
  node: ConfigNode | undefined,
  path: readonly string[],
  nameCase?: NameCase,
): ConfigNode | undefined {
  let current = node;
  for (const name of path) current = entryOf(current, name, nameCase)?.value;
  return current;
}

export function mapOf(node: ConfigNode | undefined): ConfigMap | undefined {
  return node?.kind === 'map' ? node : undefined;
}

export function entriesOf(node: ConfigNode | undefined): readonly ConfigEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The text of a scalar that is not null. */
export function textOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === 'text' && !node.isNull ? node.text : undefined;
}

/** An element of a list of names. */
export interface Item {
  readonly text: string;
  readonly at: Place;
  readonly rewrite?: (text: string) => Change | undefined;
}

/** A list of names: the decoder takes a sequence, or one text with commas. */
export function itemsOf(node: ConfigNode | undefined): readonly Item[] {
  if (node === undefined || node.kind === 'map') return [];
  if (node.kind === 'list') {
    return node.items.flatMap((item) =>
      item.kind === 'text' && !item.isNull
        ? [
            {
              text: item.text.trim(),
              at: item.at,
              ...(item.rewrite !== undefined && { rewrite: item.rewrite }),
            },
          ]
        : [],
    );
  }
  if (node.isNull) return [];
  const parts = node.text.split(',');
  return parts.flatMap((part, index) =>
    part.trim() === ''
      ? []
      : [
          {
            text: part.trim(),
            at: node.at,
            rewrite: (word: string) =>
              node.rewrite?.(parts.with(index, `${/^\s*/.exec(part)?.[0] ?? ''}${word}`).join(',')),
          },
        ],
  );
}

/** What strconv.ParseBool reads; `undefined` for everything else. */
export function parseBool(text: string): boolean | undefined {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  return /^(0|f|F|FALSE|false|False)$/.test(text) ? false : undefined;
}
