import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lab = fileURLToPath(new URL('lab', import.meta.url));
const cache = fileURLToPath(new URL('../../../../.cache/istio', import.meta.url));

/**
 * Builds a program around Istio's own route generator, below .cache: 11 minutes where nothing is built yet, since the
 * generator brings the whole control plane.
 */
export function build(): string {
  const binary = join(cache, 'istio-xds');
  const stamp = join(cache, 'built.txt');
  const hash = createHash('sha256');
  for (const name of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(lab, name)));
  const wanted = hash.digest('hex');
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return binary;
  mkdirSync(cache, { recursive: true });
  console.log("Istio's route generator is built from its sources; this takes minutes.");
  const run = spawnSync('go', ['build', '-p', '1', '-ldflags', '-s -w', '-o', binary, '.'], {
    cwd: lab,
    encoding: 'utf8',
  });
  if (run.error !== undefined)
    throw new Error(`go cannot be started (${run.error.message}); Go 1.26 is needed.`);
  if (run.status !== 0) throw new Error(`go build failed:\n${run.stderr}`);
  writeFileSync(stamp, wanted);
  return binary;
}

/** The snapshot that is built: a day. */
export function release(): string {
  const [, day = '?'] =
    /istio\.io\/istio v[\d.]+-(\d{8})/.exec(readFileSync(join(lab, 'go.mod'), 'utf8')) ?? [];
  return day;
}
