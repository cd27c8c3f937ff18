import type { Parsed } from '../../../model/dialect.ts';
import type { Uri } from '../../../model/place.ts';
import type { Refusal, Unread } from '../../../model/scope.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { mergeDeclarations, NOTHING, type Declarations } from '../model/router.ts';
import type { StaticConfig } from '../model/static.ts';
import { readComposeFile } from '../notation/compose-file.ts';
import { readDynamicFile, type DynamicFile } from '../notation/dynamic-file.ts';
import { readHelmValues } from '../notation/helm-values.ts';
import { readKubernetes, readPodStatics } from '../notation/kubernetes.ts';
import { composeVersion, readComposeStatics, readStaticFile } from '../notation/static-file.ts';
import { basename, nearness } from './nearness.ts';
import { shapeOf, type Shape } from './shape.ts';

/** Everything that a workspace tells about Traefik. */
export interface World {
  readonly declarations: Declarations;
  readonly statics: readonly StaticConfig[];
  /** Files of the file provider, with what Traefik makes of each. */
  readonly dynamic: ReadonlyMap<Uri, DynamicFile>;
  readonly unread: readonly Unread[];
  readonly refused: readonly Refusal[];
}

export function gather(files: readonly Parsed<YamlFile>[]): World {
  const shaped = files.map(({ tree }) => ({ tree, shape: shapeOf(tree) }));
  const of = (shape: Shape): readonly YamlFile[] =>
    shaped.flatMap((each) => (each.shape === shape ? [each.tree] : []));
  const statics = [
    ...of('static').flatMap((tree) => readStaticFile(tree) ?? []),
    ...of('compose').flatMap(readComposeStatics),
    ...of('kubernetes').flatMap(readPodStatics),
    ...of('helm').flatMap((tree) => readHelmValues(tree) ?? []),
  ];
  const ownDynamic = of('static').filter((tree) => statics.some((each) => namesItself(each, tree.file.uri)));
  const dynamic = new Map(
    [...of('dynamic'), ...ownDynamic].map((tree): [Uri, DynamicFile] => [
      tree.file.uri,
      readDynamicFile(tree),
    ]),
  );
  const versioned = statics.filter((each) => each.syntax !== undefined);
  const declarations = mergeDeclarations([
    ...[...dynamic.values()].map((file) => file.declarations),
    ...of('compose').map((tree) =>
      readComposeFile(tree, composeVersion(tree) ?? syntaxFor(versioned, tree.file.uri)),
    ),
    of('kubernetes').length === 0 ? NOTHING : readKubernetes(of('kubernetes')),
  ]);
  return {
    declarations,
    statics,
    dynamic,
    unread: [...declarations.unread, ...statics.flatMap((each) => deadSections(each))],
    refused: statics.flatMap((each) => each.faults.map(({ at, why }) => ({ at, why }))),
  };
}

/** The syntax of rules under the nearest Traefik; of several equally near ones only where they agree. */
function syntaxFor(statics: readonly StaticConfig[], uri: Uri): StaticConfig['syntax'] {
  const nearestOf = Math.max(...statics.map((each) => nearness(each.uri, uri)));
  const near = statics.filter((each) => nearness(each.uri, uri) === nearestOf);
  return near.every((each) => each.syntax === near[0]?.syntax) ? near[0]?.syntax : undefined;
}

function namesItself({ uri, filename }: StaticConfig, file: Uri): boolean {
  return uri === file && filename !== undefined && basename(filename) === basename(uri);
}

/** Routers and middlewares in the static file, which is read for other things only. */
function deadSections(config: StaticConfig): readonly Unread[] {
  if (config.http === undefined || namesItself(config, config.uri)) return [];
  return [
    {
      at: config.http,
      what: 'This section',
      why: 'Traefik reads routers and middlewares from the files of the file provider, not from its static configuration',
      advice: 'Move it to a file that providers.file names.',
    },
  ];
}
