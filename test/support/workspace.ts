import { compareBytes, globSegments, matchesGlob } from '../../server/src/core/text/glob.ts';
import { pathOfUri, uriOfPath } from '../../server/src/core/text/uri.ts';
import type { SourceFile, Uri } from '../../server/src/core/model/place.ts';
import type { FileFacts, Workspace } from '../../server/src/core/model/workspace.ts';

/** Where relative paths of a test stand, so that both `include conf.d/*.conf` and `include /etc/nginx/…` find them. */
const home = '/etc/nginx';

export interface MemoryWorkspace extends Workspace {
  readonly uri: (path: string) => Uri;
  /** Adds or replaces a file, or with `undefined` removes it; tell the linter with `changed(uri)`. */
  readonly write: (path: string, text: string | undefined) => Uri;
}

export interface MemoryOptions {
  /** Folders in which there is no file. */
  readonly directories?: readonly string[];
}

/** Files in memory, and nothing else in the whole world. Relative paths stand in `/etc/nginx`. */
export function memoryWorkspace(
  files: Readonly<Record<string, string>>,
  { directories = [] }: MemoryOptions = {},
): MemoryWorkspace {
  const byUri = new Map<Uri, SourceFile>();
  const write = (path: string, text: string | undefined): Uri => {
    const uri = uriOf(path);
    const version = (byUri.get(uri)?.version ?? -1) + 1;
    if (text === undefined) byUri.delete(uri);
    else byUri.set(uri, { uri, version, text });
    return uri;
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const stat = (uri: Uri): FileFacts => {
    const file = byUri.get(uri);
    if (file !== undefined) return { kind: 'file', size: Buffer.byteLength(file.text) };
    const folder = uri.endsWith('/') ? uri : `${uri}/`;
    const inside = [...byUri.keys(), ...directories.map((path) => `${uriOf(path)}/`)];
    return { kind: inside.some((other) => other.startsWith(folder)) ? 'directory' : 'missing' };
  };
  return {
    uri: uriOf,
    write,
    read: (uri) => Promise.resolve(byUri.get(uri)),
    folderOf: (uri) => (pathOfUri(uri).startsWith(`${home}/`) ? uriOf(home) : undefined),
    stat: (uri) => Promise.resolve(stat(uri)),
    list: (pattern, base) => {
      const segments = globSegments(pattern);
      const found = [...byUri.keys()]
        .map((uri) => ({ uri, path: pathOfUri(uri) }))
        .filter(({ uri, path }) => uri === uriOfPath(path, base) && matchesGlob(segments, path));
      return Promise.resolve(found.sort((a, b) => compareBytes(a.path, b.path)).map(({ uri }) => uri));
    },
  };
}

function uriOf(path: string): Uri {
  return uriOfPath(path.startsWith('/') ? path : `${home}/${path}`, 'file:///' as Uri);
}
