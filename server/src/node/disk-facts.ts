import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { FileFacts } from '../core/index.ts';

const UNKNOWN: FileFacts = { kind: 'unknown' };

/** A link to a link to …: nobody means more than so many. */
const MOST_LINKS = 8;

/** What stands at a path. Of whatever lies outside nothing is told, not even whether it is there. */
export async function diskFacts(
  path: string,
  isInside: (real: string) => boolean,
  linksLeft = MOST_LINKS,
): Promise<FileFacts> {
  try {
    const real = await realpath(path);
    if (!isInside(real)) return UNKNOWN;
    const stats = await stat(real);
    if (stats.isDirectory()) return { kind: 'directory' };
    if (!stats.isFile()) return UNKNOWN;
    return { kind: 'file', size: stats.size, modified: Math.floor(stats.mtimeMs) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return UNKNOWN;
  }
  const link = await readlink(path).catch(() => undefined);
  if (link !== undefined) {
    // It leads nowhere here. Where the configuration runs it may lead to a file, unless that would have to be inside.
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return linksLeft === 0 ? UNKNOWN : diskFacts(resolve(folder, link), isInside, linksLeft - 1);
  }
  const parent = dirname(path);
  if (parent === path) return UNKNOWN;
  const around = await diskFacts(parent, isInside, linksLeft);
  return around.kind === 'unknown' ? UNKNOWN : { kind: 'missing' };
}
