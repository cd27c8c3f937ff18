import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
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
 * is judged by its real path. Nothing here throws; what cannot be read is not there. Files are small and many: to wait for
 * each call of the system by itself takes several times as long as the calls do.
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
    read: (uri) => {
      const path = diskPath(uri);
      const real = path === undefined ? undefined : realInside(path, isInside);
      const bytes = real === undefined ? undefined : readSmall(real, limits.bytes);
      return Promise.resolve(bytes && { uri, version: 0, text: decodeUtf8(bytes) });
    },
    list: (pattern, base) => {
      if (!base.startsWith('file:')) return Promise.resolve([]);
      const walk: Walk = { isInside, found: new Set(), namesLeft: limits.names };
      expand(walk, { path: rootOf(pattern) }, globSegments(pattern), new Set());
      return Promise.resolve([...walk.found].sort(compareBytes).map((path) => uriOfDiskPath(path)));
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

/** A name on the way; what is known of it from its folder need not be asked again. */
interface Step {
  readonly path: string;
  /** Absent where a symbolic link may be on the way. */
  readonly real?: string | undefined;
  readonly isFile?: boolean;
}

/** Collects the files below a path that the segments lead to. `above`: the real folders on the way, to end cycles. */
function expand(walk: Walk, step: Step, segments: readonly GlobSegment[], above: ReadonlySet<string>): void {
  if (walk.namesLeft-- <= 0) return;
  const [first, ...rest] = segments;
  if (first === undefined) {
    if (step.isFile === true || isFileInside(step.path, walk.isInside)) walk.found.add(step.path);
    return;
  }
  if (first.kind === 'literal') {
    expand(walk, { path: below(step.path, first.text) }, rest, above);
    return;
  }
  const real = step.real ?? realInside(step.path, walk.isInside);
  if (real === undefined) return;
  const here = entries(real).map((entry) => ({ entry, child: childOf(step.path, real, entry) }));
  if (first.kind === 'wild') {
    for (const { entry, child } of here) {
      if (matchesSegment(first, entry.name) && !skipped.has(entry.name)) expand(walk, child, rest, above);
    }
    return;
  }
  if (above.has(real)) return;
  const inside = new Set(above).add(real);
  const [next, ...last] = rest;
  // The names at hand are those that the next segment asks for.
  if (next?.kind === 'wild') {
    for (const { entry, child } of here) {
      if (matchesSegment(next, entry.name) && !skipped.has(entry.name)) expand(walk, child, last, inside);
    }
  } else if (next !== undefined) expand(walk, step, rest, inside);
  for (const { entry, child } of here) {
    if (entry.name.startsWith('.') || skipped.has(entry.name)) continue;
    if (entry.isDirectory()) expand(walk, child, segments, inside);
    else if (entry.isSymbolicLink()) {
      expand(walk, child, segments, inside);
      if (next === undefined) expand(walk, child, [], inside);
    } else if (next === undefined) expand(walk, child, [], inside);
  }
}

/** A real folder's entry that is no link is as real as the folder. */
function childOf(folder: string, real: string, entry: Entry): Step {
  const path = below(folder, entry.name);
  if (entry.isFile()) return { path, isFile: true };
  return entry.isDirectory() ? { path, real: below(real, entry.name) } : { path };
}

function realInside(path: string, isInside: (real: string) => boolean): string | undefined {
  try {
    const real = realpathSync.native(path);
    return isInside(real) ? real : undefined;
  } catch {
    return undefined;
  }
}

function isFileInside(path: string, isInside: (real: string) => boolean): boolean {
  try {
    return realInside(path, isInside) !== undefined && statSync(path).isFile();
  } catch {
    return false;
  }
}

function readSmall(path: string, most: number): Uint8Array | undefined {
  try {
    // Asked first: opening a pipe would wait for ever.
    const stats = statSync(path);
    return stats.isFile() && stats.size <= most ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function entries(folder: string): readonly Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

interface Entry {
  readonly name: string;
  readonly isFile: () => boolean;
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
