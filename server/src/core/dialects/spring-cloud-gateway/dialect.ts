import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimSpring } from './claim.ts';
import { springSite } from './lower/site.ts';
import { springPredictor } from './predict.ts';

/** Spring Cloud Gateway's properties in YAML, WebFlux and WebMVC, of every release that is about. */
export const dialect: Dialect<YamlFile> = {
  id: 'spring-cloud-gateway',
  title: 'Spring Cloud Gateway',
  rules: [],
  claim: claimSpring,
  parse: parseYamlFile,
  gathers: 'workspace',
  // A profile's file says what differs from a base that may be anywhere: it is judged as it stands.
  isMain: () => true,
  problems: () => [],
  site: (unit, settings) => springSite(unit, settings),
  headerPlaces: ['filters', 'default-filters', 'defaultFilters'].map((key) => ({
    under: [key],
    form: 'texts',
    prefix: /(?:Add|Set)ResponseHeader=\s*/,
    separator: ',',
  })),
  predictor: (unit, { settings }) => springPredictor(unit, settings),
};
