import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type * as core from '../../server/src/core/index.ts';
import { shared } from '../../scripts/bundles.mjs';

/**
 * The core as the product ships it. What loads TypeScript for scripts and tests adds a name to each function when it is
 * made, which takes as long as much of what is measured.
 */
export async function builtCore(): Promise<typeof core> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-lint-bench-'));
  try {
    const outfile = join(folder, 'core.cjs');
    await build({ ...shared, entryPoints: ['server/src/core/index.ts'], outfile });
    return (await import(pathToFileURL(outfile).href)) as typeof core;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
