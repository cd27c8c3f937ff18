import type { PredictionReport } from '../../../server/src/core/index.ts';
import { framePolicyOf } from '../../../server/src/core/headers/frame-policy/from-outcome.ts';
import type { Received } from './wire.ts';

/** Where a prediction and the real answer differ. */
export interface Difference {
  readonly what: string;
  readonly predicted: readonly string[];
  readonly real: readonly string[];
}

/** Fields that nginx writes of itself. They are compared where the prediction speaks of them. */
export const OWN: ReadonlySet<string> = new Set([
  'server',
  'date',
  'content-type',
  'content-length',
  'content-range',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'last-modified',
  'etag',
  'location',
  'accept-ranges',
  'www-authenticate',
  'allow',
]);

/** nginx's name for a connection that is closed without an answer. */
const SILENT = 444;

/** Everything that a prediction claims, held against what came. */
export function differenceOf(predicted: PredictionReport, real: Received): Difference | undefined {
  const status = real.status === 0 ? SILENT : real.status;
  if (status === undefined) {
    const silent = predicted.status === null && predicted.headers.length === 0;
    return silent ? undefined : { what: 'listening', predicted: ['yes'], real: ['no'] };
  }
  if (predicted.status !== null && predicted.status !== status) {
    return { what: 'status', predicted: [String(predicted.status)], real: [String(status)] };
  }
  const claimed = predicted.headers.filter((header) => header.complete);
  for (const header of claimed) {
    const values = valuesOf(real, header.name.toLowerCase());
    if (!equal(header.values, values)) {
      return { what: header.name, predicted: header.values, real: values };
    }
  }
  if (!predicted.complete) return undefined;
  const names = new Set(predicted.headers.map((header) => header.name.toLowerCase()));
  const unforeseen = real.headers.find(
    ([name]) => !names.has(name.toLowerCase()) && !OWN.has(name.toLowerCase()),
  );
  if (unforeseen !== undefined) {
    return { what: unforeseen[0], predicted: [], real: valuesOf(real, unforeseen[0].toLowerCase()) };
  }
  return spelling(predicted, real) ?? policy(predicted, real);
}

function valuesOf(real: Received, name: string): readonly string[] {
  return real.headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

function spelling(predicted: PredictionReport, real: Received): Difference | undefined {
  // Where several ways are open, only one of them can be spelled right.
  if (predicted.status === null) return undefined;
  const sent = new Set(real.headers.map(([name]) => name));
  const wrong = predicted.headers.find(({ name, values }) => values.length > 0 && !sent.has(name));
  return (
    wrong && {
      what: 'spelling',
      predicted: [wrong.name],
      real: [...sent].filter((name) => name.toLowerCase() === wrong.name.toLowerCase()),
    }
  );
}

function policy(predicted: PredictionReport, real: Received): Difference | undefined {
  const { verdict } = framePolicyOf({
    lines: real.headers.map(([name, value]) => ({ name, value, certain: true })),
    opaque: [],
  });
  const { framePolicy } = predicted;
  return framePolicy.verdict === 'unknown' || framePolicy.verdict === verdict
    ? undefined
    : { what: 'frame policy', predicted: [framePolicy.verdict], real: [verdict] };
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
