import { open, opendir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { uriOfPath, type Settings, type SourceFile, type Uri, type Workspace } from '../core/index.ts';
import {
  diskLimits,
  diskPath,
  diskWorkspace,
  everythingBelow,
  uriOfDiskPath,
} from '../node/disk-workspace.ts';
import type { Io } from './io.ts';

/** What the paths of a command line stand for. */
export interface Input {
  readonly workspace: Workspace;
  /** In the order given. */
  readonly named: readonly Uri[];
  /** The files of the folders given, in byte order of their paths. */
  readonly found: readonly Uri[];
  /** What cannot be read, one sentence each. */
  readonly problems: readonly string[];
  /** A path as the user would write it: as given, or relative to the working directory. */
  readonly show: (uri: Uri) => string;
}

export interface InputOptions {
  /** The name under which standard input is read. */
  readonly stdinPath?: string;
  /** Opens the folders in which a configuration's own files lie, too: those that it serves. */
  readonly withServed?: boolean;
  /** Opens the folders that paths of the machine are mapped to. */
  readonly settings?: Settings;
}

interface Target {
  readonly given: string;
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/** Looks at the paths of a command line; `-` is standard input, read as if it stood in `stdinPath`. */
export async function readInput(
  paths: readonly string[],
  io: Io,
  { stdinPath = 'nginx.conf', withServed = false, settings }: InputOptions = {},
): Promise<Input> {
  const targets: Target[] = [];
  const problems: string[] = [];
  let typed: SourceFile | undefined;
  for (const given of new Set(paths)) {
    if (given === '-') {
      const path = resolve(io.cwd, stdinPath);
      typed = { uri: uriOfDiskPath(path), version: 1, text: await io.stdin() };
      targets.push({ given: stdinPath, path, kind: 'file' });
      continue;
    }
    const path = resolve(io.cwd, given);
    const kind = await kindOf(path);
    if (kind === 'file' || kind === 'folder') targets.push({ given, path, kind });
    else problems.push(`${given}: ${kind.problem}`);
  }
  const mapped = Object.values(settings?.nginx.pathMap ?? {});
  const roots = [
    ...(await rootsOf(targets, io.cwd)),
    ...mapped.flatMap((folder) => diskPath(uriOfPath(folder, 'file:///' as Uri)) ?? []),
  ];
  const disk = diskWorkspace(withServed ? [...roots, ...targets.flatMap(servedFolders)] : roots);
  const uris = (kind: Target['kind']): readonly Uri[] =>
    targets.filter((target) => target.kind === kind).map(({ path }) => uriOfDiskPath(path));
  const found: Uri[] = [];
  for (const folder of targets.filter(({ kind }) => kind === 'folder')) {
    found.push(...(await disk.list(everythingBelow(folder.path), uriOfDiskPath(folder.path))));
  }
  return {
    workspace: typed === undefined ? disk : withFile(disk, typed),
    named: uris('file'),
    found: [...new Set(found)],
    problems,
    show: (uri) => shownPath(diskPath(uri) ?? uri, targets, io.cwd),
  };
}

async function kindOf(path: string): Promise<Target['kind'] | { readonly problem: string }> {
  try {
    const stats = await stat(path);
    if (!stats.isDirectory() && !stats.isFile()) return { problem: 'neither a file nor a folder' };
    if (stats.isFile() && stats.size > diskLimits.bytes)
      return { problem: `larger than ${diskLimits.bytes >> 20} MB` };
    const opened = await (stats.isDirectory() ? opendir(path) : open(path));
    await opened.close();
    return stats.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return { problem: readingProblem(error) };
  }
}

/** Why something cannot be read, as a person would say it. */
export function readingProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    ENOTDIR: 'no such file or folder',
    EISDIR: 'a folder',
    EACCES: 'may not be read',
    EPERM: 'may not be read',
    ELOOP: 'a symbolic link that leads to itself',
  };
  return known[String(code)] ?? String(error);
}

/** A folder opens itself; a file opens the working directory, or its own folder where that is elsewhere. */
async function rootsOf(targets: readonly Target[], cwd: string): Promise<readonly string[]> {
  const roots = new Set<string>();
  for (const { path, kind } of targets) {
    if (kind === 'folder') roots.add(path);
    else {
      roots.add(isBelow(path, cwd) ? cwd : dirname(path));
      // A link may lead elsewhere; who names it means what it leads to.
      roots.add(await realpath(path).catch(() => path));
    }
  }
  return [...roots];
}

/** The tree of a configuration: its folder, and where that is called `conf` or `nginx`, the one around it. */
function servedFolders({ path, kind }: Target): readonly string[] {
  const folder = kind === 'folder' ? path : dirname(path);
  const around = dirname(folder);
  // Never the whole machine, which is around `/nginx`.
  const isInner = /^(conf|nginx)$/.test(basename(folder)) && dirname(around) !== around;
  return isInner ? [folder, around] : [folder];
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function shownPath(path: string, targets: readonly Target[], cwd: string): string {
  const target = targets.find((candidate) => candidate.path === path || isBelow(path, candidate.path));
  if (target !== undefined) {
    return slashed(target.path === path ? target.given : join(target.given, relative(target.path, path)));
  }
  const outside = !isBelow(path, cwd);
  return slashed(outside && targets.every(({ given }) => isAbsolute(given)) ? path : relative(cwd, path));
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

function withFile(workspace: Workspace, file: SourceFile): Workspace {
  return { ...workspace, read: (uri) => (uri === file.uri ? Promise.resolve(file) : workspace.read(uri)) };
}
