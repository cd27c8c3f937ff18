import type { HeaderOp, NamePattern } from '../../model/header-op.ts';
import { matchesName, type HeaderLine } from '../../model/respond.ts';
import type { Reply, Transaction } from './transaction.ts';

/** Fields that nginx writes itself; a line that the configuration adds stands beside them. */
export const OWN: ReadonlySet<string> = new Set([
  'server',
  'date',
  'content-type',
  'content-length',
  'connection',
  'transfer-encoding',
  'location',
  'last-modified',
  'etag',
  'accept-ranges',
  'www-authenticate',
]);
/** Of those, the ones that a service's own line stands for. */
const PASSED: ReadonlySet<string> = new Set(['server', 'date', 'last-modified', 'etag', 'www-authenticate']);

interface WithOwn {
  readonly lines: readonly HeaderLine[];
  /** Names whose own line is not known. */
  readonly opaque: readonly NamePattern[];
}

/** Where a line has the name of one that nginx writes itself, that one too: it comes first (ngx_http_header_filter). */
export function withOwnLines(
  t: Transaction,
  reply: Reply,
  lines: readonly HeaderLine[],
  ops: readonly HeaderOp[],
): WithOwn {
  const opaque: NamePattern[] = [];
  const own: HeaderLine[] = [];
  for (const name of new Set(lines.map((line) => line.name.toLowerCase()))) {
    if (!OWN.has(name)) continue;
    const named = lines.filter((line) => line.name.toLowerCase() === name);
    if (named.some((line) => stands(line, name, t))) continue;
    const isRemoved = ops.some((op) => op.kind === 'remove' && matchesName(op.name, name));
    const line = isRemoved ? undefined : ownLine(name, t, reply);
    if (line === undefined) opaque.push({ text: name, prefix: false });
    else if (line.value !== '') own.push(line);
  }
  return { lines: [...own, ...lines], opaque };
}

/** Whether a line takes the place of nginx's own. */
function stands({ op, value }: HeaderLine, name: string, t: Transaction): boolean {
  if (op !== undefined) return op.kind === 'set';
  if (name !== 'location') return PASSED.has(name);
  if (t.isRedirecting) return false;
  // What does not point to the service itself is not rewritten (ngx_http_proxy_rewrite_redirect, by default).
  const isElsewhere =
    typeof value === 'string' && /^https?:/.test(value) && !value.includes(`//${t.proxied?.host ?? ''}/`);
  return (
    isElsewhere &&
    t.config
      .inherited(t.level, 'proxy_redirect')
      .every((item) => item.args[0] === 'off' || item.args[0] === 'default')
  );
}

function ownLine(name: string, t: Transaction, reply: Reply): HeaderLine | undefined {
  if (name === 'server') {
    const value = serverLine(t);
    return value === undefined ? undefined : { name: 'Server', value, certain: true };
  }
  return name === 'content-type' ? typeLine(t, reply) : undefined;
}

function typeLine({ config, contentType, level, status }: Transaction, reply: Reply): HeaderLine | undefined {
  const sent = reply.finalStatus ?? status;
  const hasCharset = (config.setting(level, 'charset')?.[0] ?? 'off') !== 'off';
  // Of several parts, the type is another one.
  if (contentType === undefined || hasCharset || sent === 206) return undefined;
  return { name: 'Content-Type', value: sent === 204 ? '' : contentType, certain: true };
}

function serverLine({ config, level }: Transaction): string | undefined {
  const tokens = config.setting(level, 'server_tokens')?.[0]?.toLowerCase() ?? 'on';
  if (tokens === 'off') return 'nginx';
  return tokens === 'on' && config.versionText !== undefined ? `nginx/${config.versionText}` : undefined;
}
