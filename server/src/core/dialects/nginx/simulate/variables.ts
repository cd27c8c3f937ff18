import { hostName, namesOf } from './listen.ts';
import { mapBlock, mapValue } from './maps.ts';
import { documentRoot, fileOf } from './paths.ts';
import type { Transaction } from './transaction.ts';

const REFERENCE = /\$(?:\{(\w+)\}|(\w+))/g;

/** A template with its variables filled in; `undefined` where one of them is not known. */
export function evaluate(template: string, t: Transaction): string | undefined {
  if (!template.includes('$')) return template;
  let text = '';
  let end = 0;
  for (const match of template.matchAll(REFERENCE)) {
    const value = variable((match[1] ?? match[2] ?? '').toLowerCase(), t);
    if (value === undefined) return undefined;
    text += template.slice(end, match.index) + value;
    end = match.index + match[0].length;
  }
  return text + template.slice(end);
}

/** @param name in lower case: variable names are caseless */
export function variable(name: string, t: Transaction): string | undefined {
  if (/^\d$/.test(name)) return t.captures?.numbered[Number(name)] ?? '';
  if (t.variables.has(name)) return t.variables.get(name);
  const map = mapBlock(t.config, name);
  if (map !== undefined) return mapValue(name, map, t);
  const named = t.namedCaptures.get(name);
  if (named !== undefined) return named;
  if (isSetSomewhere(name, t) || isCapturedSomewhere(name, t)) return '';
  return prefixed(name, t) ?? builtIn(name, t);
}

/** A name that any `set` mentions is a variable everywhere, and empty where that `set` did not run. */
function isSetSomewhere(name: string, t: Transaction): boolean {
  const { config } = t;
  return config.setNames.has(name);
}

function isCapturedSomewhere(name: string, t: Transaction): boolean {
  return t.config.capturedNames.has(name);
}

function prefixed(name: string, t: Transaction): string | undefined {
  const [, family, rest = ''] =
    /^(arg|http|cookie|sent_http|upstream_http|upstream_cookie|upstream_trailer|sent_trailer)_(\w+)$/.exec(
      name,
    ) ?? [];
  switch (family) {
    case 'arg':
      return argument(rest, t.query);
    case 'http':
      return rest === 'host' ? (t.request.host ?? '') : (t.requestHeader(rest.replaceAll('_', '-')) ?? '');
    case 'cookie':
      return cookie(rest, t.requestHeader('cookie') ?? '');
    case 'sent_http':
      return sentHeader(rest, t);
    case 'upstream_http':
      return upstreamHeader(rest, t);
    case 'sent_trailer':
    case 'upstream_trailer':
      return '';
    default:
      return undefined;
  }
}

/** ngx_http_arg: the first argument of the name, not decoded, in any letter case. */
function argument(name: string, query: string): string {
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if (equals >= 0 && pair.slice(0, equals).toLowerCase() === name) return pair.slice(equals + 1);
  }
  return '';
}

function cookie(name: string, header: string): string {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals >= 0 && pair.slice(0, equals).trim().toLowerCase() === name)
      return pair.slice(equals + 1).trim();
  }
  return '';
}

/** Headers that nginx writes itself and that are in no list: their values are not known here. */
const OWN = new Set([
  'content_length',
  'location',
  'last_modified',
  'connection',
  'keep_alive',
  'transfer_encoding',
  'cache_control',
  'link',
  'date',
  'server',
  'etag',
]);

function sentHeader(name: string, t: Transaction): string | undefined {
  if (name === 'content_type') return t.contentType;
  const lines = t.sent.filter((line) => line.name.toLowerCase().replaceAll('-', '_') === name);
  const values = lines.map((line) =>
    typeof line.value === 'string' ? line.value : line.value.kind === 'literal' ? line.value.text : undefined,
  );
  if (
    values.some((value) => value === undefined) ||
    (t.upstream?.headers === undefined) !== (t.upstream === undefined)
  )
    return undefined;
  if (values.length === 0) return OWN.has(name) ? undefined : '';
  return severalLines(
    values.map((value) => value ?? ''),
    t,
  );
}

function upstreamHeader(name: string, t: Transaction): string | undefined {
  if (t.upstream === undefined) return '';
  const values = t.upstream.headers
    ?.filter(([each]) => each.toLowerCase().replaceAll('-', '_') === name)
    .map(([, value]) => value);
  if (values === undefined) return undefined;
  return values.length === 0 ? '' : severalLines(values, t);
}

/** Since 1.23.0 all lines of a name are joined; before, the first was taken. */
function severalLines(values: readonly string[], t: Transaction): string | undefined {
  if (values.length <= 1) return values[0] ?? '';
  const { version } = t.config;
  if (version === undefined) return undefined;
  return version >= 1_023_000 ? values.join(', ') : values[0];
}

function builtIn(name: string, t: Transaction): string | undefined {
  const { request } = t;
  switch (name) {
    case 'uri':
    case 'document_uri':
      return t.path;
    case 'args':
    case 'query_string':
      return t.query;
    case 'is_args':
      return t.query === '' ? '' : '?';
    case 'request_uri':
      return request.target;
    case 'request':
      return `${request.method} ${request.target} ${request.protocol}`;
    case 'request_method':
      return request.method;
    case 'server_protocol':
      return request.protocol;
    case 'scheme':
      return request.scheme;
    case 'https':
      return request.scheme === 'https' ? 'on' : '';
    case 'host':
      return hostName(request.host) ?? namesOf(t.config, t.server)[0] ?? '';
    case 'server_name':
      return namesOf(t.config, t.server)[0] ?? '';
    case 'server_port':
      return String(request.port);
    case 'status':
      return t.status === undefined ? undefined : String(t.status);
    case 'document_root':
      return documentRoot(t);
    case 'request_filename':
      return fileOf(t, t.path);
    case 'content_type':
      return t.requestHeader('content-type') ?? '';
    case 'content_length':
      return t.requestHeader('content-length') ?? '';
    case 'remote_addr':
      return remoteAddress(t);
    case 'upstream_addr':
      return t.upstream === undefined ? '' : t.upstream.address;
    case 'upstream_status':
      return t.upstream === undefined
        ? ''
        : t.upstream.status === undefined
          ? undefined
          : String(t.upstream.status);
    case 'remote_user':
      return t.requestHeader('authorization') === undefined ? '' : undefined;
    case 'request_completion':
    case 'upstream_cache_status':
      return t.config.usesCache ? undefined : '';
    default:
      return undefined;
  }
}

/** Who asks over the loopback address comes from it. */
export function remoteAddress(t: Transaction): string | undefined {
  return t.request.address === '127.0.0.1' ? '127.0.0.1' : undefined;
}
