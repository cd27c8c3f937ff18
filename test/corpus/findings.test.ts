import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { createLinter, defaultSettings, lineIndex } from '../../server/src/core/index.ts';
import { diskWorkspace, uriOfDiskPath } from '../../server/src/node/disk-workspace.ts';
import { corpusFiles, corpusIsAbsent, corpusIsHere } from '../support/corpus.ts';

const golden = new URL('../fixtures/corpus/nginx-findings.golden.txt', import.meta.url);
const home = '../shared/corpus';

/** `path:line:column rule` of every finding in the corpus's nginx files; paths and places, no words of the files. */
async function findings(
  paths: readonly string[],
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
      if (report?.dialect !== 'nginx') continue;
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

test('the findings in real nginx files are those that were looked through', async (t) => {
  if (!corpusIsHere) {
    t.diagnostic(corpusIsAbsent);
    return;
  }
  const { lines, failures, files } = await findings(corpusFiles().map(({ path }) => path));
  assert.deepEqual(failures, []);
  const text = lines.map((line) => `${line}\n`).join('');
  if (process.env['UPDATE'] === '1') writeFileSync(golden, text);
  t.diagnostic(`${lines.length} findings in ${files} nginx files`);
  assert.equal(text, readFileSync(golden, 'utf8'), 'run with UPDATE=1, and look through what changed');
});
