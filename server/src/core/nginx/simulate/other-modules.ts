import type { NamePattern } from '../../model/header-op.ts';
import type { Reply, Transaction } from './transaction.ts';

/** Names of lines that modules write which are not followed here: what they compress, whom they count, which cookies they change. */
export function namesOfOthers(t: Transaction, { upstream }: Reply): readonly NamePattern[] {
  const { config, level } = t;
  const isOn = (name: string): boolean => (config.setting(level, name)?.[0] ?? 'off') !== 'off';
  const names: string[] = [];
  if (isOn('gzip')) {
    if (isOn('gzip_vary')) names.push('vary');
    if (/gzip/i.test(t.requestHeader('accept-encoding') ?? '')) names.push('content-encoding', 'etag');
  }
  if (isOn('userid')) names.push('set-cookie', 'p3p');
  const isCookieChanged = COOKIES.some((name) => isOn(name));
  const setsCookie = upstream?.headers?.some(([name]) => name.toLowerCase() === 'set-cookie') === true;
  if (isCookieChanged && setsCookie) names.push('set-cookie');
  return names.map((text) => ({ text, prefix: false }));
}

const COOKIES = ['proxy_cookie_path', 'proxy_cookie_domain', 'proxy_cookie_flags'] as const;
