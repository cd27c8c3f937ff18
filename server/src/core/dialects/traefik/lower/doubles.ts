import type { Uri } from '../../../model/place.ts';
import type { Level, Unread } from '../../../model/scope.ts';
import type { World } from '../world/gather.ts';
import { basename } from '../world/nearness.ts';

interface Named {
  readonly name: string;
  readonly provider: string;
  readonly level: Level;
}

/** What is declared a second time in a directory of the file provider: the first file by name counts. */
export function doublesOf<T extends Named>(items: readonly T[], world: World): ReadonlyMap<T, T> {
  const first = new Map<string, T[]>();
  const doubles = new Map<T, T>();
  const declared = items
    .filter(({ provider }) => provider === 'file')
    .toSorted((a, b) => (a.level.at.uri < b.level.at.uri ? -1 : a.level.at.uri > b.level.at.uri ? 1 : 0));
  for (const item of declared) {
    const known = first.get(item.name) ?? [];
    const winner = known.find((other) => areTogether(other.level.at.uri, item.level.at.uri, world));
    if (winner === undefined) first.set(item.name, [...known, item]);
    else doubles.set(item, winner);
  }
  return doubles;
}

/** Two files that one directory setting surely brings together. */
function areTogether(a: Uri, b: Uri, { statics }: World): boolean {
  // Copies of one file in several folders are those of several hosts, each of which mounts its own.
  if (basename(a) === basename(b)) return false;
  const [left, right] = [folders(a), folders(b)];
  return statics.some(({ directory }) => {
    if (directory === undefined) return false;
    const depth = left.lastIndexOf(basename(directory));
    return depth >= 0 && left.slice(0, depth + 1).every((folder, index) => folder === right[index]);
  });
}

function folders(uri: Uri): readonly string[] {
  return uri.split('/').slice(0, -1);
}

export function doubleFinding(kind: string, second: Named, first: Named): Unread {
  return {
    at: second.level.at,
    what: `The ${kind} ${second.name}`,
    why: `${basename(first.level.at.uri)} of the same directory declares it first, and Traefik skips the second one`,
    advice: 'Give it another name.',
    severity: 'warning',
  };
}
