import type { Uri } from '../model/place.ts';

/** The path in a uri, percent-decoded: what patterns match against and names are looked up in. */
export function pathOfUri(uri: Uri): string {
  const path = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?([^?#]*)/i.exec(uri)?.[1] ?? uri;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The uri of an absolute path, with the scheme and authority of `base`. */
export function uriOfPath(path: string, base: Uri): Uri {
  const origin = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?/i.exec(base)?.[0] ?? 'file://';
  return (origin + path.split('/').map(encodeURIComponent).join('/')) as Uri;
}
