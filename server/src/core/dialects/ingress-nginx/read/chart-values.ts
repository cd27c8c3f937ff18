import { at, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/**
 * The values of charts that a document holds: the document itself, or what an object of Flux, Argo CD or k3s gives to the
 * chart that it installs. Values in a text of their own (`valuesContent`, `helm.values`) are not read: see `unreadValues`.
 */
export function chartValues({ root }: YamlDocument): readonly YamlMap[] {
  if (root?.kind !== 'map') return [];
  if (at(root, 'apiVersion') === undefined) return [root];
  return installed(root, 'values', 'valuesObject').flatMap((node) => (node.kind === 'map' ? [node] : []));
}

/** Texts that hold the values of a chart. */
export function unreadValues({ root }: YamlDocument): readonly string[] {
  if (root?.kind !== 'map' || at(root, 'apiVersion') === undefined) return [];
  return installed(root, 'valuesContent', 'values').flatMap((node) => textOf(node) ?? []);
}

/** What an object says of a chart, under either key as the kind of object has it. */
function installed(object: YamlMap, inSpec: string, inHelm: string): readonly YamlNode[] {
  const spec = at(object, 'spec');
  switch (textOf(at(object, 'kind'))) {
    case 'HelmRelease':
    case 'HelmChart':
    case 'HelmChartConfig':
      return [at(spec, inSpec)].filter((node) => node !== undefined);
    case 'Application':
    case 'ApplicationSet': {
      const template = at(spec, 'template', 'spec') ?? spec;
      const sources = [at(template, 'source'), ...itemsOf(at(template, 'sources'))];
      return sources.flatMap((source) => at(source, 'helm', inHelm) ?? []);
    }
    default:
      return [];
  }
}
