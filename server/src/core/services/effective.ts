import type { FramePolicyReport, HeaderReport, ScopeReport } from '../engine/report.ts';
import type { Place, Uri } from '../model/place.ts';
import { cell, code, listed } from './markdown.ts';

/** The innermost scopes around an offset: several where several main files, or the same one twice, include the file. */
export function scopesAround(
  reports: readonly ScopeReport[],
  uri: Uri,
  offset: number,
): readonly ScopeReport[] {
  const around = reports.filter(
    ({ block }) => block.uri === uri && block.start <= offset && offset <= block.end,
  );
  const size = ({ block }: ScopeReport): number => block.end - block.start;
  const smallest = Math.min(...around.map(size));
  return around.filter((report) => size(report) === smallest);
}

/** What becomes of a header: in the scopes around the cursor, and further in where the cursor's own line is lost. */
export function headerHere(
  name: string,
  statement: Place,
  around: readonly ScopeReport[],
  all: readonly ScopeReport[],
): string {
  const isFraming = framing.has(name.toLowerCase());
  const here = around.map((scope) => {
    const sent = `Here, ${sentence(name, scope)}`;
    return isFraming ? `${sent}\n${browsers(scope.framePolicy)}` : sent;
  });
  // A line that stands in no scope of its own file (at http level, in a fragment) is known by where it arrives.
  const reached = here.length > 0 ? '' : reach(name, statement, all);
  return [...unique(here).slice(0, 3), reached, losses(statement, all)]
    .filter((line) => line !== '')
    .join('\n\n');
}

const framing: ReadonlySet<string> = new Set(['x-frame-options', 'content-security-policy']);

function sentence(name: string, scope: ScopeReport): string {
  const label = code(scope.label);
  const sent = scope.headers.find((header) => sameName(header.name, name));
  if (sent !== undefined) return `${label} sends ${lines(sent)} (${statuses(sent)}).`;
  const lost = scope.lost.filter((header) => sameName(header.name, name));
  if (lost.length === 0) return `${label} does not send it.`;
  return `${label} does not send it. Lost here: ${listed(lost.map(line))}, set further out.`;
}

function lines({ name, values, complete }: HeaderReport): string {
  const written = values.map((value) => line({ name, value }));
  const times = written.length > 1 ? `${written.length} lines, ${listed(written)}` : listed(written);
  return complete ? times : `${times}, whose value is decided at run time`;
}

function line({ name, value }: { readonly name: string; readonly value: string }): string {
  return code(`${name}: ${value}`);
}

function statuses({ onErrors }: HeaderReport): string {
  return onErrors ? 'success and error responses' : 'success responses only';
}

function reach(name: string, statement: Place, all: readonly ScopeReport[]): string {
  const reached = all.filter(({ headers }) =>
    headers.some((header) => sameName(header.name, name) && header.at.some((at) => touches(at, statement))),
  );
  return reached.length === 0 ? '' : `Sent by ${listed(labels(reached))}.`;
}

function losses(statement: Place, all: readonly ScopeReport[]): string {
  const losing = all.filter(({ lost }) => lost.some(({ at }) => touches(at, statement)));
  return losing.length === 0 ? '' : `Lost in ${listed(labels(losing))}.`;
}

/** All that a scope sends, for its keyword. */
export function scopeTable(scope: ScopeReport): string {
  const rows = scope.headers.map(
    (header) =>
      `| ${cell(header.name)} | ${cell(header.values.map(code).join(', '))} | ${header.onErrors ? 'yes' : 'no'} |\n`,
  );
  const table =
    rows.length === 0
      ? `${code(scope.label)} adds no headers to its responses.`
      : `${code(scope.label)} sends\n\n| header | value | on errors |\n| --- | --- | --- |\n${rows.join('')}`;
  const lost = scope.lost.length === 0 ? '' : `Lost here: ${listed(scope.lost.map(line))}.`;
  return [table.trimEnd(), lost, browsers(scope.framePolicy)].filter((part) => part !== '').join('\n\n');
}

/** What several scopes send: each in a table, or where they are many, in a line. */
export function scopesTable(scopes: readonly ScopeReport[]): string {
  const tables = unique(scopes.map(scopeTable));
  if (tables.length <= MOST_TABLES) return tables.join('\n\n---\n\n');
  const shown = unique(
    scopes.map(({ label, framePolicy }) => `- ${code(label)}: ${verdicts[framePolicy.verdict]}\n`),
  );
  const rest = shown.length - MOST_LINES;
  return `${shown.slice(0, MOST_LINES).join('')}${rest > 0 ? `- and ${rest} more\n` : ''}`.trimEnd();
}

const MOST_TABLES = 3;
const MOST_LINES = 20;

const verdicts: Readonly<Record<FramePolicyReport['verdict'], string>> = {
  deny: 'nobody may frame it',
  'same-origin': 'only pages of the same origin may frame it',
  'allow-list': 'only the listed origins may frame it',
  open: 'anybody may frame it',
  unknown: 'whether it may be framed is decided at run time',
};

function browsers({ verdict, because }: FramePolicyReport): string {
  const reason = because === '' ? '' : ` ${because.replace(/^./, (first) => first.toUpperCase())}`;
  return `Browsers: ${verdicts[verdict]}.${reason}${reason === '' || /[.!?]$/.test(reason) ? '' : '.'}`;
}

function labels(scopes: readonly ScopeReport[]): readonly string[] {
  return unique(scopes.map((scope) => code(scope.label)));
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function touches(a: Place, b: Place): boolean {
  return a.uri === b.uri && a.start < b.end && b.start < a.end;
}
