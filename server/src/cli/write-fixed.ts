import { chmod, chown, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Uri } from '../core/index.ts';
import { decodeUtf8, diskPath } from '../node/disk-workspace.ts';
import type { Input } from './input.ts';

/** Writes the new texts; says in a line each what became of every file. */
export async function writeFixed(texts: ReadonlyMap<Uri, string>, input: Input): Promise<readonly string[]> {
  const written = new Set<string>();
  const notes: string[] = [];
  for (const [uri, text] of texts) {
    const shown = input.show(uri);
    try {
      const real = await realpath(diskPath(uri) ?? uri);
      // One file under two names: the texts may differ, and the second was made without the first.
      if (written.has(real)) continue;
      written.add(real);
      const refusal = await replaceText(real, text);
      notes.push(refusal === undefined ? `fixed ${shown}` : `not fixed: ${shown}: ${refusal}`);
    } catch (error) {
      notes.push(`not fixed: ${shown}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return notes;
}

/**
 * Puts a new text in a file's place so that a reader sees the old one or the new one, never a half. Owner and mode stay.
 * @returns why not, where the file is not UTF-8: writing the text would spoil the bytes that were replaced in reading
 */
async function replaceText(path: string, text: string): Promise<string | undefined> {
  const bytes = await readFile(path);
  if (!Buffer.from(decodeUtf8(bytes)).equals(bytes)) return 'it is not UTF-8';
  const temporary = join(dirname(path), `.${basename(path)}.gateway-lint-${process.pid}`);
  const { mode, uid, gid } = await stat(path);
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
    // Only root may give files away; anyone else already owns what he may replace, or takes it over as editors do.
    await chown(temporary, uid, gid).catch(() => undefined);
    await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return undefined;
}
