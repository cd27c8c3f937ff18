import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Run {
  readonly stdout: string;
  /** Of all of its threads, in milliseconds. */
  readonly processorTime: number;
  /** In megabytes (2²⁰ bytes). */
  readonly peakMemory: number;
}

const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
/** Loaded before the program: says at its end what it took. */
const usage = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(JSON.stringify(process.resourceUsage())))",
)}`;

/** Runs the built command line on one file, from a cold start. Whatever fails is an error: half a run is no figure. */
export function checkCommand(text: string, format: 'text' | 'json' = 'text'): Run {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-lint-bench-'));
  try {
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, text);
    return runCheck([file], format);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same on a folder that is there. */
export function checkFolder(folder: string): Run {
  return runCheck([folder], 'text');
}

function runCheck(paths: readonly string[], format: 'text' | 'json'): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', usage, cli, 'check', '--format', format, '--fail-on', 'information', ...paths],
    { encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 60_000 },
  );
  if (status !== 1) throw new Error(`exit status ${String(status)}: ${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stderr) as NodeJS.ResourceUsage;
  return { stdout, processorTime: (userCPUTime + systemCPUTime) / 1000, peakMemory: maxRSS / 1024 };
}

/** The middle of several figures, and the least, which a busy machine spoils less. */
export function middle(figures: readonly number[], unit: string): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const [least = NaN] = sorted;
  return `${(sorted[sorted.length >> 1] ?? NaN).toFixed(0)} ${unit} (least ${least.toFixed(0)} ${unit})`;
}
