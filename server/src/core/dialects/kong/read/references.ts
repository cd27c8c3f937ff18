import type { Place } from '../../../model/place.ts';
import type { AnnotationValue, KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';

export const GROUP = 'configuration.konghq.com';
export const ANNOTATION = 'konghq.com/plugins';

/** A name in the annotation that attaches plugins. */
export interface Reference {
  readonly owner: KubernetesObject;
  /** `name`, or `namespace:name`. */
  readonly text: string;
  readonly at: Place;
  readonly plugin: KubernetesObject | undefined;
  /** One of that name in a namespace where it is not looked for. */
  readonly stranger: KubernetesObject | undefined;
}

/** What an object's annotation names, in its order. */
export function referencesOf(
  owner: KubernetesObject,
  index: ObjectIndex,
  key = ANNOTATION,
): readonly Reference[] {
  const value = owner.annotations.get(key);
  return value === undefined
    ? []
    : namesIn(owner, value).map(({ text, at }) => resolved({ owner, text, at }, index));
}

/** A KongPlugin of the same namespace, else a KongClusterPlugin (kongstate.go). */
export function resolved(
  { owner, text, at }: Pick<Reference, 'owner' | 'text' | 'at'>,
  index: ObjectIndex,
): Reference {
  const [first = '', second] = text.split(':');
  const [namespace, name] = second === undefined ? [owner.namespace, first] : [first, second];
  const plugin =
    index.find(GROUP, 'KongPlugin', name, namespace) ??
    (second === undefined ? clusterPlugin(index, name) : undefined);
  const stranger =
    plugin === undefined ? index.ofKind(GROUP, 'KongPlugin').find((each) => each.name === name) : undefined;
  return { owner, text, at, plugin, stranger };
}

/** One without namespace, whatever its manifest says. */
function clusterPlugin(index: ObjectIndex, name: string): KubernetesObject | undefined {
  return index.ofKind(GROUP, 'KongClusterPlugin').find((each) => each.name === name);
}

function namesIn(
  { document }: KubernetesObject,
  { text, node }: AnnotationValue,
): readonly { readonly text: string; readonly at: Place }[] {
  const source = document.text.slice(node.at.start, node.at.end);
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !/\{\{|\$\{/.test(name))
    .map((name) => {
      const offset = source.indexOf(name);
      const span =
        offset < 0 ? node.at : { start: node.at.start + offset, end: node.at.start + offset + name.length };
      return { text: name, at: document.place(span) };
    });
}
