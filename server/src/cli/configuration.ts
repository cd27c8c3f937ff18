import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Linter, Uri } from '../core/index.ts';
import type { Input } from './input.ts';
import type { Io } from './io.ts';

/** The path of a folder's `nginx.conf`, where it has one; any other path as it is. */
export async function mainPath(path: string, io: Io): Promise<string> {
  const main = join(path, 'nginx.conf');
  const stats = await stat(resolve(io.cwd, main)).catch(() => undefined);
  return path !== '-' && stats?.isFile() === true ? main : path;
}

/** The one configuration that an input is or holds, by one of its files; or why there is none, as a sentence. */
export async function configurationOf(
  linter: Linter,
  { named, found, show }: Input,
  path: string,
): Promise<Uri | { readonly problem: string }> {
  const [file] = named;
  if (file !== undefined) {
    const isClaimed = (await linter.parsed(file)) !== undefined;
    return isClaimed ? file : { problem: `${show(file)}: no gateway format recognised` };
  }
  const candidates = await mainFiles(linter, found);
  const preferred = candidates.filter((uri) => uri.endsWith('/nginx.conf'));
  const [one, ...others] = preferred.length === 1 ? preferred : candidates;
  if (one === undefined) return { problem: `${path}: no main file of a gateway configuration found` };
  if (others.length === 0) return one;
  const names = candidates.map((uri) => show(uri));
  const shown = names.length > MOST_SHOWN ? [...names.slice(0, MOST_SHOWN), '…'] : names;
  return { problem: `${path}: holds ${names.length} configurations; name one of ${shown.join(', ')}` };
}

const MOST_SHOWN = 10;

/** The main files; where a format has no main file and gathers all of a folder, the first stands for the rest. */
async function mainFiles(linter: Linter, uris: readonly Uri[]): Promise<readonly Uri[]> {
  const mains = new Map<string, Uri>();
  for (const uri of uris) {
    const file = await linter.parsed(uri);
    if (file === undefined) continue;
    const { dialect, parsed } = file;
    const key = dialect.gathers === 'workspace' ? dialect.id : dialect.isMain(parsed) ? uri : undefined;
    if (key !== undefined && !mains.has(key)) mains.set(key, uri);
  }
  return [...mains.values()];
}
