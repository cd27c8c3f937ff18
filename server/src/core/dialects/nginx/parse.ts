import type { Parsed } from '../../model/dialect.ts';
import type { SourceFile } from '../../model/place.ts';
import { parsedFile, parseText } from '../../nginx/parse.ts';
import { nginxGrammar } from '../../syntax/nginx/directive-table.ts';
import { parseNginx } from '../../syntax/nginx/parser.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { parseDump } from './dump.ts';

/** Parses a file of configuration, a template of one, or a whole configuration as `nginx -T` prints it. */
export function parseFile(file: SourceFile): Parsed<NginxTree> {
  const dump = parseDump(file, (text) => parseNginx(text, nginxGrammar));
  if (dump === undefined) return parseText(file);
  const parts = dump.parts.map(({ path }, index) => ({
    path,
    parsed: parsedFile(file, dump.trees[index] ?? dump.tree),
  }));
  return { ...parsedFile(file, dump.tree), parts };
}
