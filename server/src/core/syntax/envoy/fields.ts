import type { YamlEntry, YamlNode, YamlScalar } from '../yaml/node.ts';
import { entriesOf } from '../yaml/node.ts';
import { camelCase } from './schema.ts';

/**
 * Envoy's reading of YAML: protobuf's JSON mapping. Fields are given by their `snake_case` name here and may stand in
 * lowerCamelCase; a merge key (`<<`) is an unknown field and brings nothing.
 */

/** All entries of a field, in file order; of a key that stands twice the last. */
export function entriesNamed(node: YamlNode | undefined, name: string): readonly YamlEntry[] {
  const own = entriesOf(node).filter((entry) => !entry.merged);
  return [name, ...(name.includes('_') ? [camelCase(name)] : [])]
    .flatMap((key) => own.findLast((entry) => entry.key.text === key) ?? [])
    .sort((a, b) => a.at.start - b.at.start);
}

export function entryNamed(node: YamlNode | undefined, name: string): YamlEntry | undefined {
  return entriesNamed(node, name).at(-1);
}

/** The node at a path of fields; null counts as absent. */
export function field(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  let current = node;
  for (const name of path) {
    current = entryNamed(current, name)?.value;
    if (current?.kind === 'scalar' && current.isNull) return undefined;
  }
  return current;
}

/** The items of a list; one that stands alone is a list of one, and a list in two spellings, or in parts, is joined. */
export function items(node: YamlNode | undefined, name: string): readonly YamlNode[] {
  return entriesNamed(node, name).flatMap(({ value }) =>
    value.kind === 'scalar' && value.isNull ? [] : itemsIn(value),
  );
}

function itemsIn(value: YamlNode): readonly YamlNode[] {
  return value.kind === 'seq' ? value.items.flatMap(itemsIn) : [value];
}

export type EnvoyScalar =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string };

/** A scalar as Envoy takes it: plain `yes` is a boolean, plain `10` a number, plain `1.5` a text (parseYamlNode). */
export function envoyScalar(scalar: YamlScalar): EnvoyScalar {
  const { text } = scalar;
  if (scalar.isNull) return { kind: 'null' };
  if (scalar.style !== 'plain') return { kind: 'string', value: text };
  if (isWord(text, TRUE)) return { kind: 'bool', value: true };
  if (isWord(text, FALSE)) return { kind: 'bool', value: false };
  if (/^[-+]?(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.test(text)) {
    const value = Number(/^[-+]?0[0-7]+$/.test(text) ? text.replace(/0/, '0o') : text);
    // Larger ones become texts, which number fields take as well.
    return Math.abs(value) < 2 ** 31 ? { kind: 'number', value } : { kind: 'string', value: String(value) };
  }
  return { kind: 'string', value: text };
}

const TRUE = ['y', 'yes', 'true', 'on'];
const FALSE = ['n', 'no', 'false', 'off'];

/** yaml-cpp takes `yes`, `Yes` and `YES`, but not `yEs`. */
function isWord(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  if (!words.includes(lower)) return false;
  return (
    text === lower ||
    text === text.toUpperCase() ||
    text === lower.replace(/^./, (first) => first.toUpperCase())
  );
}

/** The text of a string field; `undefined` for what a string field does not take. */
export function stringField(node: YamlNode | undefined, ...path: readonly string[]): string | undefined {
  const found = field(node, ...path);
  if (found?.kind !== 'scalar') return undefined;
  const scalar = envoyScalar(found);
  return scalar.kind === 'string' ? scalar.value : undefined;
}

/** A boolean field, also as text or as `{value: …}`; `undefined` where it is absent or a template. */
export function boolField(node: YamlNode | undefined, ...path: readonly string[]): boolean | undefined {
  const found = field(node, ...path);
  if (found?.kind === 'map') return boolField(found, 'value');
  if (found?.kind !== 'scalar') return undefined;
  const scalar = envoyScalar(found);
  if (scalar.kind === 'bool') return scalar.value;
  if (scalar.kind !== 'string') return undefined;
  return scalar.value === 'true' ? true : scalar.value === 'false' ? false : undefined;
}

export function numberField(node: YamlNode | undefined, ...path: readonly string[]): number | undefined {
  const found = field(node, ...path);
  if (found?.kind === 'map') return numberField(found, 'value');
  if (found?.kind !== 'scalar') return undefined;
  const scalar = envoyScalar(found);
  if (scalar.kind === 'number') return scalar.value;
  return scalar.kind === 'string' && /^-?\d+(\.\d+)?$/.test(scalar.value) ? Number(scalar.value) : undefined;
}

/** The last part of a `@type`, with its package: `envoy.config.route.v3.Route`. */
export function typeOf(node: YamlNode | undefined): string | undefined {
  return stringField(node, '@type')?.replace(/^.*\//, '');
}
