import type { Connection } from 'vscode-languageserver';
import { compareBytes, globSegments, pathOfUri, uriOfPath, type Uri, type Workspace } from '../core/index.ts';
import { readDirectoryRequest, readFileRequest, type DirectoryEntry } from '../protocol.ts';
import { expandGlob } from './expand-glob.ts';
import { isWithin } from './uris.ts';

/**
 * The files that the client can read, within the folders that the user opened. Asks the client, because only
 * the client reaches remote and virtual folders. What it cannot answer is not there.
 */
export function clientFiles(connection: Connection, roots: () => readonly Uri[]): Workspace {
  const allowed = (uri: Uri): boolean => roots().some((root) => isWithin(root, uri));
  /** Counts the texts that a file has had, so that two texts never share a version. */
  const seen = new Map<Uri, { readonly text: string; readonly version: number }>();

  const entries = async (folder: string, base: Uri): Promise<readonly DirectoryEntry[]> => {
    const uri = uriOfPath(folder, base);
    // On the way down to a root there is nothing else to see.
    if (!allowed(uri)) return stepsTowards(roots(), uri);
    return connection.sendRequest(readDirectoryRequest, { uri }).catch(() => []);
  };

  return {
    read: async (uri) => {
      if (!allowed(uri)) return undefined;
      const text = await connection.sendRequest(readFileRequest, { uri }).catch(() => null);
      if (text === null) return undefined;
      const last = seen.get(uri);
      const version = last === undefined ? 0 : last.text === text ? last.version : last.version + 1;
      seen.set(uri, { text, version });
      return { uri, version, text };
    },
    list: async (pattern, base) => {
      const found = await expandGlob(globSegments(pattern), (folder) => entries(folder, base));
      return found
        .toSorted(compareBytes)
        .map((path) => uriOfPath(path, base))
        .filter(allowed);
    },
  };
}

/** Above a root, the only folder that exists for us is the one that leads to it. */
function stepsTowards(roots: readonly Uri[], folder: Uri): readonly DirectoryEntry[] {
  const path = pathOfUri(folder).replace(/\/$/, '');
  const names = roots
    .filter((root) => isWithin(folder, root))
    .map((root) =>
      pathOfUri(root)
        .slice(path.length + 1)
        .split('/', 1)
        .join(''),
    );
  return [...new Set(names)].map((name) => ({ name, kind: 'directory', link: false }));
}
