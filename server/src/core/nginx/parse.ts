import type { Include, Parsed } from '../model/dialect.ts';
import type { SourceFile } from '../model/place.ts';
import type { Directive, NginxTree } from '../syntax/nginx/tree.ts';
import { wordText } from '../syntax/nginx/word.ts';
import { pathOfUri } from '../text/uri.ts';
import { parseTemplate } from './template/parse-template.ts';

/** Parses a text of configuration, or a template of one. */
export function parseText(file: SourceFile): Parsed<NginxTree> {
  return parsedFile(file, parseTemplate(file.text, pathOfUri(file.uri)));
}

/** A file with what it includes. */
export function parsedFile(file: SourceFile, tree: NginxTree): Parsed<NginxTree> {
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
