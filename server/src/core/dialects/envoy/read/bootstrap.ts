import type { Parsed, Unit } from '../../../model/dialect.ts';
import { field, items, stringField, typeOf } from '../../../syntax/envoy/fields.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { Idiom } from './idiom.ts';
import { pathReferences } from './references.ts';
import type { Located, Source } from './source.ts';

/** Envoy reads the first document of a file and no other. */
export function sourceOf({ tree }: Parsed<YamlFile>, dynamic?: boolean): Source | undefined {
  const [document] = tree.documents;
  if (document === undefined) return undefined;
  const isLoaded = dynamic ?? field(document.root, 'resources') !== undefined;
  return { document, dynamic: isLoaded, idiom: new Idiom(document.text) };
}

/** The resources of a file that Envoy loads at run time. */
export function resourcesOf(source: Source): readonly (Located & { readonly type: string })[] {
  return items(source.document.root, 'resources').map((node) => ({ node, source, type: typeOf(node) ?? '' }));
}

const ROUTES = /(?:^|\.)RouteConfiguration$/;
const LISTENER = /(?:^|\.)Listener$/;

export function isRouteTable(type: string): boolean {
  return ROUTES.test(type);
}

/** The listeners that a unit's root has: its own, and those of files that it refers to. */
export function listenersOf(unit: Unit<YamlFile>): readonly Located[] {
  const root = sourceOf(unit.root);
  if (root === undefined) return [];
  const own = items(root.document.root, 'static_resources').flatMap((node) =>
    items(node, 'listeners').map((listener) => ({ node: listener, source: root })),
  );
  const referred = pathReferences(field(root.document.root, 'dynamic_resources', 'lds_config'))
    .flatMap((reference) => filesAt(unit, reference.path, root.document.place(reference.at)))
    .flatMap((file) => sourceOf(file, true) ?? []);
  const loaded = [root, ...referred].flatMap((source) =>
    resourcesOf(source).filter(({ type }) => LISTENER.test(type)),
  );
  return [...own, ...loaded];
}

/** The files that a path names: as the project found them, or by the end of the path. */
export function filesAt(
  unit: Unit<YamlFile>,
  path: string,
  at: Parameters<Unit<YamlFile>['included']>[0],
): readonly Parsed<YamlFile>[] {
  const included = unit.included(at);
  if (included.length > 0) return included;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const same = unit.files.filter(({ file }) => file !== unit.root.file && file.uri.endsWith(`/${name}`));
  return same.length === 1 ? same : [];
}

/** The clusters of a bootstrap by name; `undefined` where others may come at run time. */
export function clustersOf(unit: Unit<YamlFile>): ReadonlyMap<string, Located> | undefined {
  const source = sourceOf(unit.root);
  const root = source?.document.root;
  if (source === undefined || field(root, 'resources') !== undefined) return undefined;
  if (field(root, 'dynamic_resources', 'cds_config') !== undefined) return undefined;
  return new Map(
    items(root, 'static_resources')
      .flatMap((node) => items(node, 'clusters'))
      .map((node) => [stringField(node, 'name') ?? '', { node, source }]),
  );
}
