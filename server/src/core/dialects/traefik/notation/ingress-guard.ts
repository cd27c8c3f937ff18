import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at } from '../../../syntax/yaml/node.ts';
import { mapFromYaml } from '../config/from-yaml.ts';
import { entryOf, type ConfigMap } from '../config/node.ts';
import type { Guard } from '../model/router.ts';
import { middlewareDocument } from './middleware-document.ts';

const KEY = 'traefik.ingress.kubernetes.io/router.middlewares';

/** Protects all paths of an Ingress by its annotation. */
export function ingressGuard(object: KubernetesObject, annotations: ConfigMap | undefined): Guard {
  const { document, node, namespace } = object;
  return {
    name: `${object.name}-frame-policy`,
    reach: 'object',
    attach: (middleware) => {
      // The namespace is a part of the name, and a wrong one takes the router off.
      if (middleware.provider !== 'kubernetescrd' || namespace === '') return undefined;
      const reference = `${qualified(namespace, middleware.name)}@kubernetescrd`;
      const known = entryOf(annotations, KEY, 'exact')?.value;
      if (known !== undefined) {
        if (known.kind !== 'text' || known.isNull) return undefined;
        const change = known.rewrite?.(`${reference}, ${known.text}`);
        return change && [change];
      }
      const metadata = at(node, 'metadata');
      const change =
        annotations !== undefined
          ? annotations.add?.([KEY], reference)
          : metadata?.kind === 'map'
            ? mapFromYaml(document, metadata).add?.(['annotations', KEY], reference)
            : undefined;
      return change && [change];
    },
    declare: (name, header, value) => middlewareDocument(object, name, header, value),
  };
}

/** As Traefik makes one name of the two. Source: provider.Normalize: what is no letter or digit becomes a dash. */
export function qualified(namespace: string, name: string): string {
  return `${namespace}-${name}`.replace(/[^\p{L}\p{N}]+/gu, '-');
}
