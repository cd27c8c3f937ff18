import type { PredictedWay, Prediction } from '../../model/prediction.ts';
import type { HeaderLine } from '../../model/respond.ts';

/**
 * Lines as a client reads them, with the commands of Envoy filled in that an answer alone decides.
 * @param fromService whether no route answers by itself: of such an answer the status is not known yet, and 0 is filled in
 */
export function asRead(prediction: Prediction, fromService: boolean): Prediction {
  const [first, ...rest] = prediction.ways;
  const each = (way: PredictedWay): PredictedWay => readWay(way, fromService && way.answeredBy.length > 0);
  return { ...prediction, ways: [each(first), ...rest.map(each)] };
}

function readWay(way: PredictedWay, fromService: boolean): PredictedWay {
  const status = fromService ? way.status : undefined;
  const lines = namesAsRead(way.outcome.lines.map((line) => filled(line, status)));
  return { ...way, outcome: { ...way.outcome, lines } };
}

/** `%RESPONSE_CODE%` is the status; what other commands stand for is not followed. */
function filled(line: HeaderLine, status: number | undefined): HeaderLine {
  const { value } = line;
  if (typeof value === 'string' || value.kind === 'literal' || status === undefined) return line;
  if (!/^(?:[^%]|%%|%RESPONSE_CODE%)*$/.test(value.template)) return line;
  const text = value.template.replace(/%RESPONSE_CODE%|%%/g, (piece) =>
    piece === '%%' ? '%' : String(status),
  );
  return { ...line, value: { kind: 'literal', text: text.trim(), at: value.at } };
}

/**
 * Envoy sends a name with a colon in it as it is; who reads the line takes what follows for the value. Among lines that
 * other instructions wrote, its place depends on how each of them replaces a line.
 */
export function namesAsRead(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  return lines.map(read);
}

function read(line: HeaderLine, index: number, lines: readonly HeaderLine[]): HeaderLine {
  const colon = line.name.indexOf(':');
  if (colon < 0 || (typeof line.value !== 'string' && line.value.kind !== 'literal')) return line;
  const value = typeof line.value === 'string' ? line.value : line.value.text;
  const name = line.name.slice(0, colon);
  const isBehind = lines
    .slice(0, index)
    .some((other) => other.op !== undefined && other.name.toLowerCase() === name.toLowerCase());
  return {
    ...line,
    name,
    value: `${line.name.slice(colon + 1)}: ${value}`.trim(),
    certain: line.certain && !isBehind,
  };
}
