import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimIngressNginx } from './claim.ts';
import { ingressNginxProblems } from './lower/problems.ts';
import { ingressNginxSite } from './lower/site.ts';
import { ingressNginxPredictor } from './predict/predictor.ts';
import { snippetAt } from './snippet-at.ts';
import { meta as nginxDirective } from '../../nginx/rules/nginx-directive/rule.ts';
import { meta as nginxSyntax } from '../../nginx/rules/nginx-syntax/rule.ts';

/** Ingress objects that ingress-nginx serves, and the configuration of the controller itself. */
export const dialect: Dialect<YamlFile> = {
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  rules: [nginxSyntax, nginxDirective],
  claim: claimIngressNginx,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  problems: ingressNginxProblems,
  site: ingressNginxSite,
  nginxAt: snippetAt,
  predictor: ingressNginxPredictor,
  // In a ConfigMap, nothing but the name tells headers from settings.
  headerPlaces: [{ under: ['addHeaders'], form: 'pairs' }],
};
