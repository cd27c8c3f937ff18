import type { Unread } from '../../../model/scope.ts';
import { speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { AnnotationValue, KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { isAboutFraming, PREFIX } from '../read/annotation.ts';
import { referredMap } from '../read/headers.ts';

/** Names that look right and that ingress-nginx does not have, with the one that was meant where there is one. */
const WRONG: ReadonlyMap<string, string | undefined> = new Map([
  ['server-snippets', 'server-snippet'],
  ['location-snippets', 'configuration-snippet'],
  ['location-snippet', 'configuration-snippet'],
  ['configuration-snippets', 'configuration-snippet'],
  ['http-snippet', undefined],
  ['http-snippets', undefined],
  ['custom-response-headers', undefined],
  ['custom-request-headers', undefined],
  ['response-headers', undefined],
  ['add-headers', undefined],
  ['add-header', undefined],
  ['hide-headers', undefined],
  ['proxy-hide-headers', undefined],
  ['x-frame-options', undefined],
  ['frame-options', undefined],
  ['content-security-policy', undefined],
  ['more-set-headers', undefined],
]);

/** What other controllers call it, or this one did years ago. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^nginx\.(?:org|com)\//, "it belongs to F5's controller"],
  [/^ingress\.kubernetes\.io\//, 'the prefix is nginx.ingress.kubernetes.io since version 0.9'],
];

export function wrongNames(object: KubernetesObject, index: ObjectIndex): readonly Unread[] {
  return [...object.annotations.values()].flatMap((value) => {
    if (!isAboutFraming(object, value) && !namesFramingMap(value, index)) return [];
    const { text } = value.key;
    if (text.startsWith(PREFIX)) {
      const key = text.slice(PREFIX.length);
      const why = 'ingress-nginx has no annotation of this name';
      return WRONG.has(key) ? [unread(object, value, key, why, WRONG.get(key))] : [];
    }
    const foreign = FOREIGN.find(([pattern]) => pattern.test(text));
    if (foreign === undefined) return [];
    const key = text.replace(/^[^/]*\//, '');
    const isOwn = /^(?:configuration-snippet|server-snippet|custom-headers)$/.test(key);
    return [unread(object, value, text, foreign[1], isOwn ? key : WRONG.get(key))];
  });
}

function namesFramingMap({ text }: AnnotationValue, index: ObjectIndex): boolean {
  if (!/^[\w.-]+\/[\w.-]+$/.test(text)) return false;
  const { object, data } = referredMap(text, index);
  return object !== undefined && data !== undefined && speaksOfFraming(object.document, data);
}

function unread(
  object: KubernetesObject,
  { key }: AnnotationValue,
  what: string,
  why: string,
  meant: string | undefined,
): Unread {
  const at = object.document.place(key.at);
  const name = meant === undefined ? undefined : PREFIX + meant;
  if (name === undefined || object.annotations.has(name) || key.shared) {
    const advice =
      'Write a line into configuration-snippet, or name a ConfigMap of headers in custom-headers.';
    return { at, what, why, advice };
  }
  const title = `Write ${name}`;
  const quote = key.style === 'double' ? '"' : key.style === 'single' ? "'" : '';
  return { at, what, why, advice: `${title}.`, title, fix: [{ at, text: quote + name + quote }] };
}
