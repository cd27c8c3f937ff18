// Bundles the ends of the product: the extension's client, its language server and the command line.
import { build } from 'esbuild';

const production = !process.argv.includes('--dev');
/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  // The extension host of VS Code 1.91 is Node 20.
  target: 'node20',
  format: 'cjs',
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: 'warning',
};

await Promise.all([
  build({
    ...shared,
    entryPoints: ['client/src/extension.node.ts'],
    outfile: 'dist/client.cjs',
    external: ['vscode'],
  }),
  build({ ...shared, entryPoints: ['server/src/node.ts'], outfile: 'dist/server.cjs' }),
  build({
    ...shared,
    entryPoints: ['server/src/cli/main.ts'],
    outfile: 'dist/cli.cjs',
    banner: { js: '#!/usr/bin/env node' },
  }),
]);
