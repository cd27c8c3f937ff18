import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { createLinter, defaultSettings, lineIndex } from '../../server/src/core/index.ts';
import { diskWorkspace, uriOfDiskPath } from '../../server/src/node/disk-workspace.ts';
import { corpusFiles, corpusIsAbsent, corpusIsHere } from '../support/corpus.ts';

const goldens = {
  nginx: new URL('../fixtures/corpus/nginx-findings.golden.txt', import.meta.url),
  gateways: new URL('../fixtures/corpus/gateway-findings.golden.txt', import.meta.url),
};
const home = '../shared/corpus';

/** `path:line:column rule` of every finding in the corpus's files of some dialects; paths and places, no words of the files. */
async function findings(
  paths: readonly string[],
  isWanted: (dialect: string) => boolean,
): Promise<{ lines: string[]; failures: string[]; files: number }> {
  const lines: string[] = [];
  const failures: string[] = [];
  let files = 0;
  // Each repository is a workspace of its own, as somebody would open it: `set/kind/owner__name/…`.
  for (const repository of new Set(paths.map(repositoryOf))) {
    const linter = createLinter({
      workspace: diskWorkspace([resolve(home, repository)]),
      settings: defaultSettings,
      log: (message) => failures.push(message),
    });
    for (const path of paths.filter((each) => repositoryOf(each) === repository)) {
      const report = await linter.check(uriOfDiskPath(resolve(home, path)));
      if (report?.dialect === undefined || !isWanted(report.dialect)) continue;
      files++;
      const { positionAt } = lineIndex(report.file.text);
      for (const { at, rule } of report.findings) {
        const { line, character } = positionAt(at.start);
        lines.push(`${path}:${line + 1}:${character + 1} ${rule}`);
      }
    }
  }
  return { lines, failures, files };
}

function repositoryOf(path: string): string {
  return path.split('/').slice(0, 3).join('/');
}

for (const [kind, golden] of Object.entries(goldens)) {
  test(`the findings in real files of ${kind} are those that were looked through`, async (t) => {
    if (!corpusIsHere) {
      t.diagnostic(corpusIsAbsent);
      return;
    }
    const paths = corpusFiles().map(({ path }) => path);
    const { lines, failures, files } = await findings(
      paths,
      (dialect) => (dialect === 'nginx') === (kind === 'nginx'),
    );
    assert.deepEqual(failures, []);
    const text = lines.map((line) => `${line}\n`).join('');
    if (process.env['UPDATE'] === '1') writeFileSync(golden, text);
    t.diagnostic(`${lines.length} findings in ${files} files`);
    assert.equal(text, readFileSync(golden, 'utf8'), 'run with UPDATE=1, and look through what changed');
  });
}

test('real files that are no gateway have no findings at all', async (t) => {
  if (!corpusIsHere) {
    t.diagnostic(corpusIsAbsent);
    return;
  }
  const ordinary = corpusFiles().filter(({ path }) => path.split('/')[1] === 'not-gateway');
  assert.ok(ordinary.length > 0);
  const { lines, failures, files } = await findings(
    ordinary.map(({ path }) => path),
    () => true,
  );
  assert.deepEqual({ lines, failures }, { lines: [], failures: [] });
  t.diagnostic(`${ordinary.length} files, of which a dialect looked closer at ${files}`);
});
