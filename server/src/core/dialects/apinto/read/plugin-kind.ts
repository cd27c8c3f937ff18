import { entriesOf, itemsOf, type YamlNode } from '../../../syntax/yaml/node.ts';

/**
 * What a plugin does to an answer.
 * `mocking` and `interception` make it themselves; `request` changes what the service is asked; `refusing` may answer
 * in place of the service; `plain` leaves answers alone; `absent` is no plugin at all.
 */
export type PluginKind =
  | 'rewrite'
  | 'rewrite-v2'
  | 'filter'
  | 'mocking'
  | 'interception'
  | 'request'
  | 'refusing'
  | 'plain'
  | 'absent'
  | 'unknown';

const KINDS: Readonly<Record<string, PluginKind>> = {
  response_rewrite: 'rewrite',
  response_rewrite_v2: 'rewrite-v2',
  response_filter: 'filter',
  'http-mocking': 'mocking',
  request_interception: 'interception',
  ...kinds('request', 'proxy_rewrite proxy_rewrite_v2 extra_params extra_params_v2 params_transformer'),
  ...kinds(
    'refusing',
    `plugin_app access_relational acl ip_restriction rate_limiting circuit_breaker params_check params_check_v2
     body_check oauth2 oauth2-introspection custom-oauth2-introspection auth_interceptor_redis
     replay_attack_defender rsa counter auto_redirect`,
  ),
  // Strategies are objects of their own: without any, their plugins do nothing.
  ...kinds(
    'plain',
    `access_log monitor prometheus gzip proxy_mirror request_file_parse response_file_parse body-record-truncation
     js_inject ai_prompt ai_formatter cors data_transform aes http_to_grpc http_to_dubbo2 grpc_to_http
     dubbo2_to_http strategy-plugin-grey strategy-plugin-fuse strategy-plugin-cache strategy-plugin-data_mask
     strategy-plugin-visit strategy-plugin-limiting`,
  ),
};

function kinds(kind: PluginKind, names: string): Readonly<Record<string, PluginKind>> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, kind]));
}

/** @param id `eolinker.com:apinto:response_rewrite` */
export function kindOfId(id: string): PluginKind {
  const own = /^eolinker\.com:apinto:(.+)$/.exec(id)?.[1];
  if (own === undefined) return 'unknown';
  const kind = KINDS[own];
  if (kind !== undefined) return kind;
  // Hyphens and underscores are not the same: `http_mocking` is no plugin.
  const letters = plain(own);
  return Object.keys(KINDS).some((known) => plain(known) === letters) ? 'absent' : 'unknown';
}

function plain(name: string): string {
  return name.replace(/[-_]/g, '');
}

/** The names that APIPark and the documentation give their plugins. */
const STOCK: Readonly<Record<string, PluginKind>> = {
  ...KINDS,
  app: 'refusing',
  ...kinds(
    'plain',
    'strategy_visit strategy_grey strategy_limiting strategy_fuse strategy_cache strategy_data_mask',
  ),
};

/** What a plugin is where the list is not at hand that tells: by its name, and by what is configured. */
export function guessedKind(name: string, config: YamlNode | undefined): PluginKind {
  const known = STOCK[name];
  if (known !== undefined) return known;
  const keys = new Set(entriesOf(config).map(({ key }) => key.text));
  if (keys.has('matches')) return 'rewrite-v2';
  if (keys.has('header_filter') || keys.has('header_filter_type')) return 'filter';
  if (keys.has('response_header') || keys.has('response_example')) return 'mocking';
  if (keys.has('path_type') || keys.has('host_rewrite')) return 'request';
  const headers = entriesOf(config).find(({ key }) => key.text === 'headers')?.value;
  if (keys.has('match')) return 'rewrite';
  if (keys.has('params') && itemsOf(entriesOf(config)[0]?.value).length > 0) return 'request';
  if (headers?.kind === 'seq' && (keys.has('status') || keys.has('body'))) return 'interception';
  return headers?.kind === 'map' && /guard|frame|response|header/i.test(name) && !/proxy|request/i.test(name)
    ? 'rewrite'
    : 'unknown';
}
