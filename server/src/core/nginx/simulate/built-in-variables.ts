import { namesOf } from './listen.ts';
import { documentRoot, fileOf } from './paths.ts';
import type { Transaction } from './transaction.ts';
import { ofAllAsked } from './upstream-variables.ts';

/** Variables of nginx's own; `undefined` where they are not known here. */
export function builtIn(name: string, t: Transaction): string | undefined {
  return ofRequest(name, t) ?? ofConnection(name, t) ?? ofAnswer(name, t);
}

function ofRequest(name: string, t: Transaction): string | undefined {
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
      return request.target === '' ? undefined : `${request.method} ${request.target} ${request.protocol}`;
    case 'request_method':
      return t.main.method;
    case 'document_root':
      return documentRoot(t);
    case 'request_filename':
      return fileOf(t, t.path);
    case 'content_type':
      return t.requestHeader('content-type') ?? '';
    case 'content_length':
      return t.requestHeader('content-length') ?? '';
    case 'remote_user':
      return remoteUser(t.requestHeader('authorization'));
    case 'request_completion':
      return '';
    default:
      return undefined;
  }
}

function ofConnection(name: string, t: Transaction): string | undefined {
  const { config, request, server } = t;
  switch (name) {
    case 'server_protocol':
      return request.protocol;
    case 'scheme':
      return request.scheme;
    case 'https':
      return request.scheme === 'https' ? 'on' : '';
    case 'host':
      return t.host ?? serverName(t);
    case 'server_name':
      return serverName(t);
    case 'server_port':
      return String(request.port);
    case 'server_addr':
      return request.address;
    case 'remote_addr':
    case 'realip_remote_addr':
      return remoteAddress(t);
    case 'proxy_add_x_forwarded_for': {
      const before = t.requestHeader('x-forwarded-for');
      const address = remoteAddress(t);
      return before === undefined || address === undefined ? address : `${before}, ${address}`;
    }
    case 'nginx_version':
      return config.versionText;
    case 'http2':
    case 'http3':
      return request.scheme === 'http' && config.own(server, 'http2').length === 0 ? '' : undefined;
    default:
      return undefined;
  }
}

function ofAnswer(name: string, t: Transaction): string | undefined {
  switch (name) {
    case 'status':
      return t.status === undefined ? undefined : String(t.errorStatus || t.status).padStart(3, '0');
    case 'proxy_host':
      return t.proxied?.host ?? '';
    case 'proxy_port':
      return t.proxied?.port ?? '';
    case 'upstream_addr':
      return ofAllAsked(t, ({ address }) => address);
    case 'upstream_status':
      return ofAllAsked(t, ({ status }) => (status === undefined ? undefined : String(status)));
    case 'upstream_cache_status':
      return t.config.usesCache ? undefined : '';
    default:
      return undefined;
  }
}

/** cscf->server_name: the first, in lower case unless it is a regex. */
function serverName(t: Transaction): string | undefined {
  const [name = ''] = namesOf(t.config, t.server);
  if (name.toLowerCase() === '$hostname') return undefined;
  return name.startsWith('~') ? name : name.toLowerCase().replace(/^\./, '');
}

/** Who asks over a loopback address comes from the first of them. */
export function remoteAddress(t: Transaction): string | undefined {
  if (t.config.inherited(t.level, 'set_real_ip_from').length > 0) return undefined;
  return t.request.address?.startsWith('127.') === true ? '127.0.0.1' : undefined;
}

/** ngx_http_auth_basic_user. */
function remoteUser(authorization: string | undefined): string | undefined {
  if (authorization === undefined || !/^basic /i.test(authorization)) return '';
  const decoded = fromBase64(authorization.slice('basic '.length).trim());
  if (decoded === undefined) return '';
  const colon = decoded.indexOf(':');
  return colon < 0 ? '' : decoded.slice(0, colon);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** ngx_decode_base64. */
function fromBase64(text: string): string | undefined {
  const digits = text.replace(/=+$/, '');
  if (digits.length % 4 === 1 || /[^A-Za-z\d+/]/.test(digits)) return undefined;
  let bits = 0;
  let known = 0;
  let decoded = '';
  for (const digit of digits) {
    bits = ((bits << 6) | ALPHABET.indexOf(digit)) & 0xffff;
    known += 6;
    if (known < 8) continue;
    known -= 8;
    decoded += String.fromCharCode((bits >> known) & 0xff);
  }
  return decoded;
}
