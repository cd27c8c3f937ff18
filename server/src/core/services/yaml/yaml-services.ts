import type { Linter, ParsedFile } from '../../engine/linter.ts';
import type { Parsed } from '../../model/dialect.ts';
import { YamlDocument, type YamlFile } from '../../syntax/yaml/parse.ts';
import type { DialectServices } from '../answers.ts';
import { completeYaml } from './complete.ts';
import { hoverYaml } from './hover.ts';
import { symbolsOfSites } from './symbols.ts';

/** Services for a file whose tree is YAML, of whatever dialect; `undefined` for any other. */
export function yamlServices(
  linter: Pick<Linter, 'sites'>,
): ({ dialect, parsed }: ParsedFile) => DialectServices | undefined {
  return ({ dialect, parsed }) => {
    const tree = yamlOf(parsed);
    if (tree === undefined) return undefined;
    const { file } = parsed;
    return {
      hover: async (_, offset) => hoverYaml(tree, file.uri, offset, await linter.sites(file.uri)),
      complete: (_, offset) => completeYaml(file.text, offset, dialect.headerPlaces ?? []),
      symbols: async () =>
        symbolsOfSites(
          file.uri,
          (await linter.sites(file.uri)).map(({ site }) => site),
        ),
      folds: () => [],
    };
  };
}

function yamlOf({ tree }: Parsed<unknown>): YamlFile | undefined {
  if (typeof tree !== 'object' || tree === null || !('documents' in tree)) return undefined;
  const { documents } = tree;
  const isYaml = Array.isArray(documents) && documents.every((each) => each instanceof YamlDocument);
  return isYaml ? (tree as YamlFile) : undefined;
}
