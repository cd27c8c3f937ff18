import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimGatewayApi } from './claim.ts';
import { gatewayApiSite } from './lower/site.ts';
import { snippetProblems } from './lower/snippet-problems.ts';
import { gatewayApiPredictor } from './predict/predictor.ts';
import { snippetAt } from './snippet-at.ts';
import { meta as nginxDirective } from '../../nginx/rules/nginx-directive/rule.ts';
import { meta as nginxSyntax } from '../../nginx/rules/nginx-syntax/rule.ts';

/** Kubernetes' Gateway API with the policies of its implementations; the objects refer to each other by name. */
export const dialect: Dialect<YamlFile> = {
  id: 'gateway-api',
  title: 'Gateway API',
  rules: [nginxSyntax, nginxDirective],
  claim: claimGatewayApi,
  parse: parseYamlFile,
  isMain: () => true,
  gathers: 'workspace',
  problems: snippetProblems,
  site: gatewayApiSite,
  headerPlaces: [
    { under: ['responseHeaderModifier', 'set'], form: 'items', name: 'name', value: 'value' },
    { under: ['responseHeaderModifier', 'add'], form: 'items', name: 'name', value: 'value' },
    { under: ['lateResponseHeaders', 'set'], form: 'items', name: 'name', value: 'value' },
    { under: ['lateResponseHeaders', 'add'], form: 'items', name: 'name', value: 'value' },
  ],
  nginxAt: snippetAt,
  predictor: gatewayApiPredictor,
};
