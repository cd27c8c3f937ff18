import type { Linter, ParsedFile } from '../../engine/linter.ts';
import type { EmbeddedText, Parsed } from '../../model/dialect.ts';
import { YamlDocument, type YamlFile } from '../../syntax/yaml/parse.ts';
import type { Completion, DialectServices } from '../answers.ts';
import { completeYaml } from './complete.ts';
import { hoverYaml } from './hover.ts';
import { symbolsOfSites } from './symbols.ts';

/** Services for a file whose tree is YAML, of whatever dialect; `undefined` for any other. */
export function yamlServices(
  linter: Pick<Linter, 'sites' | 'claims'>,
  nginx: DialectServices | undefined,
): ({ dialect, parsed }: ParsedFile) => DialectServices | undefined {
  return ({ dialect, parsed }) => {
    const tree = yamlOf(parsed);
    if (tree === undefined) return undefined;
    const { file } = parsed;
    return {
      hover: async (_, offset, headers) => {
        const text = nginxAt(await linter.claims(file.uri), offset);
        const hover = text && (await nginx?.hover(text.parsed, offset, headers));
        return hover ?? hoverYaml(tree, file.uri, offset, await linter.sites(file.uri));
      },
      complete: async (_, offset) => {
        const claims = await linter.claims(file.uri);
        const text = nginxAt(claims, offset);
        const places = [dialect, ...claims.map((each) => each.dialect)].flatMap(
          ({ headerPlaces = [] }) => headerPlaces,
        );
        return text === undefined || nginx === undefined
          ? completeYaml(file.text, offset, places)
          : (await nginx.complete(text.parsed, offset)).flatMap((each) => written(each, text));
      },
      symbols: async () =>
        symbolsOfSites(
          file.uri,
          (await linter.sites(file.uri)).map(({ site }) => site),
        ),
      folds: () => [],
    };
  };
}

/** Of several dialects that find something of theirs in the file, one knows the text. */
function nginxAt(claims: readonly ParsedFile[], offset: number): EmbeddedText | undefined {
  for (const { dialect, parsed } of claims) {
    const text = dialect.nginxAt?.(parsed, offset);
    if (text !== undefined) return text;
  }
  return undefined;
}

function written(completion: Completion, { write }: EmbeddedText): readonly Completion[] {
  const insert = write(completion.insert, completion.isSnippet);
  return insert === undefined ? [] : [{ ...completion, insert }];
}

function yamlOf({ tree }: Parsed<unknown>): YamlFile | undefined {
  if (typeof tree !== 'object' || tree === null || !('documents' in tree)) return undefined;
  const { documents } = tree;
  const isYaml = Array.isArray(documents) && documents.every((each) => each instanceof YamlDocument);
  return isYaml ? (tree as YamlFile) : undefined;
}
