import { field, itemsOf, textOf, type ConfigNode } from '../config/node.ts';
import type { Reference } from '../model/middleware.ts';

/** Names of middlewares: a list of texts, one text with commas, or (in Kubernetes objects) maps of name and namespace. */
export function referencesOf(node: ConfigNode | undefined): readonly Reference[] {
  if (node?.kind !== 'list' || !node.items.some((item) => item.kind === 'map')) return itemsOf(node);
  return node.items.flatMap((item) => {
    const name = field(item, ['name'], 'exact');
    const text = textOf(name);
    if (text === undefined || name === undefined) return [];
    const namespace = textOf(field(item, ['namespace'], 'exact')) ?? '';
    const rewrite = name.kind === 'text' ? name.rewrite : undefined;
    return [
      { text, at: name.at, object: { name: text, namespace }, ...(rewrite !== undefined && { rewrite }) },
    ];
  });
}
