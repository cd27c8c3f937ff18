import type { IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import type { AnnotationValue, KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../../syntax/yaml/parse.ts';
import { PREFIX } from './annotation.ts';
import { chartValues } from './chart-values.ts';

/** Charts nest no deeper: `web.ingress.annotations`. */
const DEEPEST = 4;

/** Annotations in the values of a chart, as the Ingress that its template makes of them: all else of it is not known. */
export function valuesIngresses(files: readonly YamlFile[]): readonly KubernetesObject[] {
  return files.flatMap(({ documents }) =>
    documents.flatMap((document) =>
      chartValues(document)
        .flatMap((values) => holdersIn(values, 0))
        .map((holder) => objectOf(document, holder)),
    ),
  );
}

function holdersIn(node: YamlNode, depth: number): readonly YamlMap[] {
  if (node.kind !== 'map' || depth > DEEPEST) return [];
  const isHolder = entriesOf(at(node, 'annotations')).some(({ key }) => key.text.startsWith(PREFIX));
  return [...(isHolder ? [node] : []), ...node.entries.flatMap(({ value }) => holdersIn(value, depth + 1))];
}

function objectOf(document: YamlDocument, node: YamlMap): KubernetesObject {
  const entry = node.entries.find(({ key }) => key.text === 'annotations');
  return {
    document,
    node,
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'Ingress',
    name: 'of the chart',
    namespace: '',
    annotations: new Map(
      entriesOf(entry?.value).flatMap(({ key, value }): readonly (readonly [string, AnnotationValue])[] => {
        const text = textOf(value);
        return text === undefined ? [] : [[key.text, { text, node: value, key }]];
      }),
    ),
    nameAt: document.place((entry?.key ?? node).at),
  };
}

/** What stands for the paths of an Ingress that is written elsewhere. */
export function unseenPath(object: KubernetesObject): IngressPath {
  const { node } = object;
  const head = at(node, 'metadata', 'name') ?? node.entries[0]?.key ?? node;
  return { object, kind: 'default', node, head, path: '/', pathType: 'Prefix' };
}
