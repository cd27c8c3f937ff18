import type { Unit } from '../../model/dialect.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';

/** Every directive that decides which headers a level sends and what it answers; whatever asks for another adds it. */
const DECIDING: ReadonlySet<string> = new Set([
  'server',
  'location',
  'if',
  'add_header',
  'add_header_inherit',
  'more_set_headers',
  'more_clear_headers',
  'security_headers',
  'js_header_filter',
  'server_name',
  'listen',
  'ssl_reject_handshake',
  'return',
  'rewrite',
  'deny',
  'allow',
  'satisfy',
  'internal',
  'empty_gif',
  'passenger_enabled',
]);
const FAMILIES = /_by_lua(_block|_file)?$|_pass$|_(hide|pass)_header$/;

/** The keywords in a unit whose directives a level is made of. */
export function tellingNames(unit: Unit<NginxTree>): ReadonlySet<string> {
  const keywords = unit.files.flatMap(({ tree }) => [...tree.keywords]);
  return new Set(keywords.filter((keyword) => DECIDING.has(keyword) || FAMILIES.test(keyword)));
}
