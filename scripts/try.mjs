// Shows the findings on the sample in examples/: `npm run try`. They are there on purpose, hence exit status 0.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));

/** Runs a program in the foreground. @returns its exit status */
function run(...args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 2;
}

if (!existsSync(cli) && run('scripts/build.mjs') !== 0) process.exit(2);

console.log(`The gateway of a small shop stands in examples/nginx, with the mistakes that real ones have.

Each finding says: path:line:column, severity, rule, and what is wrong. Below it, the line it stands on; then
the places that have to do with it. An error leaves pages open to framing that someone meant to protect.

$ npx gateway-lint check examples
`);
const status = run(cli, 'check', 'examples');
console.log(`
What next
  npx gateway-lint headers examples/nginx/nginx.conf   the headers that each server and location sends
  npx gateway-lint explain frame-policy-lost           what a rule means and what to do
  npx gateway-lint check examples --fix                writes the fixes that are safe (git diff shows them)
  npx gateway-lint check /etc/nginx                    your own
`);
// 1 is what a sample full of mistakes has to yield.
process.exit(status === 1 ? 0 : status || 2);
