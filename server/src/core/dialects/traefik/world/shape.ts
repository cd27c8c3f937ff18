import { at, entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';

/** What a file is to Traefik. */
export type Shape = 'dynamic' | 'static' | 'compose' | 'kubernetes' | 'helm';

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
  if (isHelm(documents[0]?.root)) return 'helm';
  const isOwn = names.some((name) => name === 'http' || name === 'entrypoints');
  if (!isOwn && documents.some(({ root }) => at(root, 'services')?.kind === 'map')) return 'compose';
  const isStatic = names.some((name) => STATIC_KEYS.has(name) && name !== 'api');
  if (isStatic) return 'static';
  return names.includes('api') && !names.some((name) => DYNAMIC_KEYS.has(name)) ? 'static' : 'dynamic';
}

/** The values of Traefik's chart: its `ports` are a map, by the names of entry points. */
function isHelm(root: YamlNode | undefined): boolean {
  const ports = at(root, 'ports');
  const isPorts = ['web', 'websecure', 'traefik'].some((name) => at(ports, name)?.kind === 'map');
  return isPorts || at(root, 'additionalArguments')?.kind === 'seq';
}
