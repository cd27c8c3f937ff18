import { at } from '../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../syntax/yaml/parse.ts';
import { objectsOf } from '../../syntax/kubernetes/objects.ts';
import type { FileSystem } from './piece.ts';
import { composeFileSystems, isCompose } from './sources/compose.ts';
import { kubernetesFileSystems } from './sources/kubernetes.ts';
import { templateFileSystems } from './sources/template.ts';
import { textFileSystems } from './sources/texts.ts';

/** Everything of nginx's in these files, by the file systems that it stands in together. */
export function collect(files: readonly YamlFile[]): readonly FileSystem[] {
  const sound = files.map(({ file, documents }) => ({ file, documents: documents.filter(isSound) }));
  return [
    ...kubernetesFileSystems(sound.flatMap(objectsOf)),
    ...sound.flatMap(({ documents }) => documents.flatMap(inDocument)),
    ...files.flatMap(({ documents }) =>
      documents.filter((each) => !isSound(each)).flatMap(templateFileSystems),
    ),
  ];
}

/** Where YAML cannot be read, a scalar may end before its text does: a template's lines stand at any column. */
function isSound({ parsed }: YamlDocument): boolean {
  return parsed.problems.length === 0;
}

function inDocument(document: YamlDocument): readonly FileSystem[] {
  const { root } = document;
  if (isCompose(root)) return composeFileSystems(document);
  if (at(root, 'apiVersion') === undefined || at(root, 'kind') === undefined) {
    return textFileSystems(document, root);
  }
  // Values that an object hands on to a chart.
  return textFileSystems(document, at(root, 'spec', 'values'));
}
