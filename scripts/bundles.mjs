// What is bundled into what: the ends of the product, each with all of its packages.

/** @type {import('./bundles.d.mts').bundles} */
export const bundles = [
  { entryPoints: ['client/src/extension.node.ts'], outfile: 'dist/client.cjs', external: ['vscode'] },
  { entryPoints: ['server/src/node.ts'], outfile: 'dist/server.cjs' },
  {
    entryPoints: ['server/src/cli/main.ts'],
    outfile: 'dist/cli.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
];

/** @type {import('./bundles.d.mts').shared} */
export const shared = {
  bundle: true,
  platform: 'node',
  // The extension host of VS Code 1.91 is Node 20.
  target: 'node20',
  format: 'cjs',
  legalComments: 'none',
  logLevel: 'warning',
};
