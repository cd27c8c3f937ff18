import { realpathSync } from 'node:fs';
import type { Linter, Uri } from '../core/index.ts';
import { compareBytes } from '../core/text/glob.ts';
import { pathOfUri } from '../core/text/uri.ts';
import { diskPath } from '../node/disk-workspace.ts';
import type { Input } from './input.ts';

export interface Selection {
  /** The files to report on: each named file and what it includes, then those of folders in byte order of their paths. */
  readonly uris: readonly Uri[];
  /** The named files among them, and the main files of folders: together they cover every scope. */
  readonly roots: readonly Uri[];
  /** Named files that no dialect claims. */
  readonly unclaimed: readonly Uri[];
}

/**
 * Chooses the files of an input that a dialect claims, each once. A file that a folder holds under two names (in
 * `sites-available`, and linked from `sites-enabled`) goes by the one that a main file includes.
 */
export async function select(linter: Linter, input: Input): Promise<Selection> {
  const isClaimed = async (uri: Uri): Promise<boolean> => (await linter.parsed(uri)) !== undefined;
  const chosen = new Map<string, Uri>();
  const choose = (uri: Uri): void => {
    const key = realPath(uri);
    if (!chosen.has(key)) chosen.set(key, uri);
  };
  for (const uri of input.named) (await unitOf(linter, uri)).forEach(choose);

  const mains: Uri[] = [];
  const included: Uri[] = [];
  for (const uri of input.found) {
    const file = await linter.parsed(uri);
    if (file?.dialect.isMain(file.parsed) !== true || chosen.has(realPath(uri))) continue;
    mains.push(uri);
    included.push(...(await unitOf(linter, uri)));
  }
  const ofFolders = new Map<string, Uri>();
  for (const uri of [...included, ...input.found]) {
    if (!(await isClaimed(uri))) continue;
    const key = realPath(uri);
    if (!ofFolders.has(key)) ofFolders.set(key, uri);
  }
  [...ofFolders.values()].sort((a, b) => compareBytes(pathOfUri(a), pathOfUri(b))).forEach(choose);

  const claims = await Promise.all(input.named.map(isClaimed));
  return {
    uris: [...chosen.values()],
    roots: [...input.named.filter((_, index) => claims[index]), ...mains],
    unclaimed: input.named.filter((_, index) => claims[index] === false),
  };
}

/** The file, and where it is a main file, all it includes; nothing where no dialect claims it. */
async function unitOf(linter: Linter, uri: Uri): Promise<readonly Uri[]> {
  const reports = await linter.checkWithIncludes(uri);
  return reports.filter(({ dialect }) => dialect !== undefined).map(({ file }) => file.uri);
}

function realPath(uri: Uri): string {
  try {
    return realpathSync.native(diskPath(uri) ?? uri);
  } catch {
    return uri;
  }
}
