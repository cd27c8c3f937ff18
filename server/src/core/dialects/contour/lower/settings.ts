import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, type YamlMap, type YamlScalar } from '../../../syntax/yaml/node.ts';
import { parseYaml, type YamlDocument } from '../../../syntax/yaml/parse.ts';

/** The configuration of Contour itself, which may have a policy for all services. */
export interface Settings {
  readonly object: KubernetesObject;
  readonly document: YamlDocument;
  readonly node: YamlMap;
  /** Where in it the policy for responses stands. */
  readonly path: readonly [string, ...string[]];
}

/** Of a ContourConfiguration, a ContourDeployment, or a ConfigMap with the file that Contour is started with. */
export function settingsIn(object: KubernetesObject): Settings | 'unreadable' | undefined {
  const { kind, document, node } = object;
  if (kind === 'ContourConfiguration')
    return { object, document, node, path: ['spec', 'policy', 'responseHeaders'] };
  if (kind === 'ContourDeployment')
    return { object, document, node, path: ['spec', 'runtimeSettings', 'policy', 'responseHeaders'] };
  const file = entryOf(at(node, 'data'), 'contour.yaml')?.value;
  if (kind !== 'ConfigMap' || file?.kind !== 'scalar' || file.isNull) return undefined;
  if (file.style !== 'literal') return file.text.includes('response-headers') ? 'unreadable' : undefined;
  const inner = parseYaml({ ...document.file, text: alone(document, file) }).documents.find(
    ({ root }) => root?.kind === 'map',
  );
  return inner?.root?.kind === 'map'
    ? { object, document: inner, node: inner.root, path: ['policy', 'response-headers'] }
    : undefined;
}

/** The lines of a block scalar at their own places, and blanks before them: indented, they are the same YAML. */
function alone(document: YamlDocument, scalar: YamlScalar): string {
  const { start, end } = document.place(scalar.at);
  const { text } = document.file;
  const firstLine = text.indexOf('\n', start) + 1;
  return text.slice(0, firstLine).replace(/[^\r\n]/g, ' ') + text.slice(firstLine, end);
}
