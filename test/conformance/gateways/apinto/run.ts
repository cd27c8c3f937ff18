// Holds what is predicted for generated configurations of Apinto, and every fix that is offered for them, against a real one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialect } from '../../../../server/src/core/dialects/apinto/dialect.ts';
import type { YamlFile } from '../../../../server/src/core/syntax/yaml/parse.ts';
import type { Bench, Options } from '../support/bench.ts';
import { conform } from '../support/conform.ts';
import { startService } from '../support/service.ts';
import { buildApinto, release } from './build.ts';
import { configuration } from './configuration.ts';
import { ApintoJudge, type Run } from './judge.ts';
import { requests } from './requests.ts';

export async function conformGateway(options: Options): Promise<boolean> {
  const binary = buildApinto();
  const service = await startService();
  const dir = mkdtempSync(join(tmpdir(), 'apinto-conformance-'));
  const judge = new ApintoJudge(binary, dir, service.port);
  try {
    await judge.start();
    const bench: Bench<YamlFile, Run> = {
      title: `Apinto ${release()}`,
      dialect,
      // One gateway holds one configuration.
      atOnce: 1,
      fixesOfEvery: 5,
      configuration,
      requests: (random, { listen }) => requests(random, listen, 5),
      prepare: ({ files }) => Promise.resolve(judge.prepare(files)),
      verdict: (run, asked) => judge.verdict(run, asked),
    };
    return await conform(bench, options);
  } finally {
    judge.stop();
    service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
