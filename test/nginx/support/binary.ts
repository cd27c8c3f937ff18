import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The nginx that judges: its path, what it calls itself, and the statements that load the modules we rely on. */
export interface NginxBinary {
  readonly path: string;
  /** `1.22.1`. */
  readonly version: string;
  /** `load_module` statements, absolute, in loading order; empty where the modules are compiled in. */
  readonly loadModules: readonly string[];
}

/** Modules that a test may ask for, in the order in which they have to be loaded: Lua needs ndk before it. */
const knownModules = [
  'ndk_http_module',
  'ngx_http_lua_module',
  'ngx_http_headers_more_filter_module',
  'ngx_stream_module',
];

export const headersMore = 'ngx_http_headers_more_filter_module';

/**
 * Finds the nginx to ask: `NGINX_BINARY`, else Debian's. Absent, the test that needs it fails: a claim about nginx that
 * no nginx has confirmed is not proven, and a skip would hide that.
 */
export function findNginx(modules: readonly string[] = [headersMore]): NginxBinary {
  const path = process.env['NGINX_BINARY'] ?? inPath('nginx') ?? '/usr/sbin/nginx';
  const run = spawnSync(path, ['-V'], { encoding: 'utf8' });
  if (run.error !== undefined || run.status !== 0) {
    throw new Error(
      `These tests ask a real nginx, and "${path}" does not run (${run.error?.message ?? run.stderr}). ` +
        'Install it (Debian: apt-get install nginx libnginx-mod-http-headers-more-filter openssl) or name one in NGINX_BINARY.',
    );
  }
  const version = /nginx\/([\d.]+)/.exec(run.stderr)?.[1] ?? 'unknown';
  return { path, version, loadModules: loadStatements(run.stderr, modules, path) };
}

function loadStatements(build: string, modules: readonly string[], path: string): readonly string[] {
  const folder = /--modules-path=(\S+)/.exec(build)?.[1] ?? '/usr/lib/nginx/modules';
  return knownModules
    .filter((name) => modules.includes(name))
    .flatMap((name) => {
      const file = join(folder, `${name}.so`);
      if (existsSync(file)) return [`load_module ${file};`];
      if (compiledIn(build, name)) return [];
      throw new Error(`"${path}" has no module ${name}: neither compiled in nor as ${file}.`);
    });
}

/** `--add-module=…/headers-more-nginx-module`: built from the module's own folder, whose name varies a little. */
function compiledIn(build: string, name: string): boolean {
  const stem = name.replace(/^ngx_(http_)?|(_filter)?_module$/g, '').replace(/_/g, '[-_]');
  return new RegExp(`--(add-module|with)[=-]\\S*${stem}`).test(build);
}

function inPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}
