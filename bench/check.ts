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
  const used: number[] = [];
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage();
    const start = performance.now();
    await run(i);
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    used.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  used.sort((a, b) => a - b);
  const shown = (figure = NaN): string => `${figure.toFixed(1)} ms`;
  // Of a busy machine the processor time says more; of programs that were started it says nothing.
  const own = (used[runs >> 1] ?? 0) > 2 ? `, processor time ${shown(used[runs >> 1])}` : '';
  return `${shown(times[runs >> 1])} (fastest ${shown(times[0])}${own})`;
}

const folder = mkdtempSync(join(tmpdir(), 'gateway-lint-bench-'));
const small = join(folder, 'nginx.conf');
writeFileSync(small, losingSites(2));
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const node = (args: readonly string[], expected: RegExp): void => {
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (!expected.test(stdout)) throw new Error(`not as it should be: ${stdout}${stderr}`);
};

console.log('Cold start, median of 21:');
console.log(
  `  node alone                   ${await time(21, () => {
    node(['-e', '0'], /^$/);
  })}`,
);
console.log(
  `  check of a 60-line file      ${await time(21, () => {
    node([cli, 'check', small], /frame-policy-lost/);
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
// A person who types has typed before: what V8 optimises meanwhile is part of the picture.
for (let i = 0; i < 60; i++) await keystroke(i);
console.log(`Editing a file of ${lines} lines, median of 101:`);
console.log(`  keystroke to findings        ${await time(101, keystroke)}`);
