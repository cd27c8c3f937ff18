import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimIstio } from './claim.ts';
import { istioSite } from './lower/site.ts';
import { istioPredictor } from './predict/predictor.ts';

/** Istio's VirtualServices at the edge of a mesh, and what EnvoyFilters change of their answers. */
export const dialect: Dialect<YamlFile> = {
  id: 'istio',
  title: 'Istio',
  rules: [],
  claim: claimIstio,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  // What is wrong with an object is what the API server refuses or drops; it stands in the site.
  problems: () => [],
  site: istioSite,
  headerPlaces: [
    { under: ['response', 'set'], form: 'pairs' },
    { under: ['response', 'add'], form: 'pairs' },
    { under: ['response_headers_to_add', 'header'], form: 'items', name: 'key', value: 'value' },
  ],
  predictor: istioPredictor,
};
