import type { RequestParts } from '../route.ts';
import { requestHeader } from '../route.ts';

/** How Envoy finds a virtual host by its `domains` (RouteMatcher::findVirtualHost). */

/** What a client sends as Host: with a port wherever the port is not the scheme's own. */
export function authorityOf(request: RequestParts): string {
  const sent = requestHeader(request, 'host').at(-1);
  if (sent !== undefined) return sent;
  const usual = request.scheme === 'https' ? 443 : 80;
  return request.port === usual ? request.host : `${request.host}:${request.port}`;
}

/** Without its port; an address in brackets keeps its colons. */
export function withoutPort(authority: string): string {
  return authority.replace(/:\d*$/, '');
}

/**
 * The virtual host of an authority: an exact domain first, then the longest `*suffix`, then the longest `prefix*`, then
 * `*`. Letter case does not matter, and a domain without a port matches no authority with one.
 */
export function virtualHostOf<Host extends { readonly domains: readonly string[] }>(
  hosts: readonly Host[],
  authority: string,
): Host | undefined {
  const name = authority.toLowerCase();
  let best: { readonly host: Host; readonly rank: number } | undefined;
  for (const host of hosts) {
    for (const domain of host.domains) {
      const rank = rankOf(domain.toLowerCase(), name);
      if (rank !== undefined && (best === undefined || rank > best.rank)) best = { host, rank };
    }
  }
  return best?.host;
}

/** More than any domain's length (253 characters). */
const EXACT = 1e6;
const SUFFIX = 1e3;

/** `undefined`: no match. A wildcard stands for one character at least. */
function rankOf(domain: string, name: string): number | undefined {
  if (domain === name) return EXACT;
  if (domain === '*') return 0;
  const fixed = domain.length - 1;
  if (name.length <= fixed) return undefined;
  if (domain.startsWith('*')) return name.endsWith(domain.slice(1)) ? SUFFIX + fixed : undefined;
  if (domain.endsWith('*')) return name.startsWith(domain.slice(0, -1)) ? fixed : undefined;
  return undefined;
}
