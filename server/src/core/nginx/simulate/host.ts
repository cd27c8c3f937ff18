/** Since 1.29.4 only what a host may consist of by RFC 3986 is taken, and a port has to be one. */
export const STRICT_HOSTS = 1_029_004;

/** ngx_http_validate_host: in lower case, without port and one trailing dot. `undefined`: not a host. */
export function hostOf(text: string, isStrict: boolean): string | undefined {
  const [, literal, name = '', rest = ''] = /^(?:(\[[^\]]*\])|([^:]*))(.*)$/s.exec(text) ?? [];
  const host = (literal ?? name).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const isWrong = isStrict
    ? !HOST.test(host) || !PORT.test(rest) || Number(rest.slice(1)) > 65_535
    : /[\0-\x20/\x7f]/.test(text);
  if (isWrong || text.includes('..')) return undefined;
  const bare = host.replace(/\.$/, '');
  return bare === '' ? undefined : bare;
}

const HOST = /^(\[[a-z\d:._~!$&'()*+,;=-]*\]|[a-z\d._~!$&'()*+,;=%-]*)$/;
const PORT = /^(:\d*)?$/;
