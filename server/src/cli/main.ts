import { text } from 'node:stream/consumers';
import { run } from './run.ts';

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
