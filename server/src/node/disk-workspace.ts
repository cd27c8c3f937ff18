import { realpathSync } from 'node:fs';
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Uri, Workspace } from '../core/index.ts';
import { compareBytes, globSegments, matchesSegment, type GlobSegment } from '../core/text/glob.ts';
import { pathOfUri } from '../core/text/uri.ts';
import { diskFacts } from './disk-facts.ts';

export interface DiskLimits {
  /** Larger files are not read. */
  readonly bytes: number;
  /** A listing stops after looking at so many names. */
  readonly names: number;
}

/** No configuration comes near these; a disk image or a home folder named by accident does. */
export const diskLimits: DiskLimits = { bytes: 8 << 20, names: 50_000 };

/** Never a place for a gateway's configuration of one's own, and often huge. */
const skipped = new Set(['node_modules', '.git']);

/**
 * Files on disk, below the given folders (or those given files) and nowhere else: what a symbolic link or `..` leads to
 * is judged by its real path. Nothing here throws; what cannot be read is not there.
 */
export function diskWorkspace(roots: readonly string[], limits: DiskLimits = diskLimits): Workspace {
  const realRoots = roots.flatMap((root) => {
    try {
      return [realpathSync(root)];
    } catch {
      return [];
    }
  });
  const isInside = (real: string): boolean =>
    realRoots.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep));

  return {
    read: async (uri) => {
      const path = diskPath(uri);
      const real = path === undefined ? undefined : await realInside(path, isInside);
      const bytes = real === undefined ? undefined : await readSmall(real, limits.bytes);
      return bytes === undefined ? undefined : { uri, version: 0, text: decodeUtf8(bytes) };
    },
    list: async (pattern, base) => {
      if (!base.startsWith('file:')) return [];
      const walk: Walk = { isInside, found: new Set(), namesLeft: limits.names };
      await expand(walk, rootOf(pattern), globSegments(pattern), new Set());
      return [...walk.found].sort(compareBytes).map((path) => uriOfDiskPath(path));
    },
    folderOf: (uri) => {
      const path = diskPath(uri);
      const folder =
        path === undefined
          ? undefined
          : roots.map((root) => resolve(root)).find((root) => isWithin(path, root));
      return folder === undefined || folder === path ? undefined : uriOfDiskPath(folder);
    },
    stat: async (uri) => {
      const path = diskPath(uri);
      return path === undefined ? { kind: 'unknown' } : diskFacts(path, isInside);
    },
  };
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The path of a `file:` uri; `undefined` for other schemes and for hosts that are not this machine. */
export function diskPath(uri: Uri): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

export function uriOfDiskPath(path: string): Uri {
  return pathToFileURL(path).href as Uri;
}

/** A pattern that lists all files below a folder. */
export function everythingBelow(folder: string): string {
  const path = pathOfUri(uriOfDiskPath(folder)).replace(/\/$/, '');
  return `${path.replace(/[*?[\\]/g, String.raw`\$&`)}/**`;
}

/** Bytes that are no UTF-8 become U+FFFD; a byte order mark stays, so that offsets are those of the file. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** One listing under way. */
interface Walk {
  readonly isInside: (real: string) => boolean;
  readonly found: Set<string>;
  namesLeft: number;
}

/** Collects the files below `path` that the segments lead to. `above`: the real folders on the way, to end cycles. */
async function expand(
  walk: Walk,
  path: string,
  segments: readonly GlobSegment[],
  above: ReadonlySet<string>,
): Promise<void> {
  if (walk.namesLeft-- <= 0) return;
  const [first, ...rest] = segments;
  if (first === undefined) {
    const real = await realInside(path, walk.isInside);
    if (real !== undefined && (await isFile(real))) walk.found.add(path);
    return;
  }
  if (first.kind === 'literal') return expand(walk, below(path, first.text), rest, above);
  const real = await realInside(path, walk.isInside);
  if (real === undefined) return;
  if (first.kind === 'wild') {
    for (const { name } of await entries(real)) {
      if (matchesSegment(first, name) && !skipped.has(name))
        await expand(walk, below(path, name), rest, above);
    }
    return;
  }
  if (above.has(real)) return;
  const here = new Set(above).add(real);
  if (rest.length > 0) await expand(walk, path, rest, above);
  for (const entry of await entries(real)) {
    if (entry.name.startsWith('.') || skipped.has(entry.name)) continue;
    const child = below(path, entry.name);
    if (entry.isDirectory()) await expand(walk, child, segments, here);
    else if (entry.isSymbolicLink()) {
      await expand(walk, child, segments, here);
      if (rest.length === 0) await expand(walk, child, [], here);
    } else if (rest.length === 0) await expand(walk, child, [], here);
  }
}

async function realInside(path: string, isInside: (real: string) => boolean): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return isInside(real) ? real : undefined;
  } catch {
    return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function readSmall(path: string, most: number): Promise<Uint8Array | undefined> {
  try {
    // Asked first: opening a pipe would wait for ever.
    const { size } = await stat(path);
    return (await isFile(path)) && size <= most ? await readFile(path) : undefined;
  } catch {
    return undefined;
  }
}

async function entries(folder: string): Promise<readonly Entry[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

interface Entry {
  readonly name: string;
  readonly isDirectory: () => boolean;
  readonly isSymbolicLink: () => boolean;
}

/** `/`, or on Windows the drive in a pattern such as `/C:/nginx/*.conf`. */
function rootOf(pattern: string): string {
  return process.platform === 'win32' && /^\/[a-z]:/i.test(pattern) ? '' : '/';
}

function below(folder: string, name: string): string {
  return folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
