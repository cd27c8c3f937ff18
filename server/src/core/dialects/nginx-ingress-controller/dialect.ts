import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { meta as nginxDirective } from '../../nginx/rules/nginx-directive/rule.ts';
import { meta as nginxSyntax } from '../../nginx/rules/nginx-syntax/rule.ts';
import { claimController } from './claim.ts';
import { controllerSite, snippetProblems } from './lower/site.ts';
import { controllerPredictor } from './predict/predictor.ts';
import { snippetAt } from './snippet-at.ts';

/** F5 NGINX Ingress Controller: VirtualServers, Ingresses with its annotations, and its ConfigMap. */
export const dialect: Dialect<YamlFile> = {
  id: 'nginx-ingress-controller',
  title: 'F5 NGINX Ingress Controller',
  rules: [nginxSyntax, nginxDirective],
  claim: claimController,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  // What is wrong with an object is what the API server or the controller refuses; it stands in the site.
  problems: snippetProblems,
  site: controllerSite,
  nginxAt: snippetAt,
  predictor: controllerPredictor,
  headerPlaces: [
    { under: ['responseHeaders', 'add'], form: 'items', name: 'name', value: 'value' },
    { under: ['return', 'headers'], form: 'items', name: 'name', value: 'value' },
  ],
};
