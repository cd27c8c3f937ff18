import type { Change } from '../../../model/place.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { appendDocument } from '../../../syntax/yaml/edit.ts';
import { renderBlock, type YamlValue } from '../../../syntax/yaml/render.ts';
import { guardOption } from '../read/guard-option.ts';

/** A second document with a Middleware that sets one header, in the namespace of the object that is to use it. */
export function middlewareDocument(
  { document, node, group, version, namespace }: KubernetesObject,
  name: string,
  header: string,
  value: string,
): readonly Change[] | undefined {
  // A manifest in JSON has no documents.
  if (node.flow) return undefined;
  const { path, text } = guardOption(header, value);
  const headers = path.reduceRight<YamlValue>((inner, key) => ({ [key]: inner }), text);
  const own = group.startsWith('traefik.');
  const manifest: YamlValue = {
    apiVersion: own ? `${group}/${version}` : 'traefik.io/v1alpha1',
    kind: 'Middleware',
    metadata: namespace === '' ? { name } : { name, namespace },
    spec: { headers },
  };
  return [appendDocument(document, `${renderBlock(manifest, '', '  ', '\n')}\n`)];
}
