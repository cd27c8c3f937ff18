// Holds what is predicted for generated objects of Istio, and every fix that is offered for them, against Istio's own
// route generator and a real Envoy with what it makes of them. Built from Go modules, so it is asked by name only.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialect } from '../../../../server/src/core/dialects/istio/dialect.ts';
import type { YamlFile } from '../../../../server/src/core/syntax/yaml/parse.ts';
import type { Run } from '../envoy/judge.ts';
import type { Bench, Options } from '../support/bench.ts';
import { conform } from '../support/conform.ts';
import { startService } from '../support/service.ts';
import { build, release } from './build.ts';
import { configuration } from './configuration.ts';
import { IstioJudge } from './judge.ts';
import { requests } from './requests.ts';

export async function conformGateway(options: Options): Promise<boolean> {
  const generator = build();
  const envoy = execFileSync('node', ['scripts/fetch-envoy.mjs'], { encoding: 'utf8' }).trim();
  const service = await startService();
  const dir = mkdtempSync(join(tmpdir(), 'istio-conformance-'));
  const judge = new IstioJudge({ generator, envoy }, service.port, dir);
  try {
    const bench: Bench<YamlFile, Run> = {
      title: `Istio of ${release()}`,
      dialect,
      atOnce: 3,
      fixesOfEvery: 5,
      configuration,
      requests: (random) => requests(random, 5),
      prepare: ({ files }, name) => judge.prepare(files, name),
      verdict: (run, asked) => judge.verdict(run, asked),
    };
    return await conform(bench, options);
  } finally {
    service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
