import { dialect } from '../../../../server/src/core/dialects/envoy/dialect.ts';
import type { Finding, Fix } from '../../../../server/src/core/model/finding.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import { predicted } from '../../../gateways/support/dialect.ts';
import { judged, mended } from '../../../gateways/support/judge.ts';
import { compare, valuesOf } from './compare.ts';
import type { EnvoyJudge, Run, Verdict } from './judge.ts';
import type { Answered } from './wire.ts';

export interface Offered {
  readonly finding: Finding;
  readonly fix: Fix;
}

export function fixesOf(files: Run['files']): readonly Offered[] {
  return judged(dialect, files).flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
}

/** What is wrong with a fix once Envoy runs with it; empty where it does what its title says, and nothing else. */
export async function tryFix(
  { finding, fix }: Offered,
  run: Run,
  asked: readonly GatewayRequest[],
  before: Verdict,
  judge: EnvoyJudge,
): Promise<readonly string[]> {
  const files = mended(fix, run.files);
  const after = await judge.verdict({ ...run, files }, asked);
  if (after.kind === 'refused') return before.kind === 'refused' ? [] : [`Envoy refuses: ${after.why}`];
  const faults = [...(await compare(files, asked, after)).differences];
  // Two equal faults may stand in one list: one of them less is what a fix can do.
  const alike = (text: Run['files']): number =>
    judged(dialect, text).filter((each) => each.rule === finding.rule && each.message === finding.message)
      .length;
  // A line that is removed may bring an equal one of an inner level to light.
  const isRemoval = fix.title === 'Remove this line';
  if (!isRemoval && alike(files) >= alike(run.files))
    faults.push(`the finding is still there: ${finding.message}`);
  if (before.kind === 'refused') return faults;
  for (const [index, request] of asked.entries()) {
    const [old, fresh] = [before.answers[index], after.answers[index]];
    // Where chance decides between clusters, two answers differ of themselves.
    if (old === undefined || fresh === undefined || !(await predicted(dialect, files, request)).complete)
      continue;
    if (rest(old) !== rest(fresh))
      faults.push(`${request.url}: more than the framing headers changed:\n${rest(old)}\n${rest(fresh)}`);
  }
  const set = /^Set (X-Frame-Options): (\w+) (?:on|in) /.exec(fix.title);
  if (
    set !== null &&
    !after.answers.some((each) => valuesOf(each, 'x-frame-options').includes(set[2] ?? ''))
  ) {
    const reached = after.answers.some((each) => each.headers.some(([name]) => name === 'x-service'));
    if (reached && fix.title.includes('header_mutation')) faults.push('no answer has the value of the title');
  }
  return faults;
}

/** All but the framing headers and what differs from one answer to the next. */
function rest({ status, headers }: Answered): string {
  const kept = headers.filter(
    ([name]) => !/frame|^(?:content-security-policy|date|x-envoy-upstream-service-time)$/.test(name),
  );
  return JSON.stringify([status, kept]);
}
