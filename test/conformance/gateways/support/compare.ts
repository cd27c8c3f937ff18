import { unitOf } from '../../../gateways/support/dialect.ts';
import { predictionReport, type PredictionReport } from '../../../../server/src/core/engine/predict.ts';
import type { Dialect, DialectSettings } from '../../../../server/src/core/model/dialect.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Files, Verdict } from './bench.ts';
import type { Answered } from './wire.ts';

const FRAMING = ['x-frame-options', 'content-security-policy'];

export interface Comparison {
  readonly answers: number;
  readonly complete: number;
  /** What differs, each with all that is needed to see it again. */
  readonly differences: readonly string[];
  readonly refusal: 'both' | 'gateway-only' | 'ours-only' | 'none';
  /** What the gateway said where it refuses. */
  readonly why: string;
}

export function valuesOf(answered: Answered, name: string): readonly string[] {
  return answered.headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

export interface Asked<Tree> {
  readonly dialect: Dialect<Tree>;
  readonly files: Files;
  readonly settings: DialectSettings | undefined;
}

/** Says what each request is answered with. */
export function predictorOf<Tree>({
  dialect,
  files,
  settings = { nginx: {} },
}: Asked<Tree>): (request: GatewayRequest) => Promise<PredictionReport> {
  const predict = dialect.predictor?.(unitOf(dialect, files), {
    settings,
    file: () => Promise.resolve({ kind: 'unknown' }),
  });
  if (predict === undefined) throw new Error(`${dialect.id} predicts nothing.`);
  return async (request) => predictionReport(await predict(request));
}

/** Holds what was predicted for a configuration against what the gateway did. */
export async function compare<Tree>(
  asked: Asked<Tree>,
  requests: readonly GatewayRequest[],
  verdict: Verdict,
): Promise<Comparison> {
  const predict = predictorOf(asked);
  const differences: string[] = [];
  let complete = 0;
  let refused: string | undefined;
  for (const [index, request] of requests.entries()) {
    const report = await predict(request);
    refused ??= report.refused;
    const answered = verdict.kind === 'answered' ? verdict.answers[index] : undefined;
    if (!report.complete) continue;
    complete++;
    const about = `${request.method ?? 'GET'} ${request.url} ${JSON.stringify(request.headers)} service ${request.upstream?.status ?? ''} ${JSON.stringify(request.upstream?.headers)}`;
    if (answered === undefined) {
      if (verdict.kind === 'refused') differences.push(`${about}: the gateway refuses (${verdict.why})`);
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
    differences.push(`the gateway takes what we call refused: ${refused}`);
  return {
    answers: requests.length,
    complete,
    differences,
    refusal: refusalOf(refused !== undefined, verdict),
    why: verdict.kind === 'refused' ? verdict.why : '',
  };
}

function refusalOf(ours: boolean, { kind }: Verdict): Comparison['refusal'] {
  if (kind === 'refused') return ours ? 'both' : 'gateway-only';
  return ours ? 'ours-only' : 'none';
}
