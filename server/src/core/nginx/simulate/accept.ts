import type { NginxLevel } from '../lower/level.ts';
import type { Configuration } from './configuration.ts';
import { chooseServer } from './listen.ts';
import { hostOf, STRICT_HOSTS } from './host.ts';
import { sizeOf } from './size.ts';
import { parseTarget } from './target.ts';
import { Transaction, type HeaderPairs, type IncomingRequest } from './transaction.ts';

/** A request on its server; `refused`: the status of what is wrong with the request itself. */
export interface Accepted {
  readonly t: Transaction;
  readonly refused?: number;
}

/**
 * Reads a request as nginx does before anything is looked up: request line, headers, then what only all of them tell
 * (ngx_http_process_request_line, _headers, _header, ngx_http_process_request). What is wrong is answered by the server
 * known so far. `undefined`: nothing listens there.
 */
export function accept(config: Configuration, request: IncomingRequest, depth: number): Accepted | undefined {
  const endpoint = { address: request.address, port: request.port };
  const initial = chooseServer(config, endpoint, '');
  if (initial === undefined) return undefined;
  const { fallback } = initial;
  const wrongLine = requestLineFault(config, fallback, request);
  // The host is not known yet when the path is parsed: the default server's setting counts.
  const target =
    wrongLine === undefined
      ? parseTarget(request.target, config.flag(fallback, 'merge_slashes', true))
      : undefined;
  if (target === undefined) {
    // Of a line that could not be read, nothing is known later on.
    const t = new Transaction(config, { ...request, target: '', headers: [] }, fallback, { depth });
    t.path = '';
    return { t, refused: wrongLine ?? 400 };
  }
  const on = (server: NginxLevel, headers: HeaderPairs, host?: string): Transaction => {
    const t = new Transaction(config, { ...request, headers }, server, { depth, host });
    t.path = target.path;
    t.query = target.query;
    return t;
  };
  const hosts = [...request.headers.entries()].filter(([, [name]]) => name.toLowerCase() === 'host');
  const [[first, [, text]] = [0, ['', '']], second] = hosts;
  const host = hosts.length === 0 ? undefined : hostOf(text, (config.version ?? 0) >= STRICT_HOSTS);
  // Headers are read up to the one that is wrong.
  if (hosts.length > 0 && host === undefined)
    return { t: on(fallback, request.headers.slice(0, first + 1)), refused: 400 };
  const { server, captures, ssl } = chooseServer(config, endpoint, host ?? '') ?? initial;
  if (second !== undefined)
    return { t: on(server, request.headers.slice(0, second[0] + 1), host), refused: 400 };
  const t = on(server, validHeaders(config, server, request.headers), host);
  if (captures) t.capture(captures);
  const refused = headerFault(t) ?? (ssl && request.scheme === 'http' ? 497 : undefined);
  return refused === undefined ? { t } : { t, refused };
}

/** ngx_http_parse_request_line, ngx_http_alloc_large_header_buffer. */
function requestLineFault(
  config: Configuration,
  server: NginxLevel,
  { method, target, protocol }: IncomingRequest,
): number | undefined {
  if (method.length + target.length + protocol.length + 3 > largestLine(config, server)) return 414;
  if (!/^[A-Z_-]+$/.test(method) || !target.startsWith('/') || /[\0-\x20\x7f]/.test(target)) return 400;
  const [, major] = /^HTTP\/(\d)\.\d+$/.exec(protocol) ?? [];
  if (major === undefined) return 400;
  return Number(major) > 1 ? 505 : undefined;
}

/** Longer lines fit no buffer (ngx_http_alloc_large_header_buffer). */
function largestLine(config: Configuration, server: NginxLevel): number {
  return sizeOf(config.setting(server, 'large_client_header_buffers')?.[1] ?? '8k');
}

/** ngx_http_process_request_header. */
function headerFault(t: Transaction): number | undefined {
  const most = largestLine(t.config, t.server);
  if (t.request.headers.some(([name, value]) => name.length + value.length + 4 > most)) return 494;
  const length = t.requestHeader('content-length');
  const coding = t.requestHeader('transfer-encoding');
  if (t.requestHeader('host') === undefined && t.request.protocol !== 'HTTP/1.0') return 400;
  // A second line is refused as a duplicate; joined, it is no number either.
  if (length !== undefined && !/^\d+$/.test(length)) return 400;
  if (coding !== undefined) {
    if (t.request.protocol === 'HTTP/1.0') return 400;
    if (coding.toLowerCase() !== 'chunked') return 501;
    if (length !== undefined) return 400;
  }
  return t.method === 'TRACE' || t.method === 'CONNECT' ? 405 : undefined;
}

/** Names with other characters are dropped (ngx_http_parse_header_line), underscores unless they are allowed. */
function validHeaders(config: Configuration, server: NginxLevel, headers: HeaderPairs): HeaderPairs {
  if (!config.flag(server, 'ignore_invalid_headers', true)) return headers;
  const valid = config.flag(server, 'underscores_in_headers', false) ? /^[\w-]+$/ : /^[A-Za-z\d-]+$/;
  return headers.filter(([name]) => valid.test(name));
}
