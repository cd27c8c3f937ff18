import type { Level, Unread } from '../../model/scope.ts';
import { isReadable } from '../yaml/malformed.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { YamlDocument } from '../yaml/parse.ts';
import type { CrdFault } from './crd.ts';
import type { KubernetesObject } from './objects.ts';

/** What several dialects say of objects. */

/** False for what Helm or another renderer has still to write: it says nothing yet. */
export function isRendered({ document }: KubernetesObject): boolean {
  return (
    isReadable(document) &&
    !/\{\{-?\s*(?:range|if|with|define|template|block|include|end)\b|\{%/.test(document.text)
  );
}

/** What a kustomize patch leaves out stands in the object that it patches. */
export function isPatch({ document }: KubernetesObject): boolean {
  return isPatchName(document.file.uri);
}

/** As patches are named: `shop-patch.yaml`, `patch_shop.yaml`, `patches/shop.yaml`; not `dispatch.yaml`. */
export function isPatchName(uri: string): boolean {
  return /[-_./]patch(?:es)?(?:[-_.][^/]*)?$|\/patch(?:es)?\/[^/]*$/i.test(uri);
}

/** The level of a whole object. */
export function objectLevel(
  { document, kind, name, nameAt }: KubernetesObject,
  level: Level['kind'] = 'host',
): Level {
  return {
    id: `${kind} ${document.file.uri}#${nameAt.start}`,
    kind: level,
    label: `${kind} ${name}`,
    at: nameAt,
  };
}

/**
 * What the API server drops, where it speaks of framing, or what makes it refuse the object.
 * @param advice what to do, as a sentence
 */
export function crdUnread(
  document: YamlDocument,
  { kind, entry, node, wanted }: CrdFault,
  advice: string,
): readonly Unread[] {
  const what = entry?.key.text ?? 'This value';
  if (kind === 'pruned') {
    if (entry === undefined || !speaksOfFraming(document, entry)) return [];
    const why = 'the API server knows no such field there and drops it';
    return [{ at: document.place(entry.key.at), what, why, advice }];
  }
  const place = document.place(node.at);
  const why = `it is not ${wanted}, and the API server then refuses the whole object`;
  if (node.kind !== 'scalar' || wanted !== 'a text' || node.shared) return [{ at: place, what, why, advice }];
  const text = JSON.stringify(node.text);
  const fix = [{ at: place, text }];
  return [{ at: place, what, why, advice: `Write ${text} in quotes.`, title: `Write ${text}`, fix }];
}

export function speaksOfFraming(
  document: YamlDocument,
  { at: { start, end } }: Pick<YamlNode, 'at'>,
): boolean {
  return /x-frame-options|frame-ancestors/i.test(document.text.slice(start, end));
}
