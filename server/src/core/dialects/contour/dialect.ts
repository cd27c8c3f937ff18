import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimContour } from './claim.ts';
import { contourSite } from './lower/site.ts';

/** Contour's HTTPProxy, and the policy that its own configuration gives all services. */
export const dialect: Dialect<YamlFile> = {
  id: 'contour',
  title: 'Contour',
  rules: [],
  claim: claimContour,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  // What is wrong with an object is what the API server or Contour refuses; it stands in the site.
  problems: () => [],
  site: contourSite,
  headerPlaces: [
    { under: ['responseHeadersPolicy', 'set'], form: 'items', name: 'name', value: 'value' },
    { under: ['policy', 'response-headers', 'set'], form: 'pairs' },
    { under: ['policy', 'responseHeaders', 'set'], form: 'pairs' },
  ],
};
