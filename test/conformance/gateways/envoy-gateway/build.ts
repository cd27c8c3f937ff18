import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../../../.cache/envoy-gateway', import.meta.url));

export const RELEASE = '1.9.1';

/** Builds Envoy Gateway's own translator from Go modules, below .cache: minutes where nothing is built yet. */
export function build(): string {
  const binary = join(cache, 'egctl');
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  console.log('Envoy Gateway is built from its sources; this takes minutes.');
  const run = spawnSync('go', ['install', `github.com/envoyproxy/gateway/cmd/egctl@v${RELEASE}`], {
    encoding: 'utf8',
    env: { ...process.env, GOBIN: cache },
  });
  if (run.error !== undefined)
    throw new Error(`go cannot be started (${run.error.message}); Go 1.26 is needed.`);
  if (run.status !== 0) throw new Error(`go install failed:\n${run.stderr}`);
  return binary;
}
