import { crdFaults, map, TEXT, type CrdFault } from '../../../syntax/kubernetes/crd.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at } from '../../../syntax/yaml/node.ts';

/** Annotations, and the data of ConfigMaps, are texts: with a plain `true` the API server refuses the object. */
export function textFaults({ node, kind }: KubernetesObject): readonly CrdFault[] {
  const texts = kind === 'ConfigMap' ? at(node, 'data') : at(node, 'metadata', 'annotations');
  return crdFaults(texts, map(TEXT));
}

export function isRefusedObject(object: KubernetesObject): boolean {
  return textFaults(object).some(({ kind }) => kind === 'refused');
}
