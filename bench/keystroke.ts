// A keystroke in the middle of a gateway's file of 10,000 lines, until its findings are there. Each kind of file by
// itself: what takes long differs.
import { builtCore } from './support/built-core.ts';
import { memoryWorkspace } from '../test/support/workspace.ts';
import { largeYaml } from './support/large-yaml.ts';

const { createLinter, defaultSettings } = await builtCore();
const [only = ''] = process.argv.slice(2);
const RUNS = 31;

console.log(`A keystroke in the middle until findings, processor time, median of ${RUNS}:`);
for (const [name, text] of Object.entries(largeYaml)) {
  if (!name.includes(only)) continue;
  const lines = text.split('\n').length;
  const path = name.startsWith('Spring') ? 'application.yaml' : 'gateway.yaml';
  const workspace = memoryWorkspace({ [path]: text });
  const uri = workspace.uri(path);
  const linter = createLinter({ workspace, settings: defaultSettings });
  const middle = text.indexOf('\n', text.length >> 1);
  let findings = 0;
  const keystroke = async (run: number): Promise<number> => {
    const before = process.cpuUsage();
    const comment = ` # ${'x'.repeat(run)}`;
    workspace.write(path, text.slice(0, middle) + comment + text.slice(middle));
    linter.changed(uri);
    findings = (await linter.check(uri))?.findings.length ?? 0;
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const first = await keystroke(0);
  // A person who types has typed before: what V8 optimises meanwhile is part of the picture.
  for (let run = 1; run <= 15; run++) await keystroke(run);
  const times: number[] = [];
  for (let run = 1; run <= RUNS; run++) times.push(await keystroke(run));
  times.sort((a, b) => a - b);
  if (findings === 0) throw new Error(`Nothing was found in ${name}.`);
  const shown = (time = NaN): string => `${time.toFixed(1)} ms`;
  console.log(
    `  ${name.padEnd(34)}  ${shown(times[RUNS >> 1])} (fastest ${shown(times[0])}, at first ${shown(first)}; ${lines} lines, ${findings} findings)`,
  );
}
