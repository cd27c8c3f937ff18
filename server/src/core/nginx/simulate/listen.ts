import type { Configuration } from './configuration.ts';
import type { NginxLevel } from '../lower/level.ts';
import { compilePattern, type Captures } from './pattern.ts';

/** One `listen`: an address (`*` for all) and a port, or a socket path that no url reaches. */
interface Listener {
  readonly server: NginxLevel;
  readonly address: string;
  readonly port: number;
  readonly isDefault: boolean;
  readonly ssl: boolean;
}

/** Where a connection arrives. */
export interface Endpoint {
  /** An address literal; `undefined` where only a name is known. */
  readonly address: string | undefined;
  readonly port: number;
}

export interface Chosen {
  readonly server: NginxLevel;
  /** The server that answers what cannot be told apart, and whose settings hold before the host is known. */
  readonly fallback: NginxLevel;
  readonly ssl: boolean;
  readonly captures?: Captures;
}

/** ngx_http_core_listen, without `listen`: `*:80` where nginx may bind it, else `*:8000`; the former is taken. */
function listenersOf(config: Configuration): readonly Listener[] {
  return config.servers.flatMap((server): Listener[] => {
    const listens = config.own(server, 'listen');
    if (listens.length === 0) return [{ server, address: '*', port: 80, isDefault: false, ssl: false }];
    return listens.flatMap(({ args }) => {
      const [where = '', ...options] = args;
      const endpoint = parseListen(where);
      if (endpoint === undefined) return [];
      const isDefault = options.includes('default_server') || options.includes('default');
      return [{ server, ...endpoint, isDefault, ssl: options.includes('ssl') }];
    });
  });
}

export function parseListen(where: string): { address: string; port: number } | undefined {
  if (where.startsWith('unix:')) return undefined;
  const [, address, port] = /^(?:(\[[^\]]*\]|[^:\]]*):)?(\d+)$/.exec(where) ?? [];
  if (port !== undefined) return { address: wildcard(address ?? '*'), port: Number(port) };
  return { address: wildcard(where), port: 80 };
}

function wildcard(address: string): string {
  return address === '0.0.0.0' || address === '' || address === '[::]'
    ? '*'
    : address === 'localhost'
      ? '127.0.0.1'
      : address;
}

/**
 * The server of a request: an exact address hides `*` of the same port (ngx_http_add_addresses); among the servers of
 * one socket the host decides (ngx_http_find_virtual_server): exact, longest `*.x`, longest `x.*`, regex in order,
 * else the default server. `undefined`: nothing listens there.
 * @param host as nginx has read it; empty: none
 */
export function chooseServer(config: Configuration, endpoint: Endpoint, host: string): Chosen | undefined {
  const atPort = listenersOf(config).filter((listener) => listener.port === endpoint.port);
  const addresses = new Set(atPort.map((listener) => listener.address));
  const address = socketAddress(addresses, endpoint.address);
  const candidates = atPort.filter((listener) => listener.address === address);
  const [first] = candidates;
  if (first === undefined) return undefined;
  const fallback = (candidates.find((listener) => listener.isDefault) ?? first).server;
  const ssl = candidates.some((listener) => listener.ssl);
  const servers = [...new Set(candidates.map((listener) => listener.server))];
  const found = host === '' ? nameless(config, servers) : byName(config, servers, host);
  return {
    server: found?.server ?? fallback,
    fallback,
    ssl,
    ...(found?.captures && { captures: found.captures }),
  };
}

function socketAddress(addresses: ReadonlySet<string>, wanted: string | undefined): string {
  if (wanted !== undefined && addresses.has(wanted)) return wanted;
  if (addresses.has('*')) return '*';
  // A name may resolve to any of the addresses; where one only is listened on, it is that.
  return wanted === undefined ? ([...addresses][0] ?? '*') : '';
}

interface Found {
  readonly server: NginxLevel;
  readonly captures?: Captures;
}

function nameless(config: Configuration, servers: readonly NginxLevel[]): Found | undefined {
  const server = servers.find((each) => namesOf(config, each).includes(''));
  return server && { server };
}

export function namesOf(config: Configuration, server: NginxLevel): readonly string[] {
  const names = config.own(server, 'server_name').flatMap((item) => item.args);
  return names.length === 0 ? [''] : names;
}

function byName(config: Configuration, servers: readonly NginxLevel[], host: string): Found | undefined {
  const named = servers.flatMap((server) => namesOf(config, server).map((name) => ({ server, name })));
  const plain = named
    .filter(({ name }) => !name.startsWith('~'))
    .map(({ server, name }) => ({ server, name: name.toLowerCase() }));
  const exact = plain.find(({ name }) => name === host || (name.startsWith('.') && name.slice(1) === host));
  if (exact !== undefined) return exact;
  const longest = (matches: (name: string) => boolean): Found | undefined =>
    plain.filter(({ name }) => matches(name)).toSorted((a, b) => b.name.length - a.name.length)[0];
  const head = longest((name) => {
    const tail = name.startsWith('*.') ? name.slice(1) : name.startsWith('.') ? name : undefined;
    return tail !== undefined && host.length > tail.length && host.endsWith(tail);
  });
  if (head !== undefined) return head;
  const trailing = longest(
    (name) => name.endsWith('.*') && host.length > name.length - 1 && host.startsWith(name.slice(0, -1)),
  );
  if (trailing !== undefined) return trailing;
  for (const { server, name } of named) {
    if (!name.startsWith('~')) continue;
    // Caseless only where the pattern has an upper-case letter (ngx_http_core_server_name).
    const captures = compilePattern(name.slice(1), /[A-Z]/.test(name)).exec(host);
    if (captures) return { server, captures };
  }
  return undefined;
}
