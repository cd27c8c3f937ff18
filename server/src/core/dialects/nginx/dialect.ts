import type { Dialect, Include, Parsed } from '../../model/dialect.ts';
import type { SourceFile } from '../../model/place.ts';
import { nginxGrammar } from '../../syntax/nginx/directive-table.ts';
import { parseNginx } from '../../syntax/nginx/parser.ts';
import type { Directive, NginxTree } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';
import { claimNginx } from './claim.ts';
import { fragmentContext } from './context.ts';
import { includeFindings } from './include-findings.ts';
import { nginxSite } from './lower/site.ts';
import { nginxPredictor } from './predict.ts';
import { nginxProblems } from './problems.ts';
import { meta as nginxDirective } from './rules/nginx-directive/rule.ts';
import { meta as nginxInclude } from './rules/nginx-include/rule.ts';
import { meta as nginxSyntax } from './rules/nginx-syntax/rule.ts';

/** nginx configuration files: a main file, or a fragment that one includes. */
export const dialect: Dialect<NginxTree> = {
  id: 'nginx',
  title: 'nginx',
  rules: [nginxSyntax, nginxDirective, nginxInclude],
  claim: claimNginx,
  parse,
  comments: ({ tree }) => tree.comments,
  isMain: ({ tree, file }) => fragmentContext(tree, file.uri) === 'main',
  problems: (unit, settings) => [...nginxProblems(unit, settings), ...includeFindings(unit)],
  site: nginxSite,
  predictor: nginxPredictor,
};

function parse(file: SourceFile): Parsed<NginxTree> {
  const tree = parseNginx(file.text, nginxGrammar);
  const includes = tree.keywords.has('include') ? [...includesOf(tree.text, tree.directives, file)] : [];
  return { file, tree, includes };
}

/** Every `include`, at any depth: nginx allows it in every block (ngx_conf_include). */
function* includesOf(text: string, directives: readonly Directive[], file: SourceFile): Generator<Include> {
  for (const { keyword, args, body } of directives) {
    const [arg] = args;
    if (arg !== undefined && keyword === 'include') {
      yield { pattern: wordText(text, arg), at: { uri: file.uri, start: arg.start, end: arg.end } };
    }
    if (body !== undefined) yield* includesOf(text, body.directives, file);
  }
}
