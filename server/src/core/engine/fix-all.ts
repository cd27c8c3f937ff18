import type { Finding, Fix } from '../model/finding.ts';
import type { Change, Uri } from '../model/place.ts';
import type { Cancellation, Workspace } from '../model/workspace.ts';
import { createLinter, type Linter, type LinterOptions } from './linter.ts';

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
    const findings: Finding[] = [];
    for (const uri of uris) {
      findings.push(...((await linter.check(uri, cancel))?.findings ?? []));
      if (cancel?.isCancellationRequested === true) return new Map();
    }
    const changes = fixesToApply(findings).flatMap((fix) => fix.changes);
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

/** The workspace with some files' texts replaced; each replacement counts as a newer version. */
function overlay(workspace: Workspace, edited: ReadonlyMap<Uri, string>): Workspace {
  const versions = new Map<Uri, { readonly text: string; readonly version: number }>();
  return {
    read: async (uri) => {
      const file = await workspace.read(uri);
      const text = edited.get(uri);
      if (file === undefined || text === undefined) return file;
      const last = versions.get(uri);
      const version = last?.text === text ? last.version : (last?.version ?? file.version) + 1;
      versions.set(uri, { text, version });
      return { ...file, version, text };
    },
    list: (pattern, base) => workspace.list(pattern, base),
  };
}

/** The safe fixes of these findings that do not overlap, in order; one round of fix-all. */
export function fixesToApply(findings: readonly Finding[]): readonly Fix[] {
  const taken: Change[] = [];
  const fixes: Fix[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find((candidate) => candidate.safe);
    if (fix === undefined || fix.changes.some((change) => taken.some((other) => overlaps(change, other))))
      continue;
    taken.push(...fix.changes);
    fixes.push(fix);
  }
  return fixes;
}

/** Changes that touch count too: each was made without knowing the other, so the next round asks again. */
function overlaps(a: Change, b: Change): boolean {
  return a.at.uri === b.at.uri && a.at.start <= b.at.end && b.at.start <= a.at.end;
}

/** The text of one file after the changes that concern it; insertions at one offset keep their order, as in LSP. */
export function applyChanges(uri: Uri, text: string, changes: readonly Change[]): string {
  const ordered = changes
    .filter((change) => change.at.uri === uri)
    .toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  const out: string[] = [];
  let copied = 0;
  for (const { at, text: inserted } of ordered) {
    out.push(text.slice(copied, at.start), inserted);
    copied = at.end;
  }
  return out.join('') + text.slice(copied);
}
