import { restrictedItems } from './access.ts';
import type { Configuration } from './configuration.ts';
import type { NginxLevel } from '../lower/level.ts';
import { FAMILIES, hiddenNames, passOf, type Family, type Pass } from '../lower/pass.ts';
import { pathOf } from './locations.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** As `passOf`; for methods that a `limit_except` restricts, its own comes first (ngx_http_update_location_config). */
export function passFor(t: Transaction): Pass | undefined {
  const restricted = restrictedItems(t) ?? [];
  for (const family of FAMILIES) {
    const item = restricted.findLast((each) => each.name === `${family}_pass`);
    if (item !== undefined) return { family, item, owner: t.level };
  }
  return passOf(t.level);
}

/** Where a pass leads: an address, and what is asked there. */
export interface Destination {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly target: string;
  readonly scheme: 'http' | 'https';
}

/** `undefined` where it is no http service at an address that the text gives. */
export function destinationOf({ family, item, owner }: Pass, t: Transaction): Destination | undefined {
  const template = item.args[0] ?? '';
  const url = evaluate(template, t);
  if (family !== 'proxy' || url === undefined) return undefined;
  const [, scheme, authority = '', uri = ''] = /^(https?):\/\/([^/?]*)(.*)$/s.exec(url) ?? [];
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  const server = upstreamServer(authority, t.config);
  const [, address = '', port] = /^(.*?)(?::(\d+))?$/.exec(server) ?? [];
  const number = port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port);
  const host = sentHost(t, authority);
  return { address, port: number, host, scheme, target: askedTarget(t, template, uri, owner) };
}

/** The only server of an `upstream` block, else the authority itself. */
function upstreamServer(authority: string, config: Configuration): string {
  const block = config.own(config.http, 'upstream').find((item) => item.args[0] === authority);
  if (block === undefined) return authority;
  const servers = config
    .bodyOf(block)
    .filter((item) => item.name === 'server' && !item.args.includes('down'));
  const addresses = new Set(servers.map((item) => item.args[0] ?? ''));
  return addresses.size === 1 ? ([...addresses][0] ?? authority) : [...addresses].join(',');
}

function sentHost(t: Transaction, authority: string): string {
  const own = t.config
    .inherited(t.level, 'proxy_set_header')
    .findLast((item) => item.args[0]?.toLowerCase() === 'host');
  return (own && evaluate(own.args[1] ?? '', t)) ?? authority;
}

/** ngx_http_proxy_create_request: a uri in `proxy_pass` replaces the part that the location's name matched. */
function askedTarget(t: Transaction, template: string, uri: string, owner: NginxLevel): string {
  const query = t.query === '' ? '' : `?${t.query}`;
  if (uri === '') return t.internal ? encodePath(t.path) + query : t.request.target;
  if (template.includes('$')) return uri;
  const location = owner.kind === 'if' ? owner.parent : owner;
  const { modifier, text } = location?.kind === 'location' ? pathOf(location) : { modifier: '', text: '' };
  const rest = modifier === '' || modifier === '^~' || modifier === '=' ? t.path.slice(text.length) : '';
  return uri + encodePath(rest) + query;
}

function encodePath(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
}

/** Read by nginx itself and written anew, or meant for one connection only. */
const CONNECTION = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-type',
  'trailer',
  'upgrade',
];

/** The names of a service's headers that are not passed on as they are at a level. */
export function withheldNames(level: NginxLevel, family: Family): ReadonlySet<string> {
  return new Set([...hiddenNames(level, family), ...CONNECTION]);
}

/** What survives X-Accel-Redirect of the service's headers (ngx_http_upstream_process_headers). */
export const KEPT_BY_ACCEL: ReadonlySet<string> = new Set([
  'set-cookie',
  'content-disposition',
  'cache-control',
  'expires',
  'accept-ranges',
]);
