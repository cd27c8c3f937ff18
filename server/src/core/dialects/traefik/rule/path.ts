import type { RequestParts } from '../../../routes/route.ts';

/**
 * The path that rules see: dot segments and doubled slashes resolved (`sanitizePath`, on by default), percent escapes
 * decoded but for reserved characters. Source: pkg/server/server_entrypoint_tcp.go, pkg/muxer/http/mux.go.
 */
export function routingPath({ path }: RequestParts): string | undefined {
  const decoded = path.replace(/%([0-9A-Fa-f]{2})/g, (escape, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[:/?#[\]@!$&'()*+,;=%]/.test(character) || character > '~' ? escape : character;
  });
  // Bytes beyond ASCII are decoded as UTF-8, which no rule that we can compare is likely to name.
  if (/%[89A-Fa-f][0-9A-Fa-f]/.test(decoded)) return undefined;
  const trailing = decoded.endsWith('/') || decoded.endsWith('/.') || decoded.endsWith('/..');
  const segments: string[] = [];
  for (const segment of decoded.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const clean = `/${segments.join('/')}`;
  return trailing && clean !== '/' ? `${clean}/` : clean;
}
