import type { Change } from '../../../model/place.ts';
import { ensureSnippet } from '../../../nginx/embedded/write.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { ensurePath } from '../../../syntax/yaml/edit.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { isListable } from '../read/header-list.ts';
import { appendListed, appendName, namesIn } from './listed-headers.ts';

const PATH = ['metadata', 'annotations'] as const;

/** One more header in `nginx.org/add-header` (since 5.5.0). */
export function addHeaderAnnotation(
  object: KubernetesObject,
  name: string,
  value: string,
): readonly Change[] | undefined {
  const { document, node, annotations } = object;
  if (!isListable(value)) return undefined;
  const key = 'nginx.org/add-header';
  const written = annotations.get(key)?.node;
  if (written?.kind === 'scalar') {
    const changes = appendListed(document, written, name, value);
    return changes.length === 0 ? undefined : changes;
  }
  return one(ensurePath(document, node, [...PATH, key], `${name}: ${value}: always`));
}

/**
 * One more name in `nginx.org/proxy-hide-headers`.
 * @param general what the ConfigMap says, which an annotation takes the place of
 */
export function hideAnnotation(
  object: KubernetesObject,
  general: string | undefined,
  name: string,
): readonly Change[] | undefined {
  const { document, node, annotations } = object;
  const key = 'nginx.org/proxy-hide-headers';
  const written = annotations.get(key);
  if (written !== undefined) {
    if (namesIn(written.text).includes(name.toLowerCase())) return [];
    const changes = written.node.kind === 'scalar' ? appendName(document, written.node, name) : [];
    return changes.length === 0 ? undefined : changes;
  }
  if (namesIn(general).includes(name.toLowerCase())) return [];
  return one(ensurePath(document, node, [...PATH, key], namesWith(general, name)));
}

/** Both at once: the header, and the service's own kept back. */
export function headerAndHide(
  object: KubernetesObject,
  general: string | undefined,
  name: string,
  value: string,
): readonly Change[] | undefined {
  const isHidden = /^x-frame-options$/i.test(name);
  if (ownMap(object.node, PATH) === 'absent') {
    if (!isListable(value)) return undefined;
    const both = {
      'nginx.org/add-header': `${name}: ${value}: always`,
      ...(isHidden && { 'nginx.org/proxy-hide-headers': namesWith(general, name) }),
    };
    return one(ensurePath(object.document, object.node, PATH, both));
  }
  const added = addHeaderAnnotation(object, name, value);
  const hidden = isHidden ? hideAnnotation(object, general, name) : [];
  if (added === undefined || hidden === undefined) return undefined;
  const [first] = added;
  const [second] = hidden;
  if (first === undefined || second?.at.start !== first.at.start) return [...added, ...hidden];
  // Two insertions at one place would have no order.
  return [{ at: first.at, text: first.text + second.text }];
}

function namesWith(general: string | undefined, name: string): string {
  return namesIn(general).length === 0 ? name : `${(general ?? '').trim()},${name}`;
}

/** A snippet of its own, where there is none. */
export function snippetAnnotation(
  { document, node }: KubernetesObject,
  key: string,
  statements: readonly string[],
): readonly Change[] | undefined {
  return one(ensureSnippet(document, node, [...PATH, key], statements));
}

function one(change: Change | undefined): readonly Change[] | undefined {
  return change && [change];
}
