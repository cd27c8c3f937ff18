import {
  createLinter,
  fixAllSafe,
  type FileReport,
  type Linter,
  type Severity,
  type Uri,
} from '../core/index.ts';
import { checkArgs } from './args.ts';
import { readInput, type Input } from './input.ts';
import { failureLog, type ExitCode, type Io } from './io.ts';
import { createPlaces } from './places.ts';
import { printable } from './reporters/colour.ts';
import { checkJson } from './reporters/json.ts';
import { checkText } from './reporters/text.ts';
import { select, type Selection } from './select.ts';
import { writeFixed } from './write-fixed.ts';

const ranks: Readonly<Record<Severity, number>> = { error: 3, warning: 2, information: 1 };

/** `gateway-lint check` */
export async function check(argv: readonly string[], io: Io): Promise<ExitCode> {
  const args = checkArgs(argv, io.cwd);
  const input = await readInput(args.paths, io, { stdinPath: args.stdinPath, settings: args.settings });
  const failures = failureLog(io);
  const options = { workspace: input.workspace, settings: args.settings, log: failures.log };
  let linter = createLinter(options);
  const selection = await select(linter, input);
  if (args.fix) {
    const notes = await writeFixed(await fixAllSafe(options, selection.uris), input);
    // The report is what standard output is for; notes would spoil JSON.
    for (const note of notes) (args.format === 'text' ? io.stdout : io.stderr)(`${note}\n`);
    if (notes.length > 0) linter = createLinter(options);
  }
  const reports = await reportsOf(linter, selection.uris);
  const readable = sayProblems(input, selection, io);
  const places = createPlaces(linter.files(), input.show);
  if (args.format === 'json') io.stdout(checkJson(await linter.verified(reports), places));
  else io.stdout(checkText(reports, places, io.colour));

  if (!readable || failures.failed()) return 2;
  const worst = Math.max(
    0,
    ...reports.flatMap((report) => report.findings).map(({ severity }) => ranks[severity]),
  );
  return worst >= ranks[args.failOn] ? 1 : 0;
}

async function reportsOf(linter: Linter, uris: readonly Uri[]): Promise<readonly FileReport[]> {
  const reports: FileReport[] = [];
  for (const uri of uris) {
    const report = await linter.check(uri);
    if (report !== undefined) reports.push(report);
  }
  return reports;
}

/** Names what could not be read or recognised; true where there is nothing of the kind. */
export function sayProblems(input: Input, { uris, unclaimed }: Selection, io: Io): boolean {
  const problems = [
    ...input.problems,
    ...unclaimed.map((uri) => `${input.show(uri)}: no gateway format recognised`),
  ];
  for (const problem of problems) io.stderr(`gateway-lint: ${printable(problem)}\n`);
  if (problems.length === 0 && uris.length === 0) io.stderr('gateway-lint: no gateway configuration found\n');
  return problems.length === 0;
}
