// What a person waits for: a check from a cold start, and the findings after a keystroke in a long file.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter, defaultSettings } from '../server/src/core/index.ts';
import { memoryWorkspace } from '../test/support/workspace.ts';
import { losingSites } from './support/sites.ts';

/** Median and fastest of several runs, in milliseconds. */
async function time(runs: number, run: (index: number) => unknown): Promise<string> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await run(i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return `${(times[runs >> 1] ?? NaN).toFixed(1)} ms (fastest ${(times[0] ?? NaN).toFixed(1)} ms)`;
}

const folder = mkdtempSync(join(tmpdir(), 'gateway-lint-bench-'));
const small = join(folder, 'nginx.conf');
writeFileSync(small, losingSites(2));
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const node = (args: readonly string[], expected: number): void => {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== expected) throw new Error(`exit status ${String(status)}: ${stderr}`);
};

console.log('Cold start, median of 21:');
console.log(
  `  node alone                   ${await time(21, () => {
    node(['-e', '0'], 0);
  })}`,
);
console.log(
  `  check of a 60-line file      ${await time(21, () => {
    node([cli, 'check', small], 1);
  })}`,
);
rmSync(folder, { recursive: true });

// 10,000 lines, of which 450 locations have a finding.
const text = losingSites(450);
const lines = text.split('\n').length;
const workspace = memoryWorkspace({ 'nginx.conf': text });
const uri = workspace.uri('nginx.conf');
const linter = createLinter({ workspace, settings: defaultSettings });
const keystroke = async (index: number): Promise<void> => {
  const at = (index * 7919) % text.length;
  const lineEnd = text.indexOf('\n', at);
  workspace.write('nginx.conf', `${text.slice(0, lineEnd)} # ${index}${text.slice(lineEnd)}`);
  linter.changed(uri);
  const report = await linter.check(uri);
  if ((report?.findings.length ?? 0) < 400) throw new Error('The findings are missing.');
};
for (let i = 0; i < 10; i++) await keystroke(i);
console.log(`Editing a file of ${lines} lines, median of 101:`);
console.log(`  keystroke to findings        ${await time(101, keystroke)}`);
