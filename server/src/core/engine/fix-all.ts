import type { Finding, Fix } from '../model/finding.ts';
import type { Uri } from '../model/place.ts';
import type { Cancellation } from '../model/workspace.ts';
import { applyChanges, JointChanges, overlay } from './edits.ts';
import { createLinter, type Linter, type LinterOptions } from './linter.ts';
import type { FileReport } from './report.ts';

/** A fix may uncover the next finding; two fixes that undo each other must not run for ever. */
const mostRounds = 10;

/**
 * The texts after all safe fixes of the findings that stand in these files, for the files that changed
 * (a fix may land in an included file that is not among `uris`). Nothing is written: each round runs on an
 * overlay of the workspace, until no safe fix is left.
 */
export async function fixAllSafe(
  options: LinterOptions,
  uris: readonly Uri[],
  cancel?: Cancellation,
  makeLinter: (options: LinterOptions) => Linter = createLinter,
): Promise<ReadonlyMap<Uri, string>> {
  const edited = new Map<Uri, string>();
  const linter = makeLinter({ ...options, workspace: overlay(options.workspace, edited) });
  for (let round = 0; round < mostRounds; round++) {
    const reports: FileReport[] = [];
    for (const uri of uris) {
      const report = await linter.check(uri, cancel);
      if (report !== undefined) reports.push(withSafeFixes(report));
      if (cancel?.isCancellationRequested === true) return new Map();
    }
    const verified = await linter.verified(reports, cancel);
    const changes = fixesToApply(verified.flatMap(({ findings }) => findings)).flatMap((fix) => fix.changes);
    const before = linter.files();
    let changed = false;
    for (const uri of new Set(changes.map((change) => change.at.uri))) {
      const text = before.get(uri)?.text;
      const fixed = text === undefined ? undefined : applyChanges(uri, text, changes);
      if (fixed === undefined || fixed === text) continue;
      edited.set(uri, fixed);
      linter.changed(uri);
      changed = true;
    }
    if (!changed) break;
  }
  return edited;
}

/** The others need not be verified. */
function withSafeFixes(report: FileReport): FileReport {
  const findings = report.findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.filter((fix) => fix.safe),
  }));
  return { ...report, findings };
}

/** The safe fixes of these findings that do not overlap, in order; one round of fix-all. */
export function fixesToApply(findings: readonly Finding[]): readonly Fix[] {
  const taken = new JointChanges();
  const fixes: Fix[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find((candidate) => candidate.safe);
    if (fix !== undefined && taken.take(fix.changes)) fixes.push(fix);
  }
  return fixes;
}
