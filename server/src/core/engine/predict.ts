import { framePolicyOf } from '../headers/frame-policy/from-outcome.ts';
import type { Answerer, PredictedWay, Prediction } from '../model/prediction.ts';
import type { Place } from '../model/place.ts';
import { matchesName, type HeaderLine } from '../model/respond.ts';
import type { FramePolicyReport } from './report.ts';

export interface PredictedHeader {
  readonly name: string;
  /** In wire order, as sent. */
  readonly values: readonly string[];
  /** False where something outside the configuration decides. */
  readonly complete: boolean;
  readonly at: readonly Place[];
}

/** What a request is answered with. */
export interface PredictionReport {
  /** Null where it is not known. */
  readonly status: number | null;
  /** Outermost first. */
  readonly answeredBy: readonly Answerer[];
  /** Whether some route answers it, or may. */
  readonly routed: boolean;
  /** False where something outside the configuration decides about any header. */
  readonly complete: boolean;
  readonly headers: readonly PredictedHeader[];
  readonly framePolicy: FramePolicyReport;
  /** What could not be known, in words. */
  readonly doubts: readonly string[];
  readonly refused?: string;
}

const NO_ANSWER: FramePolicyReport = {
  verdict: 'unknown',
  because: 'The gateway refuses the configuration, so it answers nothing.',
};

/** Folds the ways that a prediction leaves open into what holds in all of them. */
export function predictionReport({ ways, doubts, refused }: Prediction): PredictionReport {
  const [first, ...rest] = ways;
  const status = rest.every((way) => way.status === first.status) ? first.status : undefined;
  const names = [...new Set(ways.flatMap((way) => way.outcome.lines.map((line) => line.name.toLowerCase())))];
  const headers = names.map((name) => headerOf(name, ways));
  const opaque = ways.some((way) => way.outcome.opaque.length > 0);
  return {
    status: status ?? null,
    answeredBy: first.answeredBy.filter((each, index) =>
      rest.every(
        (way) =>
          way.answeredBy[index]?.at.start === each.at.start && way.answeredBy[index].label === each.label,
      ),
    ),
    routed: ways.some((way) => way.answeredBy.length > 0),
    complete: refused === undefined && !opaque && headers.every((header) => header.complete),
    headers,
    framePolicy: refused === undefined ? policyOf(ways) : NO_ANSWER,
    doubts,
    ...(refused !== undefined && { refused }),
  };
}

function headerOf(name: string, ways: readonly PredictedWay[]): PredictedHeader {
  const perWay = ways.map((way) => way.outcome.lines.filter((line) => line.name.toLowerCase() === name));
  const [lines = []] = perWay.filter((each) => each.length > 0);
  const texts = perWay.map((each) => JSON.stringify(each.map(textOf)));
  const known = perWay.flat().every((line) => line.certain && textOf(line) !== undefined);
  const touched = ways.some((way) => way.outcome.opaque.some((pattern) => matchesName(pattern, name)));
  return {
    name: lines.at(-1)?.name ?? name,
    values: lines.map((line) => textOf(line) ?? unknownText(line)),
    complete: known && !touched && new Set(texts).size === 1,
    at: lines.flatMap((line) => (line.op === undefined ? [] : [line.op.statement])),
  };
}

function textOf({ value }: HeaderLine): string | undefined {
  if (typeof value === 'string') return value;
  return value.kind === 'literal' ? value.text : undefined;
}

/** A value that is not known is shown as the configuration writes it. */
function unknownText({ value }: HeaderLine): string {
  return typeof value === 'string' || value.kind === 'literal' ? '' : value.template;
}

function policyOf(ways: readonly PredictedWay[]): FramePolicyReport {
  if (ways.every((way) => way.status === undefined && way.answeredBy.length === 0)) {
    return { verdict: 'unknown', because: 'Nothing is known to answer this request.' };
  }
  const policies = ways.map((way) => framePolicyOf(way.outcome));
  const [first] = policies;
  if (first === undefined) return { verdict: 'unknown', because: 'Nothing is known of the answer.' };
  const agreed = policies.every((policy) => policy.verdict === first.verdict);
  if (agreed) return { verdict: first.verdict, because: first.because };
  return { verdict: 'unknown', because: 'It depends on something outside the configuration.' };
}
