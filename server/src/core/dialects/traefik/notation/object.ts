import type { Level } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at } from '../../../syntax/yaml/node.ts';
import { fromYaml } from '../config/from-yaml.ts';
import { mapOf, type ConfigMap } from '../config/node.ts';

export function specOf({ document, node }: KubernetesObject): ConfigMap | undefined {
  const spec = at(node, 'spec');
  return spec && mapOf(fromYaml(document, spec, node.shared));
}

/** The level of a whole object. */
export function objectLevel({ document, kind, name, nameAt }: KubernetesObject): Level {
  return {
    id: `${kind} ${document.file.uri}#${nameAt.start}`,
    kind: 'host',
    label: `${kind} ${name}`,
    at: nameAt,
  };
}
