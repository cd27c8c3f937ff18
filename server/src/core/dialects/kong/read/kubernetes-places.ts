import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { appendDocument, ensurePath, replaceScalar } from '../../../syntax/yaml/edit.ts';
import { renderBlock } from '../../../syntax/yaml/render.ts';
import { setting, settings } from '../lower/write.ts';
import { TRANSFORMER } from '../model/names.ts';
import type { KongWorld } from './kubernetes-world.ts';
import { ANNOTATION, GROUP } from './references.ts';

/** A new KongPlugin behind the object, and its name in the annotation. */
export function newKongPlugin(
  object: KubernetesObject,
  level: Level,
  world: KongWorld,
): Insertion | undefined {
  const { document, name: owner } = object;
  // What another program writes into the file, and JSON, take no more documents.
  if (owner === '' || /\{\{|\$\{|<%/.test(document.file.text) || /^\s*[{[]/.test(document.file.text))
    return undefined;
  const plugin = freeName(`${owner}-frame-policy`, object, world);
  return {
    level,
    add: (name, value) => {
      const attaching = attached(object, plugin);
      if (attaching === undefined) return [];
      return [attaching, appendDocument(document, documentText(object, plugin, name, value))];
    },
    title: (name, value) => `Set ${name}: ${value} with a KongPlugin ${plugin} for ${level.label}`,
  };
}

function freeName(base: string, { namespace }: KubernetesObject, { index }: KongWorld): string {
  const isTaken = (name: string): boolean =>
    index.find(GROUP, 'KongPlugin', name, namespace) !== undefined ||
    index.ofKind(GROUP, 'KongClusterPlugin').some((each) => each.name === name);
  let number = 1;
  let name = base;
  while (isTaken(name)) {
    number++;
    name = `${base}-${number}`;
  }
  return name;
}

/** One more name in the list that is there, or a list of one. */
function attached({ document, node, annotations }: KubernetesObject, plugin: string): Change | undefined {
  const present = annotations.get(ANNOTATION);
  if (present === undefined) {
    if (ownMap(node, ['metadata', 'annotations']) === 'other') return undefined;
    return ensurePath(document, node, ['metadata', 'annotations', ANNOTATION], plugin);
  }
  if (present.node.kind !== 'scalar' || ownMap(node, ['metadata', 'annotations']) === 'other')
    return undefined;
  const { text } = present;
  const separator = /,\s/.test(text) ? ', ' : ',';
  const list = text.trim().replace(/,$/, '');
  return replaceScalar(document, present.node, list === '' ? plugin : `${list}${separator}${plugin}`);
}

function documentText({ namespace }: KubernetesObject, plugin: string, name: string, value: string): string {
  const object = {
    apiVersion: `${GROUP}/v1`,
    kind: 'KongPlugin',
    metadata: { name: plugin, ...(namespace !== '' && { namespace }) },
    plugin: TRANSFORMER,
    config: settings(setting(name, value)),
  };
  return `${renderBlock(object, '', '  ', '\n')}\n`;
}
