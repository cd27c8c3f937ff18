import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { run } from './run.ts';

// One pass over a file is over before most functions repay their optimising: V8's own threshold is made for programs that
// stay. On 89,000 lines this spares a third of the processor time. Versions that were not measured are left as they are,
// since an unknown flag would be complained of.
if (/^1[1-3]\./.test(process.versions.v8)) setFlagsFromString('--interrupt-budget=400000');

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', () => process.exit());

void run(process.argv.slice(2), {
  cwd: process.cwd(),
  stdout: (chunk) => process.stdout.write(chunk),
  stderr: (chunk) => process.stderr.write(chunk),
  stdin: () => text(process.stdin),
  colour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
}).then((code) => {
  // Not exit(): what is still on its way to a pipe must arrive.
  process.exitCode = code;
});
