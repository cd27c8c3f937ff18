import type { Dialect, Include, Parsed } from '../model/dialect.ts';
import type { SourceFile, Uri } from '../model/place.ts';
import type { Workspace } from '../model/workspace.ts';
import { globSegments, matchesGlob, type GlobSegment } from '../text/glob.ts';
import { pathOfUri, uriOfPath } from '../text/uri.ts';
import { mainFilePatterns, siteFilePatterns } from './include-paths.ts';
import { includedParts, resolveInclude, type Resolution } from './resolve-include.ts';
import { walkUnit, type Included, type ProjectUnit } from './unit.ts';

export type { ProjectUnit } from './unit.ts';

/** A file that a dialect claims, parsed. */
export interface ProjectFile {
  readonly source: SourceFile;
  /** Absent where no dialect claims the file. */
  readonly dialect?: Dialect<unknown>;
  readonly parsed?: Parsed<unknown>;
}

/** What was learnt of where files belong; all of it void when a file comes, goes or includes others than before. */
interface Relations {
  readonly includes: Map<string, Promise<Resolution>>;
  readonly roots: Map<Uri, readonly Uri[]>;
  /** By pattern: fragments of one folder are looked for by the same main files. */
  readonly lists: Map<string, Promise<readonly Uri[]>>;
  readonly mains: Map<Uri, boolean>;
}

/** A unit that is being put together, or was, and the state of the world in which it holds. */
interface Built {
  readonly generation: number;
  readonly unit: Promise<ProjectUnit | undefined>;
}

/** Reads go on while files change; a unit that was never at rest is taken as it is. */
const MOST_WALKS = 5;

/**
 * The files of a workspace and how they include each other. Reads lazily, keeps what it parsed until told that a file
 * changed, and never asks for a file that was not opened, named or included.
 */
export class Project {
  readonly #workspace: Workspace;
  readonly #dialects: readonly Dialect<unknown>[];
  readonly #pathMap: Readonly<Record<string, string>>;
  readonly #files = new Map<Uri, Promise<ProjectFile | undefined>>();
  /** What a file was when it was last read: parts of it may be kept. */
  readonly #before = new Map<Uri, ProjectFile>();
  /** What a file included when it was last parsed: an edit that leaves this alone moves no relation. */
  readonly #shapes = new Map<Uri, string>();
  /** Told to have changed, and not read since. */
  readonly #changed = new Set<Uri>();
  /** Every root so far, with the files of its unit: what was once seen to include a file is asked again. */
  readonly #roots = new Map<Uri, ReadonlySet<Uri>>();
  /** What the includes of each root looked for, so that a new file is known for what it is. */
  readonly #wanted = new Map<Uri, Map<string, readonly GlobSegment[]>>();
  readonly #units = new Map<Uri, Built>();
  #relations: Relations = noRelations();
  /** Grows whenever a unit may no longer be what it was. */
  #generation = 0;

  /** @param pathMap where paths of the machine that the files run on are found in the workspace */
  constructor(
    workspace: Workspace,
    dialects: readonly Dialect<unknown>[],
    pathMap: Readonly<Record<string, string>> = {},
  ) {
    this.#workspace = workspace;
    this.#dialects = dialects;
    this.#pathMap = pathMap;
  }

  /** Forgets what was read of a file. */
  changed(uri: Uri): void {
    this.#files.delete(uri);
    this.#generation++;
    // A file never seen may match a glob that was resolved without it.
    if (this.#shapes.has(uri)) this.#changed.add(uri);
    else this.#forgetRelations();
  }

  /** Reads what changed before relations are relied on: it may include other files now, or be gone. */
  async #settle(): Promise<void> {
    for (const uri of this.#changed) {
      const read = this.file(uri);
      await read;
      // Unless it changed again meanwhile.
      if (this.#files.get(uri) === read) this.#changed.delete(uri);
    }
  }

  /** The roots whose includes look for a file of this name, here or not. */
  rootsNaming(uri: Uri): readonly Uri[] {
    const path = pathOfUri(uri);
    return [...this.#wanted].flatMap(([root, patterns]) =>
      uri === uriOfPath(path, root) && [...patterns.values()].some((each) => matchesGlob(each, path))
        ? [root]
        : [],
    );
  }

  #forgetRelations(): void {
    this.#relations = noRelations();
    this.#generation++;
  }

  /** The file, parsed; `undefined` where it cannot be read. */
  file(uri: Uri): Promise<ProjectFile | undefined> {
    const known = this.#files.get(uri);
    if (known !== undefined) return known;
    const isCurrent = (): boolean => this.#files.get(uri) === read;
    const read: Promise<ProjectFile | undefined> = this.#read(uri).then(
      (file) => {
        if (isCurrent()) this.#reshape(uri, file);
        return file;
      },
      (error: unknown) => {
        // What failed once may go well the next time.
        if (isCurrent()) this.#files.delete(uri);
        throw error;
      },
    );
    this.#files.set(uri, read);
    return read;
  }

  /** The text of a file that was asked for before; nothing is read for it. */
  known(uri: Uri): Promise<SourceFile | undefined> | undefined {
    return this.#files.get(uri)?.then((file) => file?.source);
  }

  async #read(uri: Uri): Promise<ProjectFile | undefined> {
    const source = await this.#workspace.read(uri);
    if (source === undefined) this.#before.delete(uri);
    return source && this.#parse(source);
  }

  #reshape(uri: Uri, file: ProjectFile | undefined): void {
    const shape = file && shapeOf(file);
    const before = this.#shapes.get(uri);
    // A file that is gone is one never seen: when it comes back, a glob may match it again.
    if (shape === undefined) this.#shapes.delete(uri);
    else this.#shapes.set(uri, shape);
    if (before !== undefined && before !== shape) this.#forgetRelations();
  }

  #parse(source: SourceFile): ProjectFile {
    const claims = this.#dialects
      .map((dialect) => ({ dialect, claim: dialect.claim(source) }))
      .filter(({ claim }) => claim > 0)
      .toSorted((a, b) => b.claim - a.claim);
    const dialect = claims[0]?.dialect;
    if (dialect === undefined) return { source };
    const before = this.#before.get(source.uri);
    const previous = before?.dialect === dialect ? before.parsed : undefined;
    const file: ProjectFile = { source, dialect, parsed: dialect.parse(source, previous) };
    this.#before.set(source.uri, file);
    return file;
  }

  /** The units in which a file is judged: under each main file found that includes it, else as a root of its own. */
  async units(uri: Uri): Promise<readonly ProjectUnit[]> {
    await this.#settle();
    const roots = await this.#rootsOf(uri);
    const units = await Promise.all(roots.map((root) => this.#unit(root)));
    return units.filter((unit) => unit !== undefined);
  }

  async #rootsOf(uri: Uri): Promise<readonly Uri[]> {
    // Reading first: it may void the relations.
    const file = await this.file(uri);
    const relations = this.#relations;
    const known = relations.roots.get(uri);
    if (known !== undefined) return known;
    const roots = await this.#findRoots(uri, file);
    relations.roots.set(uri, roots);
    return roots;
  }

  async #findRoots(uri: Uri, file: ProjectFile | undefined): Promise<readonly Uri[]> {
    if (file?.dialect !== undefined && file.parsed !== undefined && file.dialect.isMain(file.parsed))
      return [uri];
    const seen = [...this.#roots].flatMap(([root, files]) => (files.has(uri) ? [root] : []));
    // What no dialect claims by itself is known by its includers alone.
    const listed = file?.dialect === undefined ? [] : await this.#list(mainFilePatterns(uri), uri);
    const mains = [...seen, ...listed];
    const found = await this.#includers(uri, await this.#mainsOf(mains));
    if (found.length > 0) return found.map(rootOf);
    const includers = await this.#includers(uri, mains);
    if (file?.dialect === undefined) return includers.length > 0 ? outermost(includers) : [uri];
    const sites = await this.#includers(uri, [...mains, ...(await this.#list(siteFilePatterns(uri), uri))]);
    return sites.length > 0 ? outermost(sites) : [uri];
  }

  /** Those of the files that stand alone. */
  async #mainsOf(uris: readonly Uri[]): Promise<readonly Uri[]> {
    const { mains } = this.#relations;
    const found: Uri[] = [];
    for (const uri of new Set(uris)) {
      const isMain = mains.get(uri) ?? (await this.#isMain(uri));
      mains.set(uri, isMain);
      if (isMain) found.push(uri);
    }
    return found;
  }

  async #isMain(uri: Uri): Promise<boolean> {
    const file = await this.file(uri);
    return file?.parsed !== undefined && file.dialect?.isMain(file.parsed) === true;
  }

  async #list(patterns: readonly string[], base: Uri): Promise<readonly Uri[]> {
    const { lists } = this.#relations;
    const origin = uriOfPath('', base);
    const found = patterns.map((pattern) => {
      const key = `${origin}${pattern}`;
      const known = lists.get(key) ?? this.#workspace.list(pattern, base);
      lists.set(key, known);
      known.catch(() => lists.delete(key));
      return known;
    });
    return (await Promise.all(found)).flat();
  }

  /** The units of those candidates that include the file. */
  async #includers(uri: Uri, candidates: readonly Uri[]): Promise<readonly ProjectUnit[]> {
    const units: ProjectUnit[] = [];
    for (const candidate of new Set(candidates)) {
      if (candidate === uri) continue;
      const file = await this.file(candidate);
      if ((file?.parsed?.includes.length ?? 0) === 0) continue;
      const unit = await this.#unit(candidate);
      if (unit?.files.some((each) => each.file.uri === uri) === true) units.push(unit);
    }
    return units;
  }

  #unit(root: Uri): Promise<ProjectUnit | undefined> {
    const known = this.#units.get(root);
    if (known?.generation === this.#generation) return known.unit;
    const built: Built = { generation: this.#generation, unit: this.#atRest(root) };
    this.#units.set(root, built);
    const forget = (): void => {
      if (this.#units.get(root) === built) this.#units.delete(root);
    };
    built.unit.catch(forget);
    return built.unit;
  }

  /** The unit as it is once no file changed while its files were read. */
  async #atRest(root: Uri): Promise<ProjectUnit | undefined> {
    for (let walks = 1; ; walks++) {
      const generation = this.#generation;
      const unit = await this.#walk(root);
      if (unit === undefined) return undefined;
      this.#learn(root, new Set(unit.files.map((each) => each.file.uri)));
      if (generation === this.#generation || walks === MOST_WALKS) return unit;
    }
  }

  async #walk(root: Uri): Promise<ProjectUnit | undefined> {
    const file = await this.file(root);
    if (file?.dialect === undefined || file.parsed === undefined) return undefined;
    const { dialect, parsed } = file;
    const { parts } = parsed;
    const [first] = parts ?? [];
    if (parts !== undefined && first !== undefined) {
      return walkUnit(dialect, first.parsed, ({ pattern }) =>
        Promise.resolve({ files: includedParts(pattern, parts).map((part) => part.parsed) }),
      );
    }
    const main = dialect.isMain(parsed);
    const wanted = new Map<string, readonly GlobSegment[]>();
    const unit = await walkUnit(dialect, parsed, (include) =>
      this.#include(include, root, main, dialect, wanted),
    );
    this.#wanted.set(root, wanted);
    return unit;
  }

  /** A root that includes more or other files than before may be a further root of theirs. */
  #learn(root: Uri, files: ReadonlySet<Uri>): void {
    const before = this.#roots.get(root);
    this.#roots.set(root, files);
    for (const uri of files) if (before?.has(uri) !== true) this.#relations.roots.delete(uri);
  }

  async #include(
    { pattern }: Include,
    root: Uri,
    main: boolean,
    dialect: Dialect<unknown>,
    wanted: Map<string, readonly GlobSegment[]>,
  ): Promise<Included> {
    const { uris, fault, patterns } = await this.#resolve(pattern, root, main);
    for (const each of patterns) if (!wanted.has(each)) wanted.set(each, globSegments(each));
    const parsed = await Promise.all(uris.map((uri) => this.#parsedAs(uri, dialect)));
    return { files: parsed.filter((each) => each !== undefined), fault };
  }

  /** What an include brings in is of the including file's dialect, whatever it looks like by itself. */
  async #parsedAs(uri: Uri, dialect: Dialect<unknown>): Promise<Parsed<unknown> | undefined> {
    const reading = this.file(uri);
    const file = await reading;
    if (file === undefined || file.dialect === dialect) return file?.parsed;
    const parsed = dialect.parse(file.source);
    // It may have changed while it was read; then this is for the present walk alone.
    if (this.#files.get(uri) !== reading) return parsed;
    const adopted: ProjectFile = { source: file.source, dialect, parsed };
    this.#files.set(uri, Promise.resolve(adopted));
    this.#generation++;
    this.#reshape(uri, adopted);
    return parsed;
  }

  #resolve(pattern: string, root: Uri, main: boolean): Promise<Resolution> {
    const { includes } = this.#relations;
    const key = `${root}\n${pattern}`;
    const known = includes.get(key);
    if (known !== undefined) return known;
    const resolution = resolveInclude(this.#workspace, pattern, { root, main, pathMap: this.#pathMap });
    includes.set(key, resolution);
    resolution.catch(() => includes.delete(key));
    return resolution;
  }
}

function noRelations(): Relations {
  return { includes: new Map(), roots: new Map(), lists: new Map(), mains: new Map() };
}

function rootOf({ unit }: ProjectUnit): Uri {
  return unit.root.file.uri;
}

/** The roots that are no piece of another one's unit. */
function outermost(units: readonly ProjectUnit[]): readonly Uri[] {
  const roots = units.map(rootOf);
  const outer = roots.filter(
    (root) =>
      !units.some((unit) => rootOf(unit) !== root && unit.files.some((each) => each.file.uri === root)),
  );
  // Where they include each other there is no outermost.
  return outer.length > 0 ? outer : roots.slice(0, 1);
}

/** What of a file moves relations. */
function shapeOf({ dialect, parsed }: ProjectFile): string {
  if (dialect === undefined || parsed === undefined) return '';
  return [
    dialect.id,
    String(dialect.isMain(parsed)),
    ...parsed.includes.map((include) => include.pattern),
  ].join('\n');
}
