// Holds what is predicted for generated Gateway API objects and Envoy Gateway's policies, and the fixes that are offered for
// them, against Envoy Gateway's own translation in a real Envoy. Built from Go modules, so it is asked by name only.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialect } from '../../../../server/src/core/dialects/gateway-api/dialect.ts';
import type { YamlFile } from '../../../../server/src/core/syntax/yaml/parse.ts';
import type { Bench, Options } from '../support/bench.ts';
import { conform } from '../support/conform.ts';
import { startService } from '../support/service.ts';
import { build, RELEASE } from './build.ts';
import { configuration } from './configuration.ts';
import { EnvoyGatewayJudge, type Run } from './judge.ts';
import { requests } from './requests.ts';

export async function conformGateway(options: Options): Promise<boolean> {
  const translator = build();
  const envoy = execFileSync('node', ['scripts/fetch-envoy.mjs'], { encoding: 'utf8' }).trim();
  const service = await startService();
  const dir = mkdtempSync(join(tmpdir(), 'envoy-gateway-conformance-'));
  const judge = new EnvoyGatewayJudge({ translator, envoy }, service.port, dir);
  try {
    const bench: Bench<YamlFile, Run> = {
      title: `Envoy Gateway ${RELEASE}`,
      dialect,
      atOnce: 3,
      fixesOfEvery: 5,
      configuration,
      requests: (random, { ports }) => requests(random, ports, 6),
      prepare: (made, name) => judge.prepare(made, name),
      verdict: (run, asked) => judge.verdict(run, asked),
    };
    return await conform(bench, options);
  } finally {
    service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
