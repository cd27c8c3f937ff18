import type { Change, Place, Uri } from '../model/place.ts';
import type { Workspace } from '../model/workspace.ts';

/** Changes that may be made together. Their places are kept in order, since there may be thousands. */
export class JointChanges {
  readonly #places = new Map<Uri, Place[]>();

  /** Takes these in, unless one of them overlaps a place that is taken: each was made without knowing the other. */
  take(changes: readonly Change[]): boolean {
    if (changes.some(({ at }) => this.#isTaken(at))) return false;
    for (const { at } of changes) {
      const places = this.#places.get(at.uri) ?? [];
      places.splice(firstEndingFrom(places, at.start), 0, at);
      this.#places.set(at.uri, places);
    }
    return true;
  }

  /** Places that only touch count too. */
  #isTaken(at: Place): boolean {
    const places = this.#places.get(at.uri) ?? [];
    const next = places[firstEndingFrom(places, at.start)];
    return next !== undefined && next.start <= at.end;
  }
}

function firstEndingFrom(places: readonly Place[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.end ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
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
