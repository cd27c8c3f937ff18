import type { Configuration } from './configuration.ts';
import { pathOf } from './locations.ts';
import type { HeaderPairs, IncomingRequest, Transaction } from './transaction.ts';
import type { Pass } from '../lower/pass.ts';
import { evaluate } from './variables.ts';

/** Where a pass leads: an address, and what is asked there. */
export interface Destination {
  readonly address: string;
  readonly port: number;
  /** As `$proxy_host` has it. */
  readonly name: string;
  readonly target: string;
  readonly scheme: 'http' | 'https';
  /** Known by name only when it is asked: it has variables, and is no `upstream` block's. */
  readonly isLate: boolean;
}

/** `undefined` where it is no http service at an address that the text gives; `none` where nothing can be asked. */
export function destinationsOf(
  { family, item, owner }: Pass,
  t: Transaction,
): readonly [Destination, ...Destination[]] | 'none' | undefined {
  const template = item.args[0] ?? '';
  if (family !== 'proxy') return undefined;
  const url = evaluate(template, t);
  if (url === undefined) return undefined;
  const [, scheme, authority = '', uri = ''] = /^(https?):\/\/([^/?]*)(.*)$/s.exec(url) ?? [];
  if (scheme !== 'http' && scheme !== 'https') return 'none';
  const usual = scheme === 'https' ? 443 : 80;
  const servers = upstreamServers(authority, t.config);
  const destination = (server: string): Destination => {
    const [, address = '', port] = /^(.*?)(?::(\d+))?$/.exec(server) ?? [];
    return {
      address: address === 'localhost' ? '127.0.0.1' : address,
      port: port === undefined ? usual : Number(port),
      name: authority.replace(new RegExp(`:${usual}$`), ''),
      scheme,
      isLate: template.includes('$') && servers === undefined,
      target: askedTarget(t, template, uri, owner),
    };
  };
  const [first = authority, ...others] = servers ?? [];
  return [destination(first), ...others.map(destination)];
}

/** The servers of an `upstream` block that are asked as long as all is well. */
function upstreamServers(name: string, config: Configuration): readonly string[] | undefined {
  const block = config.own(config.http, 'upstream').find((item) => item.args[0] === name);
  if (block === undefined) return undefined;
  const servers = config
    .bodyOf(block)
    .filter(
      ({ name: each, args }) => each === 'server' && !args.includes('down') && !args.includes('backup'),
    );
  return [...new Set(servers.map(({ args }) => args[0] ?? ''))];
}

/** ngx_http_proxy_create_request: a uri in `proxy_pass` replaces the part that the location's name matched. */
function askedTarget(t: Transaction, template: string, uri: string, owner: Pass['owner']): string {
  if (template.includes('$') && uri !== '') return uri.startsWith('?') ? `/${uri}` : uri;
  if (uri === '' && t.asSent) return t.request.target;
  const location = owner.kind === 'if' ? owner.parent : owner;
  const { modifier, text } = location?.kind === 'location' ? pathOf(location) : { modifier: '', text: '' };
  const isPrefix = modifier === '' || modifier === '^~' || modifier === '=';
  // Once `rewrite … break` has changed the path, the uri of the directive is left aside.
  const before = t.inLocation ? uri : '';
  const replaced = before !== '' && isPrefix ? Math.min(text.length, t.path.length) : 0;
  const rest = t.path.slice(replaced);
  const isEncoded = t.internal || t.request.target.replace(/\?.*/s, '').includes('%');
  return before + (isEncoded ? encodePath(rest) : rest) + (t.query === '' ? '' : `?${t.query}`);
}

/** ngx_escape_uri with NGX_ESCAPE_URI. */
function encodePath(path: string): string {
  return path.replace(/[^!-~]|["#%<>?\\^`{|}]/g, (char) =>
    char < '\x80'
      ? `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
      : encodeURIComponent(char),
  );
}

/** The request that the service gets: method, target and headers as `proxy_method` and `proxy_set_header` make them. */
export function askedOf(
  t: Transaction,
  { name, target }: Destination,
): Pick<IncomingRequest, 'method' | 'target' | 'headers' | 'protocol'> {
  const { config, level } = t;
  const method = config.setting(level, 'proxy_method')?.[0];
  const set = config
    .inherited(level, 'proxy_set_header')
    .map((item) => [item.args[0] ?? '', evaluate(item.args[1] ?? '', t) ?? ''] as const);
  const written = new Set([...set.map(([each]) => each.toLowerCase()), ...NOT_PASSED]);
  const passed = config.flag(level, 'proxy_pass_request_headers', true)
    ? t.request.headers.filter(([each]) => !written.has(each.toLowerCase()))
    : [];
  const own: HeaderPairs = set.some(([each]) => each.toLowerCase() === 'host') ? [] : [['Host', name]];
  return {
    method: (method && evaluate(method, t)) ?? t.method,
    target,
    headers: [...own, ...set.filter(([, value]) => value !== ''), ...passed],
    protocol: `HTTP/${config.setting(level, 'proxy_http_version')?.[0] ?? ((config.version ?? 0) >= HTTP_1_1 ? '1.1' : '1.0')}`,
  };
}

/** Since 1.29.7 services are asked in HTTP/1.1. */
const HTTP_1_1 = 1_029_007;
/** Headers that nginx writes itself (ngx_http_proxy_headers). */
const NOT_PASSED = ['host', 'connection', 'keep-alive', 'transfer-encoding', 'te', 'expect', 'upgrade'];
