import { matchesName } from '../../model/respond.ts';
import { OWN } from './own-lines.ts';
import { severalLines } from './several-lines.ts';
import type { Transaction, UpstreamAnswer } from './transaction.ts';

/** ngx_http_upstream_header_variable: of the service asked last, hidden headers too; also once its answer was replaced. */
export function upstreamHeader(name: string, t: Transaction): string | undefined {
  if (t.upstream === undefined) return '';
  if (t.upstream.unsure?.some((pattern) => matchesName(pattern, name.replaceAll('_', '-'))) === true)
    return undefined;
  const values = t.upstream.headers
    ?.filter(([each]) => each.toLowerCase().replaceAll('-', '_') === name)
    .map(([, value]) => value);
  if (values?.length === 0 && t.upstream.isNginx === true && OWN.has(name.replaceAll('_', '-')))
    return undefined;
  return values && severalLines(values, t);
}

/** ngx_http_upstream_cookie_variable. */
export function upstreamCookie(name: string, t: Transaction): string | undefined {
  if (t.upstream === undefined) return '';
  for (const [header, value] of t.upstream.headers ?? []) {
    if (header.toLowerCase() !== 'set-cookie') continue;
    const [, found, text = ''] = /^([^=;]*)=([^;]*)/.exec(value) ?? [];
    if (found?.trim().toLowerCase() === name) return text;
  }
  return t.upstream.headers === undefined ? undefined : '';
}

/** `$upstream_status` and its kin list every service asked; an internal redirect in between is a colon. */
export function ofAllAsked(
  t: Transaction,
  read: (answer: UpstreamAnswer) => string | undefined,
): string | undefined {
  const values = t.asked.map(read);
  return values.includes(undefined) ? undefined : values.join(' : ');
}
