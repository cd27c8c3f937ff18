// Runs every benchmark in a process of its own and prints one table: `npm run bench`.
// A benchmark prints its figures as lines of two blanks, a name, two or more blanks, and a value.
import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const options: SpawnSyncOptionsWithStringEncoding = {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
};

// Always: a bundle of yesterday would be measured without a word.
const built = spawnSync(process.execPath, ['scripts/build.mjs'], options);
if (built.status !== 0) process.exit(1);

const rows: (readonly [file: string, what: string, value: string])[] = [];
let failed = false;
const files = readdirSync(here).filter((file) => file.endsWith('.ts') && file !== 'run.ts');
for (const name of files.sort()) {
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', `bench/${name}`], options);
  failed ||= status !== 0;
  const figures = [...stdout.matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm)];
  for (const [, what = '', value = ''] of figures) rows.push([name, what, value]);
  if (figures.length === 0) rows.push([name, 'no figures', `exit status ${String(status)}`]);
}

const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
const [first, second] = [width(0), width(1)];
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
for (const [file, what, value] of rows)
  console.log(`${file.padEnd(first)}  ${what.padEnd(second)}  ${value}`);
process.exit(failed ? 1 : 0);
