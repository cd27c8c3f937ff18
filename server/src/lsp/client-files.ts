import type { Connection } from 'vscode-languageserver';
import { compareBytes, globSegments, matchesSegment, pathOfUri, uriOfPath } from '../core/index.ts';
import type { GlobSegment, Uri, Workspace } from '../core/index.ts';
import { readDirectoryRequest, readFileRequest, type DirectoryEntry } from '../protocol.ts';
import { isWithin } from './uris.ts';

/** A `**` in a folder of everything must end; configuration does not hide behind this many folders. */
const mostFolders = 2000;

/**
 * The files that the client can read, within the folders that the user opened. Asks the client, because only
 * the client reaches remote and virtual folders.
 */
export function clientFiles(connection: Connection, roots: () => readonly Uri[]): Workspace {
  const allowed = (uri: Uri): boolean => roots().some((root) => isWithin(root, uri));
  /** Counts the texts that a file has had, so that two texts never share a version. */
  const seen = new Map<Uri, { readonly text: string; readonly version: number }>();

  const entries = async (folder: string, base: Uri): Promise<readonly DirectoryEntry[]> => {
    const uri = uriOfPath(folder, base);
    // On the way down to a root there is nothing else to see.
    if (!allowed(uri)) return stepsTowards(roots(), uri);
    return connection.sendRequest(readDirectoryRequest, { uri });
  };

  return {
    read: async (uri) => {
      if (!allowed(uri)) return undefined;
      const text = await connection.sendRequest(readFileRequest, { uri });
      if (text === null) return undefined;
      const last = seen.get(uri);
      const version = last === undefined ? 0 : last.text === text ? last.version : last.version + 1;
      seen.set(uri, { text, version });
      return { uri, version, text };
    },
    list: async (pattern, base) => {
      const found = await expand(globSegments(pattern), (folder) => entries(folder, base));
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

/** The paths of files that a pattern names, level by level, so that what is near is found first. */
async function expand(
  segments: readonly GlobSegment[],
  entries: (folder: string) => Promise<readonly DirectoryEntry[]>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  let level: readonly (readonly [folder: string, at: number])[] = [['', 0]];
  for (let folders = 0; level.length > 0 && folders < mostFolders; folders += level.length) {
    const next = await Promise.all(level.map(([folder, at]) => step(segments, folder, at, entries, found)));
    level = next.flat();
  }
  return [...found];
}

/** Matches one segment in one folder; the folders from which the rest of the pattern goes on. */
async function step(
  segments: readonly GlobSegment[],
  folder: string,
  at: number,
  entries: (folder: string) => Promise<readonly DirectoryEntry[]>,
  found: Set<string>,
): Promise<readonly (readonly [string, number])[]> {
  const segment = segments[at];
  const last = at === segments.length - 1;
  if (segment === undefined) return [];
  if (segment.kind === 'literal' && !last) return [[`${folder}/${segment.text}`, at + 1]];
  const here = await entries(folder);
  if (segment.kind !== 'any-depth') {
    const hits = here.filter(({ name }) => matchesSegment(segment, name));
    if (!last) return hits.filter(isFolder).map(({ name }) => [`${folder}/${name}`, at + 1] as const);
    for (const { name, kind } of hits) if (kind === 'file') found.add(`${folder}/${name}`);
    return [];
  }
  // A link to a folder above would never end, and no one keeps configuration among installed packages.
  const deeper = here.filter(
    (entry) => isFolder(entry) && !entry.link && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  if (last)
    for (const { name, kind } of here)
      if (kind === 'file' && !name.startsWith('.')) found.add(`${folder}/${name}`);
  return [[folder, at + 1], ...deeper.map(({ name }) => [`${folder}/${name}`, at] as const)];
}

function isFolder(entry: DirectoryEntry): boolean {
  return entry.kind === 'directory';
}
