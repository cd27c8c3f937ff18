// The repository itself: generated files, scripts, versions, and what must never be in it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { sep } from 'node:path';
import { test } from 'node:test';

interface Manifest {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** What git has; undefined where there is no git to ask, as in an unpacked archive. */
function trackedFiles(): readonly string[] | undefined {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\0').filter((path) => path !== '' && existsSync(path)) : undefined;
}

test('what is generated is up to date', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/generate.ts', '--check'],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stderr);
});

test('the change log knows this version', () => {
  const [newest] = /^## .*$/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? [];
  assert.ok(
    newest?.includes(manifest.version),
    `newest entry: ${newest ?? 'none'}; version: ${manifest.version}`,
  );
});

test('the types of VS Code are no newer than the oldest version that is supported', () => {
  const floor = (range: string | undefined): string => range?.replace(/^[~^>=]+/, '') ?? '';
  assert.equal(floor(manifest.devDependencies['@types/vscode']), floor(manifest.engines['vscode']));
});

test('every test file is run by some script', (t) => {
  const files = trackedFiles();
  if (files === undefined) {
    t.skip('there is no git here to list the files');
    return;
  }
  const everyday = /const everyday = \[([^\]]*)\]/.exec(readFileSync('scripts/test.mjs', 'utf8'))?.[1] ?? '';
  const scripted = Object.values(manifest.scripts).flatMap(
    (script) => /^node scripts\/test\.mjs (.+)$/.exec(script)?.[1]?.split(' ') ?? [],
  );
  const folders = [...everyday.matchAll(/'([^']+)'/g)].flatMap(([, folder = '']) => folder).concat(scripted);
  const tests = files.filter((path) => path.endsWith('.test.ts'));
  assert.ok(tests.length > 30);
  assert.deepEqual(
    tests.filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`))),
    [],
  );
});

test('the lock file names no registry of anybody', () => {
  assert.doesNotMatch(readFileSync('package-lock.json', 'utf8'), /"resolved": "https?:/);
});

test('no file tells of the machine that it was made on', (t) => {
  const files = trackedFiles();
  if (files === undefined) {
    t.skip('there is no git here to list the files');
    return;
  }
  // A short path, such as that of a container, may well stand in an example.
  const machine = [process.cwd(), homedir()].filter((path) => path.split(sep).length > 2);
  const texts = files.filter((path) => !/\.(png|gif|woff2?|ico|vsix)$/.test(path));
  const telling = texts.filter((path) => {
    const text = readFileSync(path, 'utf8');
    return machine.some((folder) => text.includes(folder));
  });
  assert.deepEqual(telling, []);
});

test('no test is switched off', (t) => {
  const files = trackedFiles();
  if (files === undefined) {
    t.skip('there is no git here to list the files');
    return;
  }
  const off = new RegExp('\\b(test|it|describe)\\.(on' + 'ly|sk' + 'ip|to' + 'do)\\b');
  const tests = files.filter((path) => path.endsWith('.test.ts'));
  assert.deepEqual(
    tests.filter((path) => off.test(readFileSync(path, 'utf8'))),
    [],
  );
});
