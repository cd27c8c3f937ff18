import { dialect } from '../../../../server/src/core/dialects/envoy/dialect.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import { predicted } from '../../../gateways/support/dialect.ts';
import type { Run, Verdict } from './judge.ts';
import type { Answered } from './wire.ts';

const FRAMING = ['x-frame-options', 'content-security-policy'];

export interface Comparison {
  readonly answers: number;
  readonly complete: number;
  /** What differs, each with all that is needed to see it again. */
  readonly differences: readonly string[];
  readonly refusal: 'both' | 'envoy-only' | 'ours-only' | 'none';
}

export function valuesOf(answered: Answered, name: string): readonly string[] {
  return answered.headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

/** Holds what was predicted for a configuration against what Envoy did. */
export async function compare(
  files: Run['files'],
  asked: readonly GatewayRequest[],
  verdict: Verdict,
): Promise<Comparison> {
  const differences: string[] = [];
  let complete = 0;
  let refused: string | undefined;
  for (const [index, request] of asked.entries()) {
    const report = await predicted(dialect, files, request);
    refused ??= report.refused;
    const answered = verdict.kind === 'answered' ? verdict.answers[index] : undefined;
    if (!report.complete) continue;
    complete++;
    const about = `${request.method ?? 'GET'} ${request.url} ${JSON.stringify(request.headers)} service ${JSON.stringify(request.upstream?.headers)}`;
    if (answered === undefined) {
      if (verdict.kind === 'refused') differences.push(`${about}: Envoy refuses (${verdict.why})`);
      continue;
    }
    for (const name of FRAMING) {
      const ours = report.headers
        .filter((each) => each.name.toLowerCase() === name)
        .flatMap((each) => each.values);
      const theirs = valuesOf(answered, name);
      if (JSON.stringify(ours) !== JSON.stringify(theirs))
        differences.push(`${about}: ${name} is ${JSON.stringify(theirs)}, we say ${JSON.stringify(ours)}`);
    }
    if (report.status !== null && report.status !== answered.status)
      differences.push(`${about}: status ${answered.status}, we say ${report.status}`);
  }
  if (refused !== undefined && verdict.kind === 'answered')
    differences.push(`Envoy takes what we call refused: ${refused}`);
  return { answers: asked.length, complete, differences, refusal: refusalOf(refused !== undefined, verdict) };
}

function refusalOf(ours: boolean, { kind }: Verdict): Comparison['refusal'] {
  if (kind === 'refused') return ours ? 'both' : 'envoy-only';
  return ours ? 'ours-only' : 'none';
}
