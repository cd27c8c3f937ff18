// The largest file that anyone will check: 89,000 lines with 4,000 locations that lose their server's headers.
import { checkCommand, middle } from './support/command.ts';
import { losingSites } from './support/sites.ts';

const text = losingSites(4000);
const lines = text.split('\n').length;

for (const format of ['text', 'json'] as const) {
  const runs = Array.from({ length: 5 }, () => checkCommand(text, format));
  const [{ stdout } = { stdout: '' }] = runs;
  const lost = stdout.match(/\bframe-policy-lost\b/g)?.length ?? 0;
  if (lost !== 4000) throw new Error(`${lost} locations were reported instead of 4000.`);
  const times = runs.map((run) => run.processorTime);
  const peaks = runs.map((run) => run.peakMemory);
  console.log(`${lines} lines, ${(text.length / 1e6).toFixed(1)} MB, check --format ${format}, 5 cold runs:`);
  console.log(`  large file, ${format}, processor time  ${middle(times, 'ms')}`);
  console.log(`  large file, ${format}, peak memory     ${middle(peaks, 'MB')}`);
}
