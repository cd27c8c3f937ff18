import type { PredictedWay, Prediction } from '../../model/prediction.ts';

/** Envoy sends a name with a colon in it as it is; who reads the line takes what follows for the value. */
export function asRead(prediction: Prediction): Prediction {
  const [first, ...rest] = prediction.ways;
  return { ...prediction, ways: [readWay(first), ...rest.map(readWay)] };
}

function readWay(way: PredictedWay): PredictedWay {
  const lines = way.outcome.lines.map((line) => {
    const colon = line.name.indexOf(':');
    if (colon < 0 || (typeof line.value !== 'string' && line.value.kind !== 'literal')) return line;
    const value = typeof line.value === 'string' ? line.value : line.value.text;
    return {
      ...line,
      name: line.name.slice(0, colon),
      value: `${line.name.slice(colon + 1)}: ${value}`.trim(),
    };
  });
  return { ...way, outcome: { ...way.outcome, lines } };
}
