import type { Dialect, Parsed } from '../../model/dialect.ts';
import type { SourceFile } from '../../model/place.ts';
import { field } from '../../syntax/envoy/fields.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimEnvoy } from './claim.ts';
import { envoySite } from './lower/site.ts';
import { envoyPredictor } from './predict/predictor.ts';
import { includesOf } from './read/references.ts';

/** Envoy's own configuration: a bootstrap, and the files of listeners and routes that it loads. */
export const dialect: Dialect<YamlFile> = {
  id: 'envoy',
  title: 'Envoy',
  rules: [],
  claim: claimEnvoy,
  parse,
  isMain: ({ tree }) => field(tree.documents[0]?.root, 'resources') === undefined,
  // What is wrong with the files is what Envoy refuses or passes over; it stands in the site.
  problems: () => [],
  site: envoySite,
  headerPlaces: [
    { under: ['response_headers_to_add', 'header'], form: 'items', name: 'key', value: 'value' },
    { under: ['responseHeadersToAdd', 'header'], form: 'items', name: 'key', value: 'value' },
  ],
  predictor: envoyPredictor,
};

function parse(file: SourceFile, previous?: Parsed<YamlFile>): Parsed<YamlFile> {
  const parsed = parseYamlFile(file, previous);
  return { ...parsed, includes: includesOf(parsed.tree) };
}
