import type { Dialect, Include, IncludeFault, Parsed, Unit } from '../model/dialect.ts';
import { placeKey } from '../model/place.ts';
import type { Patches } from './kustomize.ts';

export interface ProjectUnit {
  readonly dialect: Dialect<unknown>;
  readonly unit: Unit<unknown>;
  /** Every file of the unit, root first. */
  readonly files: readonly Parsed<unknown>[];
  /** Names the faults of the unit's includes: with the files, all that it is made of. */
  readonly faults: string;
  /** What kustomizations change of it. */
  readonly patches?: Patches | undefined;
}

export interface Included {
  readonly files: readonly Parsed<unknown>[];
  readonly fault?: IncludeFault | undefined;
}

/** Includes nest no deeper than this; nginx itself stops when it runs out of open files. */
const MAX_DEPTH = 32;

/** Follows the includes of a root: breadth first, a file included twice is read once, and a cycle ends. */
export async function walkUnit(
  dialect: Dialect<unknown>,
  root: Parsed<unknown>,
  follow: (include: Include) => Promise<Included>,
): Promise<ProjectUnit> {
  const included = new Map<string, Included>();
  const files = new Set([root]);
  for (const current of files) {
    const found = await Promise.all(
      current.includes.map(async (include) => [placeKey(include.at), await follow(include)] as const),
    );
    for (const [key, brought] of found) {
      included.set(key, brought);
      for (const file of brought.files) files.add(file);
    }
  }
  const circular = endlessIncludes(root, included);
  const faultAt = (key: string): IncludeFault | undefined => circular.get(key) ?? included.get(key)?.fault;
  const faulty = [...included.keys()].flatMap((key) => {
    const fault = faultAt(key);
    return fault === undefined ? [] : [`${fault} ${key}`];
  });
  const all = [...files];
  return {
    dialect,
    files: all,
    faults: faulty.join('\n'),
    unit: {
      root,
      main: dialect.isMain(root),
      files: all,
      included: (at) => included.get(placeKey(at))?.files ?? [],
      fault: (at) => faultAt(placeKey(at)),
    },
  };
}

/** The includes that close a cycle, and those too deep to be followed. */
function endlessIncludes(
  root: Parsed<unknown>,
  included: ReadonlyMap<string, Included>,
): ReadonlyMap<string, IncludeFault> {
  const faults = new Map<string, IncludeFault>();
  const trail = new Set<Parsed<unknown>>();
  const done = new Set<Parsed<unknown>>();
  const visit = (file: Parsed<unknown>): void => {
    if (done.has(file)) return;
    done.add(file);
    trail.add(file);
    for (const { at } of file.includes) {
      const key = placeKey(at);
      for (const next of included.get(key)?.files ?? []) {
        if (trail.has(next)) faults.set(key, 'cycle');
        else if (trail.size >= MAX_DEPTH) faults.set(key, 'depth');
        else visit(next);
      }
    }
    trail.delete(file);
  };
  visit(root);
  return faults;
}
