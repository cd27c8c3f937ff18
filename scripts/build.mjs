// Bundles the ends of the product: the extension's client, its language server and the command line.
import { chmodSync } from 'node:fs';
import { build } from 'esbuild';
import { bundles, shared } from './bundles.mjs';

const production = !process.argv.includes('--dev');
await Promise.all(
  bundles.map((bundle) => build({ ...shared, ...bundle, minify: production, sourcemap: !production })),
);

// The package's own command: a link to it must stay executable whenever it is built anew.
chmodSync('dist/cli.cjs', 0o755);
