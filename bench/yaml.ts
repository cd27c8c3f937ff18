// A repository of 5,000 YAML files of which 200 are a gateway's: what the command line takes, and what it would take to
// parse them all.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialects } from '../server/src/core/generated/dialects.ts';
import type { Uri } from '../server/src/core/index.ts';
import { parseYaml } from '../server/src/core/syntax/yaml/parse.ts';
import { checkFolder, middle } from './support/command.ts';
import { writeFolder, yamlFolder } from './support/yaml-folder.ts';

const RUNS = 5;
const made = yamlFolder(5_000, 200);
const files = [...made.files].map(([path, text]) => ({ uri: `file:///r/${path}` as Uri, version: 1, text }));
const size = files.reduce((sum, { text }) => sum + text.length, 0);

/** Processor time in milliseconds. */
function used(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

console.log(
  `${files.length} YAML files of ${(size / 1e6).toFixed(1)} MB, ${made.gateways} of them a gateway's:`,
);
const root = mkdtempSync(join(tmpdir(), 'gateway-lint-bench-'));
try {
  writeFolder(root, made);
  const runs = Array.from({ length: RUNS }, () => checkFolder(root));
  for (const { stdout } of runs)
    if (!stdout.includes(`${made.gateways} files: `))
      throw new Error(`not as it should be: ${stdout.slice(-200)}`);
  console.log(
    `  check of the folder        ${middle(
      runs.map(({ processorTime }) => processorTime),
      'ms of processor time',
    )}`,
  );
  console.log(
    `  peak memory                ${middle(
      runs.map(({ peakMemory }) => peakMemory),
      'MB',
    )}`,
  );
} finally {
  rmSync(root, { recursive: true });
}

// Side by side, in this process: what is asked of every file, and what is spared by asking.
const claiming: number[] = [];
const parsing: number[] = [];
for (let run = 0; run < RUNS; run++) {
  let claimed = 0;
  claiming.push(
    used(() => {
      claimed = files.filter((file) => dialects.some((dialect) => dialect.claim(file) > 0)).length;
    }),
  );
  if (claimed !== made.gateways) throw new Error(`${claimed} files are claimed`);
  parsing.push(
    used(() => {
      files.forEach((file) => parseYaml(file));
    }),
  );
}
console.log(`  claims of all files        ${middle(claiming, 'ms')}`);
console.log(`  parsing all files instead  ${middle(parsing, 'ms')}`);
