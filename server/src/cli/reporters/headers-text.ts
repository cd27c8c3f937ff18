import type { FramePolicyReport, ScopeReport } from '../../core/index.ts';
import type { Places } from '../places.ts';
import { painter, printable, type Paint } from './colour.ts';

const colours = {
  deny: 'green',
  'same-origin': 'green',
  'allow-list': 'green',
  open: 'red',
  unknown: 'yellow',
} as const satisfies Record<FramePolicyReport['verdict'], string>;

/** Longer values run into the next column; the others stay aligned. */
const widest = 60;

/** One table a scope: what it sends, on which answers, from where; then what it lost. */
export function headersText(scopes: readonly ScopeReport[], places: Places, colour: boolean): string {
  const paint = painter(colour);
  if (scopes.length === 0) return 'No server or location found.\n';
  return scopes.map((scope) => scopeText(scope, places, paint)).join('\n');
}

function scopeText(scope: ScopeReport, places: Places, paint: Paint): string {
  const sent = scope.headers.flatMap(({ name, values, complete, onErrors, at }) =>
    values.map((value, index) => [
      name,
      value + (complete ? '' : ' (not known in full)'),
      onErrors ? 'every answer' : 'not on errors',
      at[index] === undefined ? '' : places.spot(at[index]),
    ]),
  );
  const lost = scope.lost.map(({ name, value, at }) => [name, value, 'lost here', places.spot(at)]);
  return (
    `${paint('bold', printable(scope.label))}  ${paint('faint', printable(places.spot(scope.at)))}\n` +
    policyText(scope.framePolicy, paint) +
    table([...sent, ...lost])
  );
}

export function policyText({ verdict, because }: FramePolicyReport, paint: Paint): string {
  return `  frame policy: ${paint(colours[verdict], verdict)} (${printable(because)})\n`;
}

export function table(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = [0, 1, 2].map((column) =>
    Math.max(0, ...shown.map((row) => row[column]?.length ?? 0).filter((width) => width <= widest)),
  );
  return shown
    .map(
      (row) =>
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
