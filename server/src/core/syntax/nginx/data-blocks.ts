/**
 * Blocks whose body nginx reads line by line without looking directives up: they install a handler of their own
 * (`cf->handler`), as ngx_http_map_block does.
 */
const dataBlocks: ReadonlySet<string> = new Set([
  'types',
  'map',
  'geo',
  'split_clients',
  'charset_map',
  'match',
  'geoip2',
  'num_map',
  'testcookie_whitelist',
  'ldap_server',
]);

export function isDataBlock(name: string): boolean {
  return dataBlocks.has(name);
}
