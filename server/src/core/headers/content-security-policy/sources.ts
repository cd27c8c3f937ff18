/** A source expression by its meaning. `invalid` is outside CSP3's grammar and dropped. */
export type ParsedSource =
  | { readonly kind: 'keyword'; readonly name: string }
  /** `none`, `self`, `DENY` … without single quotes: read as the name of a host. */
  | { readonly kind: 'unquoted'; readonly meant: 'none' | 'self' }
  | { readonly kind: 'any' }
  | { readonly kind: 'scheme'; readonly scheme: string }
  | HostSource
  | { readonly kind: 'invalid' };

export interface HostSource {
  readonly kind: 'host';
  readonly scheme: string | undefined;
  /** `*`, `*.example.com` or a name, in lower case. */
  readonly host: string;
  /** `undefined`: the scheme's default port only. */
  readonly port: string | undefined;
  /** `undefined` where it is absent or `/`. */
  readonly path: string | undefined;
  /** A query or fragment: not in the grammar, but browsers cut it off and match. */
  readonly query: boolean;
}

const unquotedKeywords: ReadonlyMap<string, 'none' | 'self'> = new Map([
  ['none', 'none'],
  ['deny', 'none'],
  ['self', 'self'],
  ['sameorigin', 'self'],
  ['same-origin', 'self'],
]);

// host-char is ALPHA / DIGIT / "-" (CSP3 2.3.1). `_` is let through as well: if a browser takes it, the source
// matches, and a policy is judged by the browser that allows most.
const host =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::(\d+|\*))?(\/[^?#]*)?([?#].*)?$/;

/** CSP3 2.3.1. Keywords and hosts are compared without regard to ASCII case. */
export function parseSource(text: string): ParsedSource {
  const lower = text.toLowerCase();
  if (lower === '*') return { kind: 'any' };
  if (/^'[^']+'$/.test(lower)) return { kind: 'keyword', name: lower.slice(1, -1) };
  const meant = unquotedKeywords.get(lower.replace(/^["`](.*)["`]$/, '$1'));
  if (meant !== undefined) return { kind: 'unquoted', meant };
  if (/^[a-z][a-z0-9+.-]*:$/.test(lower)) return { kind: 'scheme', scheme: lower.slice(0, -1) };
  const match = host.exec(lower);
  if (match === null) return { kind: 'invalid' };
  const [, scheme, name = '', port, path, query] = match;
  return {
    kind: 'host',
    scheme,
    host: name,
    port,
    path: path === '/' ? undefined : path,
    query: query !== undefined,
  };
}

export function isIpAddress(host: string): boolean {
  return /^(?:\*\.)?(?:\d{1,3}\.)*\d{1,3}$/.test(host);
}
