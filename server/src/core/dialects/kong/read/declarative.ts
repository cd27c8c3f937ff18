import type { Unit } from '../../../model/dialect.ts';
import { at, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../../syntax/yaml/parse.ts';

/** A document of a declarative configuration. */
export interface Declarative {
  readonly document: YamlDocument;
  readonly root: YamlMap;
}

const MARKS = [
  '_format_version',
  'services',
  'routes',
  'plugins',
  'consumers',
  'upstreams',
  'consumer_groups',
];

/**
 * The declarative documents, those together that are one configuration: decK reads all files of a folder as one. Files that
 * name the same things are of different configurations (one for each stage, say).
 */
export function declaratives({ files }: Unit<YamlFile>): readonly (readonly Declarative[])[] {
  const documents = files.flatMap(({ tree }) => tree.documents.flatMap(declarativeOf));
  const byFolder = new Map<string, Declarative[]>();
  for (const each of documents) {
    const { uri } = each.document.file;
    const folder = uri.slice(0, uri.lastIndexOf('/'));
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [each]);
    else known.push(each);
  }
  return [...byFolder.values()].flatMap((group) =>
    belongTogether(group) ? [group] : group.map((each) => [each]),
  );
}

function declarativeOf(document: YamlDocument): readonly Declarative[] {
  const { root, parsed } = document;
  if (root?.kind !== 'map' || parsed.problems.length > 0) return [];
  if (at(root, 'apiVersion') !== undefined && at(root, 'kind') !== undefined) return [];
  // The services of Compose, which run a Kong.
  if (at(root, '_format_version') === undefined && document.text.includes('_ADD_HEADER')) return [];
  return MARKS.some((key) => at(root, key) !== undefined) ? [{ document, root }] : [];
}

function belongTogether(group: readonly Declarative[]): boolean {
  const workspaces = new Set(group.map(({ root }) => textOf(at(root, '_workspace')) ?? ''));
  const names = group.flatMap(({ root }) => namesIn(root));
  return workspaces.size === 1 && new Set(names).size === names.length;
}

/** What may be there once only. */
function namesIn(root: YamlMap): readonly string[] {
  const own = (list: string, key: string): readonly string[] =>
    [...new Set(itemsOf(at(root, list)).flatMap((item) => textOf(at(item, key)) ?? []))].map(
      (name) => `${list} ${name}`,
    );
  const routes = itemsOf(at(root, 'services')).flatMap((service) =>
    itemsOf(at(service, 'routes')).flatMap((route) => textOf(at(route, 'name')) ?? []),
  );
  const global = itemsOf(at(root, 'plugins')).filter(
    (plugin) =>
      !['service', 'route', 'consumer', 'consumer_group'].some((key) => at(plugin, key) !== undefined),
  );
  return [
    ...own('services', 'name'),
    ...own('routes', 'name'),
    ...own('consumers', 'username'),
    ...new Set(routes.map((name) => `routes ${name}`)),
    ...new Set(global.flatMap((plugin) => textOf(at(plugin, 'name')) ?? []).map((name) => `plugin ${name}`)),
  ];
}
