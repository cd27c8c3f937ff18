import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimApisix } from './claim.ts';
import { apisixSite } from './lower/site.ts';
import { apisixPredictor } from './predict/predictor.ts';

/** Apache APISIX: apisix.yaml, files of ADC, and the objects of its ingress controller. */
export const dialect: Dialect<YamlFile> = {
  id: 'apisix',
  title: 'Apache APISIX',
  rules: [],
  claim: claimApisix,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  // What APISIX or the API server does not take stands in the site.
  problems: () => [],
  site: apisixSite,
  predictor: apisixPredictor,
  headerPlaces: ['response-rewrite', 'config'].flatMap((holder) => [
    { under: [holder, 'headers', 'set'], form: 'pairs' as const },
    { under: [holder, 'headers', 'add'], form: 'texts' as const, separator: ':' },
    // Without add, set and remove, what stands here is set.
    { under: [holder, 'headers'], form: 'pairs' as const },
  ]),
};
