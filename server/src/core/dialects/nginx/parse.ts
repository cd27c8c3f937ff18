import type { Include, Parsed } from '../../model/dialect.ts';
import type { SourceFile } from '../../model/place.ts';
import { nginxGrammar } from '../../syntax/nginx/directive-table.ts';
import { parseNginx } from '../../syntax/nginx/parser.ts';
import type { Directive, NginxTree } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';
import { pathOfUri } from '../../text/uri.ts';
import { parseDump } from './dump.ts';
import { parseTemplate } from './template/parse-template.ts';

/** Parses a file of configuration, a template of one, or a whole configuration as `nginx -T` prints it. */
export function parseFile(file: SourceFile): Parsed<NginxTree> {
  const dump = parseDump(file, (text) => parseNginx(text, nginxGrammar));
  if (dump === undefined) return parsed(file, parseTemplate(file.text, pathOfUri(file.uri)));
  const parts = dump.parts.map(({ path }, index) => ({
    path,
    parsed: parsed(file, dump.trees[index] ?? dump.tree),
  }));
  return { ...parsed(file, dump.tree), parts };
}

function parsed(file: SourceFile, tree: NginxTree): Parsed<NginxTree> {
  const includes = tree.keywords.has('include') ? [...includesOf(tree, tree.directives, file)] : [];
  return { file, tree, includes };
}

/** Every `include`, at any depth: nginx allows it in every block (ngx_conf_include). */
function* includesOf(
  tree: NginxTree,
  directives: readonly Directive[],
  file: SourceFile,
): Generator<Include> {
  for (const { keyword, args, body } of directives) {
    const [arg] = args;
    if (arg !== undefined && keyword === 'include') {
      const pattern = wordText(tree.text, arg);
      // A path that a template fills in leads nowhere yet.
      if (tree.template === undefined || !pattern.includes('${'))
        yield { pattern, at: { uri: file.uri, start: arg.start, end: arg.end } };
    }
    if (body !== undefined) yield* includesOf(tree, body.directives, file);
  }
}
