import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimApinto } from './claim.ts';
import { apintoSite } from './lower/site.ts';
import { apintoPredictor } from './predict/predictor.ts';

/** Apinto's routers, templates and plugins, also as APIPark writes them; and the files of both that set no header. */
export const dialect: Dialect<YamlFile> = {
  id: 'apinto',
  title: 'APIPark and Apinto',
  rules: [],
  claim: claimApinto,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  // What is wrong with an object is what the open API refuses or the gateway drops; it stands in the site.
  problems: () => [],
  site: apintoSite,
  predictor: apintoPredictor,
  headerPlaces: [
    { under: ['config', 'headers'], form: 'pairs' },
    { under: ['response_rewrite', 'headers'], form: 'pairs' },
    { under: ['config', 'response_header'], form: 'pairs' },
    { under: ['config', 'headers'], form: 'items', name: 'key', value: 'value' },
  ],
};
