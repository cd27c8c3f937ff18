import type { Dialect } from '../../model/dialect.ts';
import { forgottenDollars } from '../../nginx/forgotten-dollar.ts';
import { relocatedFindings, relocatedSite } from '../../nginx/embedded/relocate.ts';
import { includeFindings } from '../../nginx/include-findings.ts';
import { nginxSite } from '../../nginx/lower/site.ts';
import { nginxProblems } from '../../nginx/problems.ts';
import { meta as nginxDirective } from '../../nginx/rules/nginx-directive/rule.ts';
import { meta as nginxInclude } from '../../nginx/rules/nginx-include/rule.ts';
import { meta as nginxSyntax } from '../../nginx/rules/nginx-syntax/rule.ts';
import { meta as nginxTemplate } from '../../nginx/rules/nginx-template/rule.ts';
import { hedged, maskedUnit } from '../../nginx/template/hedge.ts';
import { templateFindings, withoutMasked } from '../../nginx/template-findings.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { nginxAt } from './at.ts';
import { claimNginxInYaml } from './claim.ts';
import { configurationsIn } from './configurations.ts';
import { predictorOf } from './predict.ts';

/** Whole files of nginx's that stand in scalars of YAML: ConfigMaps, Compose, Ansible, cloud-init, Helm values. */
export const dialect: Dialect<YamlFile> = {
  id: 'nginx-in-yaml',
  title: 'nginx in YAML',
  rules: [nginxSyntax, nginxDirective, nginxInclude, nginxTemplate],
  claim: claimNginxInYaml,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  problems: (unit, settings) => {
    const { units, relocation } = configurationsIn(unit);
    const findings = units.flatMap((each) => [
      ...withoutMasked(nginxProblems(each, settings), each.files),
      ...includeFindings(each, 'unmounted'),
      ...templateFindings(each),
      ...each.files.flatMap(forgottenDollars),
    ]);
    return relocatedFindings(findings, relocation);
  },
  site: (unit, settings) => {
    const { units, relocation } = configurationsIn(unit);
    const sites = units.map((each) => hedged(nginxSite(maskedUnit(each), settings), each));
    return relocatedSite(
      {
        dialect: 'nginx-in-yaml',
        scopes: sites.flatMap(({ scopes }) => scopes),
        misplaced: sites.flatMap(({ misplaced }) => misplaced),
      },
      relocation,
    );
  },
  nginxAt,
  predictor: predictorOf,
};
