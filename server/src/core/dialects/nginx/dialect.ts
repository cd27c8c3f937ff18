import type { Dialect } from '../../model/dialect.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { claimNginx } from './claim.ts';
import { fragmentContext } from '../../nginx/context.ts';
import { includeFindings } from '../../nginx/include-findings.ts';
import { nginxSite } from '../../nginx/lower/site.ts';
import { parseFile } from './parse.ts';
import { nginxPredictor } from '../../nginx/predict.ts';
import { nginxProblems } from '../../nginx/problems.ts';
import { meta as nginxDirective } from '../../nginx/rules/nginx-directive/rule.ts';
import { meta as nginxInclude } from '../../nginx/rules/nginx-include/rule.ts';
import { meta as nginxSyntax } from '../../nginx/rules/nginx-syntax/rule.ts';
import { meta as nginxTemplate } from '../../nginx/rules/nginx-template/rule.ts';
import { hedged, maskedUnit } from '../../nginx/template/hedge.ts';
import { unknownAnswer } from '../../nginx/template/unknown-answer.ts';
import { templateFindings, withoutMasked } from '../../nginx/template-findings.ts';

/** nginx configuration files: a main file, or a fragment that one includes. */
export const dialect: Dialect<NginxTree> = {
  id: 'nginx',
  title: 'nginx',
  rules: [nginxSyntax, nginxDirective, nginxInclude, nginxTemplate],
  claim: claimNginx,
  parse: parseFile,
  comments: ({ tree }) => tree.comments,
  isMain: ({ tree, file }) => fragmentContext(tree, file.uri) === 'main',
  problems: (unit, settings) => [
    ...withoutMasked([...nginxProblems(unit, settings), ...includeFindings(unit)], unit.files),
    ...templateFindings(unit),
  ],
  site: (unit, settings) => hedged(nginxSite(maskedUnit(unit), settings), unit),
  predictor: (unit, world) => unknownAnswer(unit) ?? nginxPredictor(maskedUnit(unit), world),
};
