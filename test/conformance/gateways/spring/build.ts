import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Release } from './releases.ts';

const lab = fileURLToPath(new URL('lab', import.meta.url));
const cache = fileURLToPath(new URL('../../../../.cache/spring', import.meta.url));

/**
 * Puts a release together, below .cache, from what Maven fetches; again only where something changed.
 * @returns the class path
 */
export function build({ name, starter, boot, cloud }: Release): string {
  const out = join(cache, name);
  const stamp = join(out, 'built.txt');
  const wanted = [starter, boot, cloud, digest()].join(' ');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    const given = Object.entries({ starter, boot, cloud, out }).map(([key, value]) => `-D${key}=${value}`);
    run('mvn', [
      '--batch-mode',
      '--quiet',
      '--no-transfer-progress',
      '-f',
      lab,
      ...given,
      'clean',
      'package',
    ]);
    writeFileSync(stamp, wanted);
  }
  return `${join(out, 'gateway-1.jar')}:${join(out, 'lib')}/*`;
}

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined)
    throw new Error(`${command} cannot be started (${error.message}); a JDK 17 and Maven are needed.`);
  if (status !== 0) throw new Error(`${command} failed:\n${stdout}${stderr}`);
}

/** Of the lab's own sources. */
function digest(): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(lab, { recursive: true, encoding: 'utf8' }).toSorted())
    if (/\.(java|xml)$/.test(path)) hash.update(readFileSync(join(lab, path)));
  return hash.digest('hex').slice(0, 16);
}
