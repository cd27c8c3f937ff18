import { matchesSegment, type GlobSegment } from '../core/index.ts';
import type { DirectoryEntry } from '../protocol.ts';

/** A `**` in a folder of everything must end; configuration does not hide behind this many folders. */
const mostFolders = 2000;

type Entries = (folder: string) => Promise<readonly DirectoryEntry[]>;

/** A folder that was reached, and the segment to match in it. */
type Step = readonly [folder: string, at: number];

/** The paths of the files that a pattern names. Level by level, so that what is near is found first. */
export async function expandGlob(
  segments: readonly GlobSegment[],
  entries: Entries,
): Promise<readonly string[]> {
  const found = new Set<string>();
  let level: readonly Step[] = [['', 0]];
  for (let left = mostFolders; level.length > 0 && left > 0; left -= level.length) {
    const steps = level.slice(0, left).map(([folder, at]) => go(segments, folder, at, entries, found));
    level = (await Promise.all(steps)).flat();
  }
  return [...found];
}

/** Matches one segment in one folder; where the rest of the pattern goes on. */
async function go(
  segments: readonly GlobSegment[],
  folder: string,
  at: number,
  entries: Entries,
  found: Set<string>,
): Promise<readonly Step[]> {
  const segment = segments[at];
  if (segment === undefined) return [];
  const last = at === segments.length - 1;
  if (segment.kind === 'literal' && !last) return [[below(folder, segment.text), at + 1]];
  const here = await entries(folder);
  const files = here.filter(({ kind }) => kind === 'file').map(({ name }) => name);
  const folders = here.filter(({ kind }) => kind === 'directory');
  const collect = (names: readonly string[]): void => {
    for (const name of names) found.add(`${folder}/${name}`);
  };
  if (segment.kind !== 'any-depth') {
    if (last) collect(files.filter((name) => matchesSegment(segment, name)));
    const deeper = folders.filter(({ name }) => matchesSegment(segment, name));
    return deeper.map(({ name }): Step => [`${folder}/${name}`, at + 1]);
  }
  if (last) collect(files.filter((name) => !name.startsWith('.')));
  // A link to a folder above would never end, and no one keeps configuration among installed packages.
  const deeper = folders.filter(
    ({ name, link }) => !link && !name.startsWith('.') && name !== 'node_modules',
  );
  return [[folder, at + 1], ...deeper.map(({ name }): Step => [`${folder}/${name}`, at])];
}

/** One file has one path: `include ../snippets/x.conf` means the same as without the detour. */
function below(folder: string, name: string): string {
  if (name === '.') return folder;
  return name === '..' ? folder.slice(0, Math.max(0, folder.lastIndexOf('/'))) : `${folder}/${name}`;
}
