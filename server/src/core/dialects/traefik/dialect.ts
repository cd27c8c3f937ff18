import type { Dialect } from '../../model/dialect.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import { claimTraefik } from './claim.ts';
import { traefikSite } from './lower/site.ts';
import { parseTraefik } from './parse.ts';
import { traefikPredictor } from './predict.ts';

/** Traefik in all its notations: files, container labels, Kubernetes objects. They name each other's middlewares. */
export const dialect: Dialect<YamlFile> = {
  id: 'traefik',
  title: 'Traefik',
  rules: [],
  claim: claimTraefik,
  parse: parseTraefik,
  isMain: () => true,
  gathers: 'workspace',
  problems: () => [],
  site: traefikSite,
  headerPlaces: [{ under: ['customResponseHeaders'], form: 'pairs' }],
  predictor: traefikPredictor,
};
