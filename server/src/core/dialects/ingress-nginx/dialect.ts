import type { Dialect } from '../../model/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../syntax/yaml/parse.ts';
import { claimIngressNginx } from './claim.ts';
import { ingressNginxSite } from './lower/site.ts';

/** Ingress objects that ingress-nginx serves, and the configuration of the controller itself. */
export const dialect: Dialect<YamlFile> = {
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  rules: [],
  claim: claimIngressNginx,
  parse: parseYamlFile,
  gathers: 'workspace',
  isMain: () => true,
  problems: () => [],
  site: ingressNginxSite,
};
