// Runs the test files below the given folders (default: everything that needs Node and npm only).
// Node 20's own runner has no globs, hence this list.
import { spawnSync } from 'node:child_process';
import { readdirSync, existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const everyday = [
  'server/src',
  'client/src',
  'syntaxes',
  'snippets',
  'test/support',
  'test/repo',
  'test/lsp',
  'test/cli',
  'test/corpus',
  'test/prediction',
  'test/gateways',
];
const given = process.argv.slice(2).filter((a) => !a.startsWith('--'));
const flags = process.argv.slice(2).filter((a) => a.startsWith('--'));

/** @returns {string[]} */
function testFiles(path) {
  if (!existsSync(path)) return [];
  if (path.endsWith('.test.ts')) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? testFiles(join(path, entry.name))
      : entry.name.endsWith('.test.ts')
        ? [join(path, entry.name)]
        : [],
  );
}

const files = (given.length > 0 ? given : everyday).flatMap(testFiles).sort();
if (files.length === 0) {
  console.error('No test files found.');
  process.exit(1);
}
// As many at once as there are cores; by itself the runner leaves one idle. Real gateways are asked one after the other. The
// option came with Node 20.10.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const atOnce =
  given.length === 0 && (major > 20 || minor >= 10) ? [`--test-concurrency=${availableParallelism()}`] : [];
const run = spawnSync(process.execPath, ['--import', 'tsx', '--test', ...atOnce, ...flags, ...files], {
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
