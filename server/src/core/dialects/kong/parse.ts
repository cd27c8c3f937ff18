import type { Parsed } from '../../model/dialect.ts';
import type { SourceFile } from '../../model/place.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';

/** What decK fills in from its environment before it reads the YAML: `${{ env "DECK_X" }}`. */
const HOLE = /\$\{\{[^\n]*?\}\}/g;

/**
 * decK's templates may stand where YAML allows no such text (quotes in quotes, braces in a flow map). They are parsed as
 * `$(…)` of equal length, which is a text anywhere and which everything here takes for a hole.
 */
export function parseKong(file: SourceFile, previous?: Parsed<YamlFile>): Parsed<YamlFile> {
  if (!file.text.includes('${{')) return parseYamlFile(file, previous);
  const text = file.text.replace(HOLE, (hole) => `$(${'_'.repeat(hole.length - 3)})`);
  return { ...parseYamlFile({ ...file, text }, previous), file };
}
