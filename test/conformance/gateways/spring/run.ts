// Holds what is predicted for generated Spring configurations, and every fix that is offered for them, against real gateways.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialect } from '../../../../server/src/core/dialects/spring-cloud-gateway/dialect.ts';
import type { YamlFile } from '../../../../server/src/core/syntax/yaml/parse.ts';
import type { Fix } from '../../../../server/src/core/model/finding.ts';
import type { Bench, Options } from '../support/bench.ts';
import { valuesOf } from '../support/compare.ts';
import { conform } from '../support/conform.ts';
import { startService } from '../support/service.ts';
import type { Answered } from '../support/wire.ts';
import { build } from './build.ts';
import { configuration } from './generate/configuration.ts';
import { SpringJudge, type Run } from './judge.ts';
import { Lab } from './lab-process.ts';
import { RELEASES, type Release } from './releases.ts';
import { requests } from './requests.ts';

/** What SecureHeaders writes besides. */
const SECURE_HEADERS =
  /^(?:x-xss-protection|strict-transport-security|x-content-type-options|referrer-policy|x-download-options|x-permitted-cross-domain-policies|permissions-policy)$/i;

export async function conformGateway(options: Options): Promise<boolean> {
  // Built one after the other: two Mavens in one repository get into each other's way.
  const built = RELEASES.map((release) => ({ release, classPath: build(release) }));
  const agreed = await Promise.all(
    built.map(({ release, classPath }) => conformRelease(release, classPath, options)),
  );
  return agreed.every(Boolean);
}

async function conformRelease(
  release: Release,
  classPath: string,
  { seed, count }: Options,
): Promise<boolean> {
  const service = await startService();
  const dir = mkdtempSync(join(tmpdir(), 'spring-conformance-'));
  const lab = new Lab(classPath);
  const judge = new SpringJudge(lab, service.port, dir);
  const bench: Bench<YamlFile, Run> = {
    title: `Spring Cloud Gateway ${release.version} (${release.kind})`,
    dialect,
    atOnce: 1,
    fixesOfEvery: 6,
    configuration: (_seed, random) => configuration(release, random),
    requests: (random) => requests(random, 4),
    prepare: (made, name) => Promise.resolve(judge.prepare(made, name)),
    verdict: (run, asked) => judge.verdict(run, asked),
    broken,
    alsoChanges: ({ title }) => (title.includes('SecureHeaders') ? SECURE_HEADERS : undefined),
  };
  try {
    return await conform(bench, { seed, count: Math.ceil((count * release.share) / 100) });
  } finally {
    lab.end();
    service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Whatever a fix changes of the framing header has the value of its title. */
function broken(
  { title }: Fix,
  answers: readonly Answered[],
  before: readonly Answered[],
): readonly string[] {
  const [, value] = /^Set X-Frame-Options to (\w+) on (?:all routes|route )/.exec(title) ?? [];
  if (value === undefined) return [];
  return answers.flatMap((answer, index) => {
    const was = before[index];
    const values = valuesOf(answer, 'x-frame-options');
    const isSame = was !== undefined && String(valuesOf(was, 'x-frame-options')) === String(values);
    return isSame || values.includes(value) ? [] : [`it sends ${JSON.stringify(values)}, not ${value}`];
  });
}
