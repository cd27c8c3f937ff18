import { at, entriesOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';

/** What a file is to Traefik. */
export type Shape = 'dynamic' | 'static' | 'compose' | 'kubernetes';

const STATIC_KEYS: ReadonlySet<string> = new Set([
  'entrypoints',
  'providers',
  'certificatesresolvers',
  'api',
  'log',
  'accesslog',
  'ping',
  'metrics',
  'tracing',
  'global',
  'experimental',
  'serverstransport',
]);
const DYNAMIC_KEYS: ReadonlySet<string> = new Set(['http', 'tcp', 'udp', 'tls']);

/** By the names at the root, which Traefik reads without case; Kubernetes and compose have their own. */
export function shapeOf({ documents }: YamlFile): Shape {
  if (documents.some(({ root }) => at(root, 'apiVersion') !== undefined && at(root, 'kind') !== undefined))
    return 'kubernetes';
  const names = documents.flatMap(({ root }) => entriesOf(root).map(({ key }) => key.text.toLowerCase()));
  const isOwn = names.some((name) => name === 'http' || name === 'entrypoints');
  if (!isOwn && documents.some(({ root }) => at(root, 'services')?.kind === 'map')) return 'compose';
  const isStatic = names.some((name) => STATIC_KEYS.has(name) && name !== 'api');
  if (isStatic) return 'static';
  return names.includes('api') && !names.some((name) => DYNAMIC_KEYS.has(name)) ? 'static' : 'dynamic';
}
