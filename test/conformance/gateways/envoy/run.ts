// Holds what is predicted for generated Envoy configurations, and every fix that is offered for them, against a real Envoy.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialect } from '../../../../server/src/core/dialects/envoy/dialect.ts';
import type { YamlFile } from '../../../../server/src/core/syntax/yaml/parse.ts';
import type { Fix } from '../../../../server/src/core/model/finding.ts';
import type { Bench, Options } from '../support/bench.ts';
import { valuesOf } from '../support/compare.ts';
import { conform } from '../support/conform.ts';
import { startService } from '../support/service.ts';
import type { Answered } from '../support/wire.ts';
import { configuration } from './configuration.ts';
import { EnvoyJudge, type Run } from './judge.ts';
import { requests } from './requests.ts';

export async function conformGateway(options: Options): Promise<boolean> {
  const binary = execFileSync('node', ['scripts/fetch-envoy.mjs'], { encoding: 'utf8' }).trim();
  const version = /\/([\d.]+)\//.exec(execFileSync(binary, ['--version'], { encoding: 'utf8' }))?.[1] ?? '?';
  const service = await startService();
  const dir = mkdtempSync(join(tmpdir(), 'envoy-conformance-'));
  const judge = new EnvoyJudge(binary, service.port, dir);
  try {
    const bench: Bench<YamlFile, Run> = {
      title: `Envoy ${version}`,
      dialect,
      atOnce: 3,
      fixesOfEvery: 5,
      configuration,
      requests: (random, { listen }) => requests(random, listen, 4),
      prepare: ({ files }, name) => judge.prepare(files, name),
      verdict: (run, asked) => judge.verdict(run, asked),
      broken,
    };
    return await conform(bench, options);
  } finally {
    service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

function broken({ title }: Fix, answers: readonly Answered[]): readonly string[] {
  const [, value] = /^Set X-Frame-Options: (\w+) (?:on|in) .*header_mutation/.exec(title) ?? [];
  const isReached = answers.some((each) => each.headers.some(([name]) => name === 'x-service'));
  return value === undefined ||
    !isReached ||
    answers.some((each) => valuesOf(each, 'x-frame-options').includes(value))
    ? []
    : ['no answer has the value of the title'];
}
