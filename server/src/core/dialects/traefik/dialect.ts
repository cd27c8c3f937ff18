import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimTraefik } from './claim.ts';
import { traefikSite } from './lower/site.ts';
import { traefikPredictor } from './predict.ts';

/** Traefik in all its notations: files, container labels, Kubernetes objects. They name each other's middlewares. */
export const dialect: Dialect<YamlFile> = {
  id: 'traefik',
  title: 'Traefik',
  rules: [],
  claim: claimTraefik,
  parse: parseYamlFile,
  isMain: () => true,
  gathers: 'workspace',
  problems: () => [],
  site: traefikSite,
  headerPlaces: [{ under: ['customResponseHeaders'], form: 'pairs' }],
  predictor: traefikPredictor,
};
