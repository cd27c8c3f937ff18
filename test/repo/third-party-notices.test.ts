// Whose work is in the bundles: every package has to be named, with its terms, in what is shipped.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bundledPackages, noticesFile, thirdPartyNotices } from '../../scripts/third-party-notices.ts';

const notices = readFileSync(noticesFile, 'utf8');

test('every bundled package is named in the third-party notices', async () => {
  const folders = await bundledPackages();
  const named = new Set([...notices.matchAll(/^## (\S+)$/gm)].map(([, name]) => name));
  const names = folders.map((folder) => folder.replace(/^.*node_modules\//, ''));
  assert.ok(names.includes('vscode-languageserver'), 'the bundles were looked into');
  assert.deepEqual(
    names.filter((name) => !named.has(name)),
    [],
  );
});

test('the third-party notices are up to date', async () => {
  const remedy = 'run node --import tsx scripts/third-party-notices.ts';
  assert.equal(notices, await thirdPartyNotices(), remedy);
});

test('the third-party notices are in the package', () => {
  assert.match(readFileSync('.vscodeignore', 'utf8'), new RegExp(`^!${noticesFile}$`, 'm'));
});
