import { pathOfUri, uriOfPath, type Uri } from '../core/index.ts';

/**
 * Editors percent-encode as they like (`%3A` or `:`, `%40` or `@`); inside, every file has one spelling.
 * A query stays: VS Code tells versions of one file apart by it.
 */
export function canonicalUri(uri: string): Uri {
  const rest = /[?#].*$/s.exec(uri)?.[0] ?? '';
  try {
    return (uriOfPath(pathOfUri(uri as Uri), uri as Uri) + rest) as Uri;
  } catch {
    // A lone surrogate cannot be encoded; such a name then stands for itself.
    return uri as Uri;
  }
}

export function folderOf(uri: Uri): Uri {
  const path = pathOfUri(uri);
  return uriOfPath(path.slice(0, Math.max(0, path.lastIndexOf('/'))), uri);
}

/** True where `uri` is `folder` or stands in it, at any depth. */
export function isWithin(folder: Uri, uri: Uri): boolean {
  const base = folder.endsWith('/') ? folder.slice(0, -1) : folder;
  return uri === base || (uri.startsWith(`${base}/`) && !uri.includes('/../'));
}
