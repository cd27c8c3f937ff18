import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Real configuration files of other people, kept outside the repository; never shipped. */
const home = '../shared/corpus';

export interface CorpusFile {
  /** Relative to the corpus. */
  readonly path: string;
  readonly text: string;
}

/** What `nginx -t` says of a file of the corpus, recorded beside it. */
export interface CorpusVerdict {
  /** `included`: a piece of another file of its tree. */
  readonly asIs: 'pass' | 'fail' | 'included';
  /** After certificates, hosts and missing files were replaced. */
  readonly afterRepair?: 'pass' | 'fail';
  /** Where the file had to be put for nginx to judge it. */
  readonly wrappedAs?: 'full' | 'http context' | 'server context' | 'location context';
  readonly reason: string;
}

export const corpusIsHere = existsSync(home);

/** Said by every test that had to do without. */
export const corpusIsAbsent = `The corpus of real files (${home}) is not here: nothing was checked against it.`;

const sets = corpusIsHere
  ? readdirSync(home).filter((set) => existsSync(join(home, set, 'manifest.json')))
  : [];

/** Every file of every set, in order of paths. */
export function corpusFiles(): readonly CorpusFile[] {
  return sets.flatMap((set) => {
    const manifest = JSON.parse(readFileSync(join(home, set, 'manifest.json'), 'utf8')) as readonly {
      path: string;
    }[];
    return manifest
      .map(({ path }) => ({ path: join(set, path), text: readFileSync(join(home, set, path), 'utf8') }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  });
}

/** By the paths of `corpusFiles`. */
export function corpusVerdicts(): ReadonlyMap<string, CorpusVerdict> {
  return new Map(
    sets.flatMap((set) => {
      const recorded = join(home, set, 'nginx-t.json');
      if (!existsSync(recorded)) return [];
      const verdicts = JSON.parse(readFileSync(recorded, 'utf8')) as Readonly<Record<string, CorpusVerdict>>;
      return Object.entries(verdicts).map(([path, verdict]) => [join(set, path), verdict] as const);
    }),
  );
}
