import type { Dialect, Include, Parsed, Unit } from '../model/dialect.ts';
import { unitFiles } from '../model/dialect.ts';
import { placeKey, type SourceFile, type Uri } from '../model/place.ts';
import type { Workspace } from '../model/workspace.ts';
import { includePatterns, mainFilePatterns } from './include-paths.ts';

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
  #relations: Relations = { includes: new Map(), roots: new Map() };

  constructor(workspace: Workspace, dialects: readonly Dialect<unknown>[]) {
    this.#workspace = workspace;
    this.#dialects = dialects;
  }

  /** Forgets what was read of a file. */
  changed(uri: Uri): void {
    this.#files.delete(uri);
    // A file never seen may match a glob that was resolved without it.
    if (!this.#shapes.has(uri)) this.#relations = { includes: new Map(), roots: new Map() };
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
    const shape = shapeOf(file);
    const before = this.#shapes.get(uri);
    this.#shapes.set(uri, shape);
    if (before !== undefined && before !== shape) this.#relations = { includes: new Map(), roots: new Map() };
    return file;
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
    if (file?.dialect === undefined || file.parsed === undefined || file.dialect.isMain(file.parsed))
      return [uri];
    const lists = await Promise.all(
      mainFilePatterns(uri).map((pattern) => this.#workspace.list(pattern, uri)),
    );
    const roots: Uri[] = [];
    for (const candidate of new Set(lists.flat())) {
      const main = await this.file(candidate);
      if (main?.dialect !== file.dialect || main.parsed === undefined) continue;
      if (main.parsed.includes.length === 0 || !file.dialect.isMain(main.parsed)) continue;
      const unit = await this.#unit(candidate);
      if (unit !== undefined && unitFiles(unit.unit).includes(uri)) roots.push(candidate);
    }
    return roots.length > 0 ? roots : [uri];
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
    return {
      dialect,
      files,
      unit: { root: parsed, main, included: (at) => included.get(placeKey(at)) ?? [] },
    };
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
    this.#files.set(uri, Promise.resolve({ source: file.source, dialect, parsed }));
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

function shapeOf(file: ProjectFile | undefined): string {
  if (file?.dialect === undefined || file.parsed === undefined) return '';
  const { dialect, parsed } = file;
  return [
    dialect.id,
    String(dialect.isMain(parsed)),
    ...parsed.includes.map((include) => include.pattern),
  ].join('\n');
}
