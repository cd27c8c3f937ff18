import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimEmissary } from './claim.ts';
import { emissarySite } from './lower/site.ts';
import { emissaryPredictor } from './predict/predictor.ts';

/** Emissary-ingress (Ambassador): Mappings, and the defaults that a Module gives them. */
export const dialect: Dialect<YamlFile> = {
  id: 'emissary',
  title: 'Emissary-ingress',
  rules: [],
  claim: claimEmissary,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  // What is wrong with an object is what the API server or Envoy refuses; it stands in the site.
  problems: () => [],
  site: emissarySite,
  headerPlaces: [{ under: ['add_response_headers'], form: 'pairs' }],
  predictor: emissaryPredictor,
};
