import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lab = fileURLToPath(new URL('lab', import.meta.url));
const cache = fileURLToPath(new URL('../../../../.cache/apinto', import.meta.url));
const PROGRAM = 'github.com/eolinker/apinto';

/** The release that the lab's go.mod names. */
export function release(): string {
  const found = new RegExp(`${PROGRAM} v([\\d.]+)`).exec(readFileSync(join(lab, 'go.mod'), 'utf8'));
  return found?.[1] ?? '?';
}

/**
 * Builds Apinto from its Go module, which takes minutes the first time. A module of our own asks for it, since its go.mod
 * has a `replace`, with which `go install` takes none.
 */
export function buildApinto(): string {
  const binary = join(cache, 'apinto');
  const stamp = join(cache, 'built.txt');
  const wanted = readFileSync(join(lab, 'go.mod'), 'utf8');
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return binary;
  mkdirSync(cache, { recursive: true });
  execFileSync('go', ['version'], { stdio: 'ignore' });
  const build = ['build', '-trimpath', '-ldflags', '-s -w', '-o', binary, `${PROGRAM}/app/apinto`];
  const run = spawnSync('go', build, { cwd: lab, encoding: 'utf8', env: { ...process.env, GOFLAGS: '' } });
  if (run.status !== 0 || !existsSync(binary))
    throw new Error(`Apinto could not be built:\n${run.stdout}${run.stderr}${run.error?.message ?? ''}`);
  writeFileSync(stamp, wanted);
  return binary;
}
