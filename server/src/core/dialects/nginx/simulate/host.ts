/**
 * ngx_http_validate_host: in lower case, without port and one trailing dot. `undefined`: not a host.
 */
export function hostOf(text: string): string | undefined {
  const [, literal, name = ''] = /^(?:(\[[^\]]*\])|([^:]*))(?::.*)?$/s.exec(text) ?? [];
  const host = (literal ?? name).toLowerCase();
  if (host.includes('..') || /[\0-\x20/\x7f]/.test(text)) return undefined;
  const bare = host.replace(/\.$/, '');
  return bare === '' ? undefined : bare;
}
