import type { Place } from '../../model/place.ts';
import {
  at,
  entriesOf,
  itemsOf,
  textOf,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../yaml/node.ts';
import type { YamlDocument, YamlFile } from '../yaml/parse.ts';

/** A Kubernetes object as a manifest writes it. */
export interface KubernetesObject {
  readonly document: YamlDocument;
  /** The object itself; an item of a `List` is one of its own. */
  readonly node: YamlMap;
  /** `networking.k8s.io`; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** Empty where the manifest names none: whoever applies it decides. */
  readonly namespace: string;
  readonly annotations: ReadonlyMap<string, AnnotationValue>;
  /** Where findings about the object as a whole stand: its name. */
  readonly nameAt: Place;
}

export interface AnnotationValue {
  readonly text: string;
  readonly node: YamlNode;
  readonly key: YamlScalar;
}

/** The objects of a file, lists unwrapped. */
export function objectsOf(file: YamlFile): readonly KubernetesObject[] {
  return file.documents.flatMap((document) =>
    document.root === undefined ? [] : objectsIn(document, document.root),
  );
}

function objectsIn(document: YamlDocument, node: YamlNode): readonly KubernetesObject[] {
  if (node.kind !== 'map') return [];
  const apiVersion = textOf(at(node, 'apiVersion'));
  const kind = textOf(at(node, 'kind'));
  if (apiVersion === undefined || kind === undefined) return [];
  if (kind.endsWith('List') && at(node, 'items') !== undefined) {
    return itemsOf(at(node, 'items')).flatMap((item) => objectsIn(document, item));
  }
  const slash = apiVersion.indexOf('/');
  const name = at(node, 'metadata', 'name');
  return [
    {
      document,
      node,
      group: slash < 0 ? '' : apiVersion.slice(0, slash),
      version: apiVersion.slice(slash + 1),
      kind,
      name: textOf(name) ?? '',
      namespace: textOf(at(node, 'metadata', 'namespace')) ?? '',
      annotations: annotationsOf(node),
      nameAt: document.place((name ?? at(node, 'kind') ?? node).at),
    },
  ];
}

function annotationsOf(node: YamlNode): ReadonlyMap<string, AnnotationValue> {
  const found = new Map<string, AnnotationValue>();
  for (const { key, value } of entriesOf(at(node, 'metadata', 'annotations'))) {
    const text = textOf(value);
    if (text !== undefined) found.set(key.text, { text, node: value, key });
  }
  return found;
}

/** Objects by group, kind and name, for references. */
export class ObjectIndex {
  readonly #objects: readonly KubernetesObject[];
  readonly #byKind: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly #byName: ReadonlyMap<string, readonly KubernetesObject[]>;

  constructor(objects: readonly KubernetesObject[]) {
    this.#objects = objects;
    this.#byKind = groupedBy(objects, ({ group, kind }) => `${group}/${kind}`);
    this.#byName = groupedBy(objects, ({ group, kind, name }) => `${group}/${kind}/${name}`);
  }

  get all(): readonly KubernetesObject[] {
    return this.#objects;
  }

  /**
   * The object of a reference. A namespace that is not written may be any: an exact match is preferred, then one where
   * either side leaves it open.
   */
  find(group: string, kind: string, name: string, namespace: string): KubernetesObject | undefined {
    const same = this.#byName.get(`${group}/${kind}/${name}`) ?? [];
    return (
      same.find((object) => object.namespace === namespace) ??
      same.find((object) => object.namespace === '' || namespace === '')
    );
  }

  ofKind(group: string, kind: string): readonly KubernetesObject[] {
    return this.#byKind.get(`${group}/${kind}`) ?? [];
  }
}

function groupedBy(
  objects: readonly KubernetesObject[],
  keyOf: (object: KubernetesObject) => string,
): ReadonlyMap<string, readonly KubernetesObject[]> {
  const groups = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const key = keyOf(object);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [object]);
    else same.push(object);
  }
  return groups;
}
