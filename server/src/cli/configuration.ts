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

/** A configuration by one of its files. */
export interface Configuration {
  readonly uri: Uri;
  readonly dialect: string;
  readonly title: string;
}

/**
 * The configurations that an input is or holds, one for each format, in byte order of their files; or why they cannot be
 * told, as a sentence.
 */
export async function configurationsOf(
  linter: Linter,
  { named, found, show }: Input,
  path: string,
): Promise<readonly Configuration[] | { readonly problem: string }> {
  const [file] = named;
  if (file !== undefined) {
    const claims = await linter.claims(file);
    if (claims.length === 0) return { problem: `${show(file)}: no gateway format recognised` };
    return claims.map(({ dialect }) => ({ uri: file, dialect: dialect.id, title: dialect.title }));
  }
  const mains = preferred(await mainFiles(linter, found));
  const all = mains.length > 0 ? mains : await onlyPiece(linter, found);
  if (all.length === 0) return { problem: `${path}: no main file of a gateway configuration found` };
  // Of one format, the files of several gateways are none's configuration together.
  const isAmbiguous = new Set(all.map(({ dialect }) => dialect)).size < all.length;
  if (!isAmbiguous) return all;
  const names = all.map(({ uri }) => show(uri));
  const shown = names.length > MOST_SHOWN ? [...names.slice(0, MOST_SHOWN), '…'] : names;
  return { problem: `${path}: holds ${names.length} configurations; name one of ${shown.join(', ')}` };
}

const MOST_SHOWN = 10;

/** Where one main file has nginx's own name, the others are pieces that nothing was seen to include. */
function preferred(all: readonly Configuration[]): readonly Configuration[] {
  const named = all.filter(({ uri }) => uri.endsWith('/nginx.conf'));
  const [one] = named;
  if (one === undefined || named.length > 1) return all;
  return all.filter((each) => each === one || each.dialect !== one.dialect);
}

/** The main files; where a format has no main file and gathers all of a folder, the first stands for the rest. */
async function mainFiles(linter: Linter, uris: readonly Uri[]): Promise<readonly Configuration[]> {
  const mains = new Map<string, Configuration>();
  for (const uri of uris) {
    for (const { dialect, parsed } of await linter.claims(uri)) {
      const key = dialect.gathers === 'workspace' ? dialect.id : dialect.isMain(parsed) ? uri : undefined;
      if (key !== undefined && !mains.has(key))
        mains.set(key, { uri, dialect: dialect.id, title: dialect.title });
    }
  }
  return [...mains.values()];
}

/**
 * A folder without a main file that holds one piece of one: Envoy's routes, say. Of several nothing says how they join, and
 * what a piece of nginx's answers depends on where it is included.
 */
async function onlyPiece(linter: Linter, uris: readonly Uri[]): Promise<readonly Configuration[]> {
  const pieces: Configuration[] = [];
  for (const uri of uris) {
    for (const { dialect } of await linter.claims(uri))
      pieces.push({ uri, dialect: dialect.id, title: dialect.title });
  }
  const [only, ...others] = pieces;
  return only !== undefined && others.length === 0 && only.dialect !== 'nginx' ? [only] : [];
}
