/** The obsolete directive in the spellings that people use; what follows is its argument. */
const allowFrom = /^allow[-_ \t]?from(?=[\s:=,;"'<]|https?:|\*|$)[\s:=]*/i;

export function isAllowFrom(value: string): boolean {
  return allowFrom.test(value);
}

/**
 * The sources to write into frame-ancestors instead of `ALLOW-FROM …`; `undefined` where they cannot be read.
 * RFC 7034 knew one serialized origin; people also write lists, paths and CSP keywords.
 */
export function allowFromOrigins(value: string): readonly string[] | undefined {
  const trimmed = value.trim();
  if (!isAllowFrom(trimmed)) return undefined;
  const sources = new Set<string>();
  for (const item of trimmed.replace(allowFrom, '').split(/[\s,;]+/)) {
    // A second `ALLOW-FROM` in the list says nothing new.
    if (item === '' || /^allow[-_]?from[:=]?$/i.test(item)) continue;
    const source = sourceOf(item);
    if (source === undefined) return undefined;
    sources.add(source);
  }
  return sources.size === 0 ? undefined : [...sources];
}

function sourceOf(item: string): string | undefined {
  const bare = item.replace(/^["'<]+|["'>]+$/g, '').toLowerCase();
  if (bare === '*') return '*';
  if (bare === 'self' || bare === 'sameorigin') return "'self'";
  if (bare === 'none') return "'none'";
  // An origin has no path, and frame-ancestors compares none.
  const match = /^(https?:\/\/)?((?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(:(?:\d+|\*))?(?:[/?#].*)?$/.exec(
    bare,
  );
  if (match === null) return undefined;
  const [, scheme = '', host = '', port = ''] = match;
  // One bare word without a scheme or a port is a mistake rather than a host.
  if (scheme === '' && port === '' && !host.includes('.')) return undefined;
  return `${scheme}${host}${defaultPort(scheme) === port ? '' : port}`;
}

function defaultPort(scheme: string): string {
  if (scheme === 'https://') return ':443';
  return scheme === 'http://' ? ':80' : 'none';
}
