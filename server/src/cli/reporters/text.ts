import type { FileReport, Finding, Severity } from '../../core/index.ts';
import type { Places } from '../places.ts';
import { painter, printable, type Paint } from './colour.ts';
import { summaryOf } from './json.ts';

const colours = { error: 'red', warning: 'yellow', information: 'blue' } as const satisfies Record<
  Severity,
  string
>;

/** `path:line:column severity rule message`, the line with a caret below it, what is related, and a summary. */
export function checkText(reports: readonly FileReport[], places: Places, colour: boolean): string {
  const paint = painter(colour);
  const findings = reports.flatMap((report) => report.findings);
  return (
    findings.map((finding) => findingText(finding, places, paint)).join('') + summaryText(reports, paint)
  );
}

function findingText(finding: Finding, places: Places, paint: Paint): string {
  const { at, rule, severity, message, related } = finding;
  const head = `${paint('bold', printable(places.spot(at)))} ${paint(colours[severity], severity)} ${rule} ${printable(message)}\n`;
  const notes = related.map((note) => `  ${printable(places.spot(note.at))} ${printable(note.message)}\n`);
  return `${head}${snippet(finding, places, paint)}${notes.join('')}\n`;
}

/** The line on which the finding begins, and carets under its part of it. */
function snippet({ at, severity }: Finding, places: Places, paint: Paint): string {
  const { start, end } = places.range(at);
  const whole = places.line(at);
  // Minified files have lines of kilobytes; what is beyond the carets tells nothing.
  const from = start.column > 100 ? start.column - 60 : 0;
  const line = whole.slice(from, from + 160);
  const column = start.column - 1 - from;
  const last = end.line === start.line ? end.column - 1 - from : line.length;
  const carets = '^'.repeat(Math.max(1, Math.min(last, line.length) - column));
  const gutter = `${start.line}`.padStart(5);
  const under = line.slice(0, column).replace(/[^\t]/g, ' ');
  return (
    `${paint('faint', `${gutter} |`)} ${printable(line)}\n` +
    `${paint('faint', `${' '.repeat(gutter.length)} |`)} ${under}${paint(colours[severity], carets)}\n`
  );
}

function summaryText(reports: readonly FileReport[], paint: Paint): string {
  const { files, errors, warnings, information } = summaryOf(reports);
  const checked = counted(files, 'file');
  if (errors + warnings + information === 0) return `${checked}: ${paint('green', 'nothing found')}\n`;
  const safe = reports
    .flatMap((report) => report.findings)
    .filter(({ fixes }) => fixes.some((fix) => fix.safe)).length;
  const hint = safe === 0 ? '' : `; --fix mends ${safe}`;
  const counts = [counted(errors, 'error'), counted(warnings, 'warning'), `${information} information`];
  return `${checked}: ${counts.join(', ')}${hint}\n`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
