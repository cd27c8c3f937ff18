// Holds what is predicted for generated Traefik configurations (files, container labels, Kubernetes objects), and every
// fix that is offered for them, against a real Traefik. Built from Go modules, so it is asked by name only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialect } from '../../../../server/src/core/dialects/traefik/dialect.ts';
import type { YamlFile } from '../../../../server/src/core/syntax/yaml/parse.ts';
import type { Bench, Options } from '../support/bench.ts';
import { conform } from '../support/conform.ts';
import { startService } from '../support/service.ts';
import { build, release } from './build.ts';
import { configuration } from './configuration.ts';
import { TraefikJudge, type Run } from './judge.ts';
import { requests } from './requests.ts';

export async function conformGateway(options: Options): Promise<boolean> {
  const binary = build();
  const service = await startService();
  const dir = mkdtempSync(join(tmpdir(), 'traefik-conformance-'));
  const judge = new TraefikJudge(binary, service.port, dir);
  try {
    const bench: Bench<YamlFile, Run> = {
      title: `Traefik ${release()}`,
      dialect,
      atOnce: 3,
      fixesOfEvery: 6,
      configuration,
      // A middleware that comes into force does so with all that it sets.
      alsoChanges: ({ title }) =>
        title.startsWith('Put it first ') ? /^(?:x-other|strict-transport-security)$/i : undefined,
      requests: (random, { ports }) => requests(random, ports, 5),
      prepare: (made, name) => judge.prepare(made, name),
      verdict: (run, asked) => judge.verdict(run, asked),
    };
    return await conform(bench, options);
  } finally {
    service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
