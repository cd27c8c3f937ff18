import type { Change, Uri } from '../model/place.ts';
import type { Workspace } from '../model/workspace.ts';

/** Changes that touch count too: each was made without knowing the other, so the next round asks again. */
export function overlaps(a: Change, b: Change): boolean {
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

/** The workspace with some files' texts replaced; each replacement counts as a newer version. */
export function overlay(workspace: Workspace, edited: ReadonlyMap<Uri, string>): Workspace {
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
    stat: (uri) => workspace.stat?.(uri) ?? Promise.resolve({ kind: 'unknown' }),
    folderOf: (uri) => workspace.folderOf?.(uri),
  };
}
