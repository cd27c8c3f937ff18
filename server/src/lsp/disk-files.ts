import type { Uri, Workspace } from '../core/index.ts';
import { diskPath, diskWorkspace } from '../node/disk-workspace.ts';
import { canonicalUri } from './uris.ts';

/** The disk, for clients that do not read files for us; within folders that may change while the server runs. */
export function diskFiles(roots: () => readonly Uri[]): Workspace {
  let known = { key: '', workspace: diskWorkspace([]) };
  const now = (): Workspace => {
    const paths = roots().flatMap((root) => diskPath(root) ?? []);
    const key = paths.join('\n');
    if (key !== known.key) known = { key, workspace: diskWorkspace(paths) };
    return known.workspace;
  };
  return {
    read: (uri) => now().read(uri),
    list: async (pattern, base) => (await now().list(pattern, base)).map(canonicalUri),
  };
}
