import type { Parsed } from '../../model/dialect.ts';
import type { SourceFile } from '../../model/place.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';

const HOLE = /\{\{[^\n]*?\}\}/g;

/**
 * The file provider renders Go templates before it reads the YAML, so `"{{ env "KEY" }}"` is a text to it, and none to
 * YAML. Such quotes are parsed as backquotes, which mean the same to Go and nothing to YAML.
 */
export function parseTraefik(file: SourceFile, previous?: Parsed<YamlFile>): Parsed<YamlFile> {
  const parsed = parseYamlFile(file, previous);
  const isSound = parsed.tree.documents.every((document) => document.parsed.problems.length === 0);
  if (isSound || !file.text.includes('{{')) return parsed;
  const text = file.text.replace(HOLE, (hole) => hole.replaceAll('"', '`'));
  return text === file.text ? parsed : { ...parseYamlFile({ ...file, text }, previous), file };
}
