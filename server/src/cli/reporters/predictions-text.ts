import type { PredictionReport } from '../../core/index.ts';
import type { Places } from '../places.ts';
import type { Predicted } from '../predict.ts';
import { painter, printable, type Paint } from './colour.ts';
import { policyText, table } from './headers-text.ts';

/** For each request: its status, the blocks that answer it, its headers with where they are set, and what is not known. */
export function predictionsText(predicted: readonly Predicted[], places: Places, colour: boolean): string {
  const paint = painter(colour);
  return predicted.map((each) => responseText(each, places, paint)).join('\n');
}

function responseText({ request, report }: Predicted, places: Places, paint: Paint): string {
  const asked = paint('bold', printable(`${request.method ?? 'GET'} ${request.url}`));
  if (report.refused !== undefined)
    return `${asked}  ${paint('red', 'no answer')}\n  refused: ${printable(report.refused)}\n  gateway-lint check tells where.\n`;
  const blocks = report.answeredBy.map(({ label, at }) => [label, places.spot(at)]);
  return (
    `${asked}  ${statusText(report)}\n` +
    table(blocks) +
    (isAnswered(report) ? policyText(report.framePolicy, paint) : '') +
    table(headerRows(report, places)) +
    table(doubtsOf(report).map((doubt) => [`not known: ${doubt}`]))
  );
}

/** nginx's code for a connection that it closes without a word. */
const SILENT = 444;

function isAnswered({ status, answeredBy, doubts }: PredictionReport): boolean {
  return status !== SILENT && (status !== null || answeredBy.length > 0 || doubts.length > 0);
}

function statusText(report: PredictionReport): string {
  if (report.status === SILENT) return 'closed without an answer';
  if (!isAnswered(report)) return 'no server listens there';
  return report.status === null ? 'status not known' : String(report.status);
}

function headerRows({ headers }: PredictionReport, places: Places): readonly (readonly string[])[] {
  return headers.flatMap(({ name, values, complete, at }) => {
    const spots = at.map((place) => places.spot(place));
    // Lines of the service behind stand in no file, so which line came from where is told only if all are there.
    const isEach = spots.length === values.length;
    return values.map((value, index) => [
      name,
      value + (complete ? '' : ' (not known in full)'),
      (isEach ? spots[index] : index === 0 ? spots.join(', ') : undefined) ?? '',
    ]);
  });
}

function doubtsOf({ complete, doubts }: PredictionReport): readonly string[] {
  if (complete || doubts.length > 0) return doubts;
  return ['what is decided outside the configuration, as by the service behind or by a script'];
}
