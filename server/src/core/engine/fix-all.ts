import type { Finding, Fix } from '../model/finding.ts';
import type { Change, Uri } from '../model/place.ts';

/** The safe fixes of these findings that do not overlap, in order; one round of fix-all. */
export function fixesToApply(findings: readonly Finding[]): readonly Fix[] {
  const taken: Change[] = [];
  const fixes: Fix[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find((candidate) => candidate.safe);
    if (fix === undefined || fix.changes.some((change) => taken.some((other) => overlaps(change, other)))) continue;
    taken.push(...fix.changes);
    fixes.push(fix);
  }
  return fixes;
}

function overlaps(a: Change, b: Change): boolean {
  return a.at.uri === b.at.uri && a.at.start <= b.at.end && b.at.start <= a.at.end;
}

/** The text of one file after the changes that concern it. */
export function applyChanges(uri: Uri, text: string, changes: readonly Change[]): string {
  return changes
    .filter((change) => change.at.uri === uri)
    .toSorted((a, b) => b.at.start - a.at.start || b.at.end - a.at.end)
    .reduce((out, { at, text: inserted }) => out.slice(0, at.start) + inserted + out.slice(at.end), text);
}
