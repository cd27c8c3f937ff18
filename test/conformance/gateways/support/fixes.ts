import { runRules } from '../../../../server/src/core/engine/run-rules.ts';
import { defaultSettings } from '../../../../server/src/core/engine/report.ts';
import type { Finding, Fix } from '../../../../server/src/core/model/finding.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import { mended } from '../../../gateways/support/judge.ts';
import { unitOf } from '../../../gateways/support/dialect.ts';
import type { Bench, Run, Verdict } from './bench.ts';
import { compare, predictorOf, type Asked } from './compare.ts';
import type { Answered } from './wire.ts';

export interface Offered {
  readonly finding: Finding;
  readonly fix: Fix;
}

function findings<Tree>({ dialect, files, settings }: Asked<Tree>): readonly Finding[] {
  const told = { ...defaultSettings, ...settings };
  const unit = unitOf(dialect, files);
  return [
    ...dialect.problems(unit, told),
    ...runRules(dialect.site(unit, told), told, (failure) => {
      throw new Error(failure);
    }),
  ];
}

export function fixesOf<Tree>(asked: Asked<Tree>): readonly Offered[] {
  return findings(asked).flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
}

/** What is wrong with a fix once the gateway runs with it; empty where it does what its title says, and nothing else. */
export async function tryFix<Tree, Started extends Run>(
  bench: Bench<Tree, Started>,
  { finding, fix }: Offered,
  run: Started,
  {
    settings,
    requests,
    before,
  }: {
    readonly settings: Asked<Tree>['settings'];
    readonly requests: readonly GatewayRequest[];
    readonly before: Verdict;
  },
): Promise<readonly string[]> {
  const old = { dialect: bench.dialect, files: run.files, settings };
  const fresh = { ...old, files: mended(fix, run.files) };
  const after = await bench.verdict({ ...run, files: fresh.files }, requests);
  if (after.kind === 'refused') return before.kind === 'refused' ? [] : [`the gateway refuses: ${after.why}`];
  const differing = new Set((await compare(old, requests, before)).differences);
  // What is predicted wrongly without the fix says nothing about the fix.
  const faults = differing.size > 0 ? [] : [...(await compare(fresh, requests, after)).differences];
  // Two equal faults may stand in one list: one of them less is what a fix can do.
  const alike = (asked: Asked<Tree>): number =>
    findings(asked).filter((each) => each.rule === finding.rule && each.message === finding.message).length;
  // A line that is removed may bring an equal one of an inner level to light.
  const isRemoval = fix.title === 'Remove this line';
  if (!isRemoval && alike(fresh) >= alike(old)) faults.push(`the finding is still there: ${finding.message}`);
  if (before.kind === 'refused') return faults;
  const predict = predictorOf(fresh);
  for (const [index, request] of requests.entries()) {
    const [was, is] = [before.answers[index], after.answers[index]];
    // An answer that the configuration broke is what a fix may bring back.
    const isOfService = was?.headers.some(([name]) => name.toLowerCase() === 'x-service') === true;
    if (was?.status === 500 && !(isOfService && request.upstream?.status === 500)) continue;
    // And a route that was not served at all.
    if (was?.status === 404 && is?.status !== 404) continue;
    // Where chance decides between services, two answers differ of themselves.
    if (was === undefined || is === undefined || !(await predict(request)).complete) continue;
    const others = bench.alsoChanges?.(fix);
    const [past, present] = [rest(was, others), rest(is, others)];
    if (past !== present)
      faults.push(`${request.url}: more than the framing headers changed:\n${past}\n${present}`);
  }
  return [...faults, ...(bench.broken?.(fix, after.answers, before.answers) ?? [])];
}

/** All but the framing headers and what differs from one answer to the next, as the length of an error page does. */
function rest({ status, headers }: Answered, others: RegExp | undefined): string {
  const kept = headers.filter(
    ([name]) =>
      others?.test(name) !== true &&
      !/frame|^(?:content-security-policy|content-length|date|x-envoy-upstream-service-time)$/i.test(name),
  );
  return JSON.stringify([status, kept]);
}
