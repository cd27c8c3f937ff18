import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findNginx, type NginxBinary } from './binary.ts';
import { testCertificate } from './certificate.ts';
import { freePort } from './free-port.ts';
import { prepareFiles, standIns } from './prepare.ts';
import { relocateListens } from './relocate.ts';
import { request, type HttpRequest, type HttpResponse } from './request.ts';

export interface Serving {
  /** The directory that holds everything of this nginx; `www/` in it is the document root. */
  readonly dir: string;
  /** Where the first `listen` of the configuration ended up. */
  readonly port: number;
  /** Every `listen` address of the given text → the loopback port that answers for it. */
  readonly ports: ReadonlyMap<string, number>;
  readonly request: (what?: HttpRequest) => Promise<HttpResponse>;
  /** nginx's error log so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

export interface ServeOptions {
  /** Relative path → text: files that the configuration includes. */
  readonly files?: Readonly<Record<string, string>>;
  /** Relative path → text: the document root. */
  readonly www?: Readonly<Record<string, string>>;
  readonly nginx?: NginxBinary;
}

const defaultWww = { 'index.html': '<!doctype html><title>index</title>', 'a.txt': 'a\n' };

/**
 * Starts a real nginx on loopback with a complete configuration: prepared as for the judge, its `listen` addresses moved
 * to free ports, everything it writes in a folder of its own. The caller stops it.
 */
export async function serve(config: string, options: ServeOptions = {}): Promise<Serving> {
  const nginx = options.nginx ?? findNginx();
  const dir = mkdtempSync(join(tmpdir(), 'gateway-lint-nginx-'));
  const files = prepareFiles({ 'nginx.conf': config, ...options.files });
  const ports = new Map<string, number>();
  const { certificate, key } = testCertificate();
  lay(dir, { [standIns.certificate]: certificate, [standIns.key]: key, [standIns.empty]: '' });
  lay(join(dir, 'www'), options.www ?? defaultWww);
  for (const [path, text] of Object.entries(files)) {
    lay(dir, { [path]: await relocateListens(text, ports, freePort) });
  }
  return start(nginx, dir, ports);
}

/** The same for what stands inside `http{}`. */
export function serveHttp(http: string, options: ServeOptions = {}): Promise<Serving> {
  // `access_log off` and the docroot as a plain wrapper around the test's own text, which may set both again below.
  return serve(`events {}\nhttp {\nroot www; default_type text/html;\n${http}\n}\n`, options);
}

async function start(nginx: NginxBinary, dir: string, ports: ReadonlyMap<string, number>): Promise<Serving> {
  const globals = [
    ...nginx.loadModules,
    // One process, in the foreground: it ends with its own id, and as root no worker runs as somebody who may not read `dir`.
    'daemon off; master_process off; pid nginx.pid;',
  ].join(' ');
  const child = spawn(nginx.path, ['-p', dir, '-c', 'nginx.conf', '-e', 'stderr', '-g', globals], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  // Not SIGTERM: without a master, nginx misses one that arrives between its last look at the flag and epoll_wait.
  const kill = (): void => void child.kill('SIGKILL');
  // Even when the test run itself breaks off.
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    kill();
    await ended;
    process.off('exit', kill);
    rmSync(dir, { recursive: true, force: true });
  };
  const [port] = ports.values();
  if (port === undefined || !(await answers(child, dir, port))) {
    await stop();
    throw new Error(
      port === undefined ? 'The configuration has no listen directive.' : `nginx did not start:\n${log}`,
    );
  }
  return {
    dir,
    port,
    ports,
    request: (what = {}) => request({ ...what, port: what.port ?? port }),
    log: () => log,
    stop,
  };
}

/** The pid file comes after every port is bound: before it, somebody else may answer on a port that was free just now. */
async function answers(child: ChildProcess, dir: string, port: number): Promise<boolean> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline && child.exitCode === null;) {
    if (existsSync(join(dir, 'nginx.pid')) && (await canConnect(port))) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

function lay(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}
