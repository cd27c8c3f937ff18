/** A request line's target, split and normalised as nginx does before it looks anything up. */
export interface Target {
  /** Decoded, with dot segments resolved; starts with `/`. */
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
}

/**
 * ngx_http_parse_complex_uri: decodes once (`%2F` then parts segments, too), resolves `.` and `..`, merges slashes.
 * `undefined` where nginx answers 400: a bad escape, `%00`, a path above the root.
 * @param raw path and query as sent
 */
export function parseTarget(raw: string, mergeSlashes: boolean): Target | undefined {
  const mark = /[?#]/.exec(raw)?.index ?? raw.length;
  const query = raw[mark] === '?' ? raw.slice(mark + 1).replace(/#.*$/s, '') : '';
  const decoded = decodePath(raw.slice(0, mark));
  if (decoded === undefined) return undefined;
  const path = resolveDots(decoded, mergeSlashes);
  return path === undefined ? undefined : { path, query };
}

function decodePath(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text) || text.includes('%00')) return undefined;
  return decodeBytes(text);
}

/** Percent-decodes as UTF-8 where it is that, else byte by byte. */
export function decodeBytes(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch {
    return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}

function resolveDots(path: string, mergeSlashes: boolean): string | undefined {
  const out: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '.' || segment === '..') {
      if (segment === '..' && out.pop() === undefined) return undefined;
      if (last) out.push('');
    } else if (segment !== '' || last || !mergeSlashes) {
      out.push(segment);
    }
  }
  return `/${out.join('/')}`;
}
