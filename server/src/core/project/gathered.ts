import type { Dialect, Parsed } from '../model/dialect.ts';
import type { SourceFile, Uri } from '../model/place.ts';
import type { Workspace } from '../model/workspace.ts';
import { pathOfUri } from '../text/uri.ts';
import { isKustomization, PatchReader } from './kustomize.ts';
import type { ProjectUnit } from './unit.ts';

/** A file and all dialects that find something of theirs in it. */
export interface GatheredFile {
  readonly source: SourceFile;
  readonly claims: readonly { readonly dialect: Dialect<unknown>; readonly parsed: Parsed<unknown> }[];
}

/** A unit that is being put together, or was, and the state of the world in which it holds. */
interface Built {
  readonly generation: number;
  readonly unit: Promise<ProjectUnit | undefined>;
}

/** More files of a folder are not looked through. */
const MOST_FILES = 20_000;
/** An editor answers many requests to read sooner than one after the other. */
const AT_ONCE = 50;
/** One look at each folder finds both spellings. */
const PATTERN = '**/*.y*ml';

/**
 * Dialects whose objects refer to each other by name, across files: all their files of a folder are one unit. A file may
 * hold objects of several dialects, and then belongs to a unit of each.
 */
export class Gathered {
  readonly #workspace: Workspace;
  readonly #dialects: readonly Dialect<unknown>[];
  readonly #readSource: Workspace['read'];
  readonly #files = new Map<Uri, Promise<GatheredFile | undefined>>();
  /** Asked, and of no dialect here: their text is not kept, and they are not asked again. */
  readonly #unclaimed = new Set<Uri>();
  /** What a file was before it changed: parts of it may be kept. */
  readonly #before = new Map<Uri, GatheredFile>();
  /** The files of each folder that some dialect claims; a promise while the folder is looked through. */
  readonly #folders = new Map<string, Promise<Set<Uri>>>();
  /** By folder, as those. */
  readonly #kustomizations = new Map<string, readonly Uri[]>();
  readonly #texts = new Map<Uri, Promise<SourceFile | undefined>>();
  readonly #patches = new PatchReader();
  /** By dialect and folder; each holds as long as no file changes. */
  readonly #units = new Map<string, Built>();
  /** Grows whenever a unit may no longer be what it was. */
  #generation = 0;

  /** @param known a file that was read already; absent: it is read */
  constructor(
    workspace: Workspace,
    dialects: readonly Dialect<unknown>[],
    known: (uri: Uri) => Promise<SourceFile | undefined> | undefined = () => undefined,
  ) {
    this.#workspace = workspace;
    this.#dialects = dialects;
    this.#readSource = (uri) => known(uri) ?? workspace.read(uri);
  }

  changed(uri: Uri): void {
    this.#generation++;
    this.#files.delete(uri);
    this.#unclaimed.delete(uri);
    this.#texts.delete(uri);
    // One that comes is found by looking again.
    if (isKustomization(uri)) this.#folders.clear();
  }

  /** `undefined` where it cannot be read, or no dialect finds anything of its own in it. */
  file(uri: Uri): Promise<GatheredFile | undefined> {
    if (this.#unclaimed.has(uri)) return Promise.resolve(undefined);
    const known = this.#files.get(uri);
    if (known !== undefined) return known;
    const read = this.#read(uri).then(
      (file) => {
        if (file === undefined && this.#files.get(uri) === read) {
          this.#files.delete(uri);
          this.#unclaimed.add(uri);
        }
        return file;
      },
      (error: unknown) => {
        this.#files.delete(uri);
        throw error;
      },
    );
    this.#files.set(uri, read);
    return read;
  }

  async #read(uri: Uri): Promise<GatheredFile | undefined> {
    const source = await this.#readSource(uri);
    if (source === undefined) return undefined;
    const before = this.#before.get(uri);
    // Dialects that share a parser share the tree.
    const parses = new Map<unknown, Parsed<unknown>>();
    const claims = this.#dialects
      .map((dialect) => ({ dialect, claim: dialect.claim(source) }))
      .filter(({ claim }) => claim > 0)
      .toSorted((a, b) => b.claim - a.claim)
      .map(({ dialect }) => {
        const parse = parserOf(dialect);
        const previous = before?.claims.find((each) => parserOf(each.dialect) === parse)?.parsed;
        const parsed = parses.get(parse) ?? dialect.parse(source, previous);
        parses.set(parse, parsed);
        return { dialect, parsed };
      });
    if (claims.length === 0) return undefined;
    const file: GatheredFile = { source, claims };
    this.#before.set(uri, file);
    return file;
  }

  /** The units that a file belongs to, one for each dialect that claims it. */
  async units(uri: Uri): Promise<readonly ProjectUnit[]> {
    const file = await this.file(uri);
    if (file === undefined) return [];
    const claimed = await this.#claimedIn(this.#folderOf(uri), uri);
    if (!claimed.has(uri)) {
      claimed.add(uri);
      this.#generation++;
    }
    const units = await Promise.all(file.claims.map(({ dialect }) => this.#unit(uri, dialect, claimed)));
    return units.filter((unit) => unit !== undefined);
  }

  /** The unit of a dialect in the folder of a file: the same one for all files, until some file changes. */
  #unit(uri: Uri, dialect: Dialect<unknown>, claimed: ReadonlySet<Uri>): Promise<ProjectUnit | undefined> {
    const key = `${dialect.id} ${keyOfFolder(this.#folderOf(uri), uri)}`;
    const known = this.#units.get(key);
    if (known?.generation === this.#generation) return known.unit;
    const built: Built = { generation: this.#generation, unit: this.#gather(uri, dialect, claimed) };
    this.#units.set(key, built);
    built.unit.catch(() => {
      if (this.#units.get(key) === built) this.#units.delete(key);
    });
    return built.unit;
  }

  async #gather(
    uri: Uri,
    dialect: Dialect<unknown>,
    claimed: ReadonlySet<Uri>,
  ): Promise<ProjectUnit | undefined> {
    const all = await Promise.all([...claimed].toSorted(byteOrder).map((each) => this.file(each)));
    const files = all.flatMap(
      (each) => each?.claims.find((claim) => claim.dialect === dialect)?.parsed ?? [],
    );
    const [root] = files;
    if (root === undefined) return undefined;
    const kustomizations = await this.#kustomizationsOf(uri);
    const patches = await this.#patches.patchesOf(files, kustomizations, (each) => this.#text(each));
    const unit = { root, main: true, files, included: () => [] };
    return { dialect, files, faults: patches?.key ?? '', unit, patches };
  }

  async #kustomizationsOf(uri: Uri): Promise<readonly SourceFile[]> {
    const uris = this.#kustomizations.get(keyOfFolder(this.#folderOf(uri), uri)) ?? [];
    const sources = await Promise.all(uris.map((each) => this.#text(each)));
    return sources.filter((source) => source !== undefined);
  }

  /** A kustomization, or a patch: few, and asked for with every unit. */
  #text(uri: Uri): Promise<SourceFile | undefined> {
    const known = this.#texts.get(uri) ?? this.#readSource(uri);
    this.#texts.set(uri, known);
    known.catch(() => this.#texts.delete(uri));
    return known;
  }

  #folderOf(uri: Uri): string {
    const folder = this.#workspace.folderOf?.(uri);
    return folder === undefined ? pathOfUri(uri).replace(/\/[^/]*$/, '') : pathOfUri(folder);
  }

  #claimedIn(folder: string, base: Uri): Promise<Set<Uri>> {
    const key = keyOfFolder(folder, base);
    const known = this.#folders.get(key);
    if (known !== undefined) return known;
    const looked = this.#look(folder, base);
    this.#folders.set(key, looked);
    looked.catch(() => this.#folders.delete(key));
    return looked;
  }

  async #look(folder: string, base: Uri): Promise<Set<Uri>> {
    const listed = await this.#workspace.list(`${folder.replace(/\/$/, '')}/${PATTERN}`, base);
    const uris = listed.filter((uri) => /\.ya?ml$/i.test(uri)).slice(0, MOST_FILES);
    this.#kustomizations.set(keyOfFolder(folder, base), uris.filter(isKustomization));
    const claimed = new Set<Uri>();
    for (let from = 0; from < uris.length; from += AT_ONCE) {
      const some = uris.slice(from, from + AT_ONCE);
      const files = await Promise.all(some.map((uri) => this.file(uri)));
      files.forEach((file) => {
        if (file !== undefined) claimed.add(file.source.uri);
      });
    }
    return claimed;
  }
}

function keyOfFolder(folder: string, base: Uri): string {
  return `${base.slice(0, base.indexOf('/'))} ${folder}`;
}

/** A name for the parser: dialects of one syntax share the function. */
function parserOf(dialect: Dialect<unknown>): unknown {
  return Reflect.get(dialect, 'parse');
}

function byteOrder(a: Uri, b: Uri): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
