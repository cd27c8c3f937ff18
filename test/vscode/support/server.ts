import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { freePort } from '../../nginx/support/free-port.ts';

const root = resolve('.cache/vscode');
const codeServer = join(root, 'node_modules/code-server');
const node = join(root, 'node_modules/.bin/node');

/** Only what the window looks like, for the pictures' sake; nothing that an extension could notice. */
const looks = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.hover.above': false,
  'editor.fontSize': 15,
};

export interface VsCodeServer {
  readonly port: number;
  /** What the server printed; for the message of a failure. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts VS Code's own server from the cache. A VSIX is installed first, as a user installs it; `beside` are unpacked
 * extensions that are simply there. The rest are the built-in ones.
 */
export async function startVsCode(
  options: { readonly vsix?: string; readonly beside?: readonly string[] } = {},
): Promise<VsCodeServer> {
  if (!existsSync(node))
    throw new Error('VS Code is not installed: run `node scripts/fetch-vscode.mjs` first.');
  const data = mkdtempSync(join(tmpdir(), 'gateway-lint-vscode-'));
  const extensions = join(data, 'extensions');
  if (options.vsix !== undefined) install(options.vsix, data, extensions);
  for (const folder of options.beside ?? [])
    cpSync(folder, join(extensions, basename(folder)), { recursive: true });
  mkdirSync(join(data, 'data/Machine'), { recursive: true });
  writeFileSync(join(data, 'data/Machine/settings.json'), JSON.stringify(looks));
  const port = await freePort();
  const child = spawn(
    node,
    [
      join(codeServer, 'lib/vscode/out/server-main.js'),
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--without-connection-token',
        '--accept-server-license-terms',
      ],
      ...[
        '--server-data-dir',
        data,
        '--extensions-dir',
        extensions,
        '--disable-telemetry',
        '--disable-workspace-trust',
      ],
      // Without it the page ignores the payload that names the extension under development, silently.
      '--enable-smoke-test-driver',
    ],
    // A group of its own: extension hosts and watchers are its children and have to end with it.
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment() },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = new Promise<void>((done) =>
    child.once('close', () => {
      done();
    }),
  );
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // The whole group is gone already.
    }
  };
  // Even when the test run itself breaks off.
  const lastResort = (): void => {
    signal('SIGKILL');
  };
  process.once('exit', lastResort);
  const stop = async (): Promise<void> => {
    signal('SIGTERM');
    const patience = setTimeout(() => {
      signal('SIGKILL');
    }, 3000);
    await ended;
    clearTimeout(patience);
    lastResort();
    process.off('exit', lastResort);
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  for (const deadline = Date.now() + 60_000; !(await responds(port));) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`VS Code's server did not start:\n${log}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { port, log: () => log, stop };
}

function install(vsix: string, data: string, extensions: string): void {
  const run = spawnSync(
    node,
    [
      join(codeServer, 'out/node/entry.js'),
      ...['--install-extension', resolve(vsix), '--extensions-dir', extensions, '--user-data-dir', data],
    ],
    { encoding: 'utf8', env: environment(), timeout: 120_000 },
  );
  if (run.status !== 0 || !run.stdout.includes('successfully installed')) {
    throw new Error(`VS Code did not install ${vsix}:\n${run.stdout}${run.stderr}`);
  }
}

function environment(): NodeJS.ProcessEnv {
  // Its own Node first, and nothing of an editor's terminal that this may run in.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
  };
}

async function responds(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${String(port)}/version`)).ok;
  } catch {
    return false;
  }
}
