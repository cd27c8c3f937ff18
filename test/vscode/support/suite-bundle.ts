import { build } from 'esbuild';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Bundles the suite for the extension host, which wants CommonJS; the path of the bundle. */
export async function bundleSuite(): Promise<string> {
  const folder = resolve('.cache/vscode-suite');
  mkdirSync(folder, { recursive: true });
  // The project is a module package; this folder is not.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  const outfile = join(folder, 'index.js');
  await build({
    entryPoints: ['test/vscode/suite/index.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

export interface WorkspaceCopy {
  readonly folder: string;
  readonly remove: () => void;
}

/** A copy of the test workspace: VS Code saves what the tests type. */
export function copyWorkspace(): WorkspaceCopy {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'gateway-lint-workspace-')));
  const folder = join(parent, 'shop');
  // `original` beside it is what every step of the suite starts from.
  for (const copy of [folder, join(parent, 'original')])
    cpSync('test/vscode/workspace', copy, { recursive: true });
  return {
    folder,
    remove: () => {
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** Stands for the widespread nginx extension, which calls the language `NGINX`. */
export const otherExtension = resolve('test/vscode/other-nginx-extension');
