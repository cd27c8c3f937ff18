import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lab = fileURLToPath(new URL('lab', import.meta.url));
const cache = fileURLToPath(new URL('../../../../.cache/traefik', import.meta.url));
const PROGRAM = 'github.com/traefik/traefik/v3/cmd/traefik';

/** Builds Traefik's own program from Go modules, below .cache: minutes, and 3 GB of memory, where nothing is built yet. */
export function build(): string {
  const binary = join(cache, 'traefik');
  const stamp = join(cache, 'built.txt');
  const wanted = createHash('sha256')
    .update(readFileSync(join(lab, 'go.sum')))
    .digest('hex');
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return binary;
  mkdirSync(cache, { recursive: true });
  console.log('Traefik is built from its sources; this takes minutes.');
  const run = spawnSync('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', binary, PROGRAM], {
    cwd: lab,
    encoding: 'utf8',
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  if (run.error !== undefined)
    throw new Error(`go cannot be started (${run.error.message}); Go 1.26 is needed.`);
  if (run.status !== 0) throw new Error(`go build failed:\n${run.stderr}`);
  writeFileSync(stamp, wanted);
  return binary;
}

/** The release that is built. */
export function release(): string {
  return /traefik\/traefik\/v3 v([\d.]+)/.exec(readFileSync(join(lab, 'go.mod'), 'utf8'))?.[1] ?? '?';
}
