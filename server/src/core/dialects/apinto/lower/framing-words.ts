import { entriesOf, itemsOf, type YamlEntry, type YamlNode } from '../../../syntax/yaml/node.ts';

const NAME = /^x[-_]?frame[-_]?options?:?$|^content[-_]?security[-_]?policy:?$/i;

/** Whether a key or an item names a header that decides about framing. */
export function isHeaderOfFraming(name: string): boolean {
  return NAME.test(name.trim());
}

/** The first key, or text of a list, anywhere below a node that speaks of a framing header. */
export function framingEntry(node: YamlNode | undefined, depth = 0): YamlEntry | YamlNode | undefined {
  if (node === undefined || depth > 20) return undefined;
  if (node.kind === 'scalar')
    return /^\s*(?:x-frame-options|content-security-policy)\b/i.test(node.text) ? node : undefined;
  if (node.kind === 'seq') return first(itemsOf(node), (item) => framingEntry(item, depth + 1));
  return first(entriesOf(node), (entry) =>
    isHeaderOfFraming(entry.key.text) ? entry : framingEntry(entry.value, depth + 1),
  );
}

export function speaks(node: YamlNode | undefined): boolean {
  return framingEntry(node) !== undefined;
}

function first<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
