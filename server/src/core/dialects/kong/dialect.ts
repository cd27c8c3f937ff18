import type { Dialect } from '../../model/dialect.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import { claimKong } from './claim.ts';
import { kongSite } from './lower/site.ts';
import { parseKong } from './parse.ts';
import { kongPredictor } from './predict/predictor.ts';

/** Kong: declarative files of decK and of a Kong without database, and the objects of its ingress controller. */
export const dialect: Dialect<YamlFile> = {
  id: 'kong',
  title: 'Kong',
  rules: [],
  claim: claimKong,
  parse: parseKong,
  gathers: 'workspace',
  isMain: () => true,
  // What decK, Kong or the API server refuses stands in the site.
  problems: () => [],
  site: kongSite,
  predictor: kongPredictor,
  headerPlaces: ['replace', 'add', 'append'].map((action) => ({
    under: [action, 'headers'],
    form: 'texts',
    separator: ':',
  })),
};
