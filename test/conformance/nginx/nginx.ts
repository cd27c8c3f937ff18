import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Build } from './generate/draft.ts';

/** An nginx that judges. */
export interface Nginx {
  readonly path: string;
  /** `1.22.1`. */
  readonly version: string;
  readonly build: Build;
  readonly loadModules: string;
  /** The `load_module` statement of a module: empty where it is compiled in, undefined where it is not there. */
  readonly moduleStatement: (name: string) => string | undefined;
}

const MODULES = '/usr/lib/nginx/modules';
const HEADERS_MORE = `${MODULES}/ngx_http_headers_more_filter_module.so`;

/** Asks a binary what it is. An absent one, or one without headers-more, is a failure: no claim is proven without it. */
export function nginxAt(path: string): Nginx {
  const run = spawnSync(path, ['-V'], { encoding: 'utf8' });
  if (run.error !== undefined || run.status !== 0) {
    throw new Error(`"${path}" does not run: ${run.error?.message ?? run.stderr}`);
  }
  const [, version = '', major, minor, patch] = /nginx\/((\d+)\.(\d+)\.(\d+))/.exec(run.stderr) ?? [];
  const compiledIn = run.stderr.replace(/--modules-path=\S+/, '').includes('headers-more');
  const dynamic = !/--add-module=\S*headers-more/.test(run.stderr) && existsSync(HEADERS_MORE);
  if (!compiledIn && !dynamic) throw new Error(`"${path}" has no headers-more module.`);
  return {
    path,
    version,
    build: {
      version: Number(major) * 1_000_000 + Number(minor) * 1000 + Number(patch),
      // Debian's module is 0.34; whoever builds it in has a newer one.
      appends: !dynamic,
    },
    moduleStatement: (name) => {
      const file = `${MODULES}/${name}.so`;
      if (run.stderr.includes(`--modules-path=${MODULES}`) && existsSync(file)) return `load_module ${file};`;
      const stem = name.replace(/^ngx_(http_)?|_module$/g, '').replace('js', 'njs');
      return new RegExp(`--add-module=\\S*${stem}`).test(run.stderr) ? '' : undefined;
    },
    loadModules: dynamic ? `load_module ${HEADERS_MORE};` : '',
  };
}

export interface Running {
  readonly stop: () => Promise<void>;
}

/** Nginx's own words where it refuses a configuration. */
export class Refused extends Error {}
/** A port was taken by somebody else in the meantime. */
export class PortTaken extends Error {}

/** Starts nginx in a folder, on the `nginx.conf` there, and waits until it listens. */
export async function startNginx(nginx: Nginx, dir: string, modules = ''): Promise<Running> {
  const pid = join(dir, 'nginx.pid');
  rmSync(pid, { force: true });
  // One process, in the foreground: it ends with its own id, and as root no worker runs as somebody who may not read the folder.
  const globals = `${nginx.loadModules} ${modules} daemon off; master_process off; pid nginx.pid;`;
  const child = spawn(nginx.path, ['-p', dir, '-c', 'nginx.conf', '-e', 'stderr', '-g', globals], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-20_000)));
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    kill();
    await ended;
    process.off('exit', kill);
  };
  for (const deadline = Date.now() + 15_000; child.exitCode === null && Date.now() < deadline;) {
    // Written after every port is bound.
    if (existsSync(pid)) return { stop };
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await stop();
  if (/\b98: |Address already in use/.test(log)) throw new PortTaken(log);
  throw new Refused(log);
}

export function lay(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const full = join(dir, path);
    if (path.endsWith('/')) {
      mkdirSync(full, { recursive: true });
      continue;
    }
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
}
