import type { Dialect, Include, Parsed, Unit } from '../model/dialect.ts';
import { placeKey, type SourceFile, type Uri } from '../model/place.ts';
import type { Workspace } from '../model/workspace.ts';
import { includePatterns, mainFilePatterns, siteFilePatterns } from './include-paths.ts';

/** A file that a dialect claims, parsed. */
export interface ProjectFile {
  readonly source: SourceFile;
  /** Absent where no dialect claims the file. */
  readonly dialect?: Dialect<unknown>;
  readonly parsed?: Parsed<unknown>;
}

export interface ProjectUnit {
  readonly dialect: Dialect<unknown>;
  readonly unit: Unit<unknown>;
  /** Every file of the unit, root first. */
  readonly files: readonly Parsed<unknown>[];
}

/** What was learnt of where files belong; all of it void when a file comes, goes or includes others than before. */
interface Relations {
  readonly includes: Map<string, readonly Uri[]>;
  readonly roots: Map<Uri, readonly Uri[]>;
}

/**
 * The files of a workspace and how they include each other. Reads lazily, keeps what it parsed until told that a file
 * changed, and never asks for a file that was not opened, named or included.
 */
export class Project {
  readonly #workspace: Workspace;
  readonly #dialects: readonly Dialect<unknown>[];
  readonly #files = new Map<Uri, Promise<ProjectFile | undefined>>();
  /** What a file included when it was last parsed: an edit that leaves this alone moves no relation. */
  readonly #shapes = new Map<Uri, string>();
  /** Told to have changed, and not read since. */
  readonly #changed = new Set<Uri>();
  /** Every root so far, with the files of its unit: what was once seen to include a file is asked again. */
  readonly #roots = new Map<Uri, ReadonlySet<Uri>>();
  #relations: Relations = { includes: new Map(), roots: new Map() };

  constructor(workspace: Workspace, dialects: readonly Dialect<unknown>[]) {
    this.#workspace = workspace;
    this.#dialects = dialects;
  }

  /** Forgets what was read of a file. */
  changed(uri: Uri): void {
    this.#files.delete(uri);
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

  #forgetRelations(): void {
    this.#relations = { includes: new Map(), roots: new Map() };
  }

  /** The file, parsed; `undefined` where it cannot be read. */
  file(uri: Uri): Promise<ProjectFile | undefined> {
    const known = this.#files.get(uri);
    if (known !== undefined) return known;
    const read = this.#read(uri);
    this.#files.set(uri, read);
    return read;
  }

  async #read(uri: Uri): Promise<ProjectFile | undefined> {
    const source = await this.#workspace.read(uri);
    const file = source && this.#parse(source);
    this.#reshape(uri, file);
    return file;
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
    return dialect === undefined ? { source } : { source, dialect, parsed: dialect.parse(source) };
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
    const mains =
      file?.dialect === undefined ? seen : [...seen, ...(await this.#list(mainFilePatterns(uri), uri))];
    const includers = await this.#includers(uri, mains);
    const found = includers.filter(({ unit }) => unit.main);
    if (found.length > 0) return found.map(rootOf);
    if (file?.dialect === undefined) return includers.length > 0 ? outermost(includers) : [uri];
    const sites = await this.#includers(uri, [...mains, ...(await this.#list(siteFilePatterns(uri), uri))]);
    return sites.length > 0 ? outermost(sites) : [uri];
  }

  async #list(patterns: readonly string[], base: Uri): Promise<readonly Uri[]> {
    return (await Promise.all(patterns.map((pattern) => this.#workspace.list(pattern, base)))).flat();
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

  async #unit(root: Uri): Promise<ProjectUnit | undefined> {
    const file = await this.file(root);
    if (file?.dialect === undefined || file.parsed === undefined) return undefined;
    const { dialect, parsed } = file;
    const main = dialect.isMain(parsed);
    const included = new Map<string, readonly Parsed<unknown>[]>();
    const files = [parsed];
    // Breadth first; a file included twice is read once, and a cycle ends here.
    for (const current of files) {
      for (const include of current.includes) {
        const found = await this.#include(include, root, main, dialect);
        included.set(placeKey(include.at), found);
        files.push(...found.filter((other) => !files.includes(other)));
      }
    }
    this.#learn(root, new Set(files.map((each) => each.file.uri)));
    return {
      dialect,
      files,
      unit: { root: parsed, main, files, included: (at) => included.get(placeKey(at)) ?? [] },
    };
  }

  /** A root that includes more or other files than before may be a further root of theirs. */
  #learn(root: Uri, files: ReadonlySet<Uri>): void {
    const before = this.#roots.get(root);
    this.#roots.set(root, files);
    for (const uri of files) if (before?.has(uri) !== true) this.#relations.roots.delete(uri);
  }

  async #include(
    include: Include,
    root: Uri,
    main: boolean,
    dialect: Dialect<unknown>,
  ): Promise<readonly Parsed<unknown>[]> {
    const uris = await this.#resolve(include.pattern, root, main);
    const parsed = await Promise.all(uris.map((uri) => this.#parsedAs(uri, dialect)));
    return parsed.filter((each) => each !== undefined);
  }

  /** What an include brings in is of the including file's dialect, whatever it looks like by itself. */
  async #parsedAs(uri: Uri, dialect: Dialect<unknown>): Promise<Parsed<unknown> | undefined> {
    const file = await this.file(uri);
    if (file === undefined || file.dialect === dialect) return file?.parsed;
    const parsed = dialect.parse(file.source);
    const adopted: ProjectFile = { source: file.source, dialect, parsed };
    this.#files.set(uri, Promise.resolve(adopted));
    this.#reshape(uri, adopted);
    return parsed;
  }

  async #resolve(pattern: string, root: Uri, main: boolean): Promise<readonly Uri[]> {
    const relations = this.#relations;
    const key = `${root}\n${pattern}`;
    const known = relations.includes.get(key);
    if (known !== undefined) return known;
    let found: readonly Uri[] = [];
    for (const candidate of includePatterns(pattern, root, main)) {
      found = await this.#workspace.list(candidate, root);
      if (found.length > 0) break;
    }
    relations.includes.set(key, found);
    return found;
  }
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
