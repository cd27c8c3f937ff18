import type { Finding } from './finding.ts';
import type { Malformed } from './malformed.ts';
import type { Place, SourceFile, Span, Uri } from './place.ts';
import type { Predict, World } from './prediction.ts';
import type { RuleMeta } from './rule.ts';
import type { Site } from './scope.ts';

/** A reference to other files, as written. */
export interface Include {
  /** A path or a glob, as the file has it. */
  readonly pattern: string;
  readonly at: Place;
}

/** What a dialect knows of one file alone; cached by version. */
export interface Parsed<Tree> {
  readonly file: SourceFile;
  readonly tree: Tree;
  readonly includes: readonly Include[];
  /** The files that this one prints (`nginx -T`), the main one first; their places are this file's. */
  readonly parts?: readonly Part<Tree>[];
  /** What is wrong with the text, whatever gateway reads it. */
  readonly malformed?: readonly Malformed[];
}

/** A file that stands inside another one. */
export interface Part<Tree> {
  /** The absolute path that it had on its machine. */
  readonly path: string;
  readonly parsed: Parsed<Tree>;
}

/**
 * Why an include brings in nothing, or less than it says.
 * `missing`: no such file, in a folder that was seen. `unseen`: the file is outside of what may be read, or its folder is
 * not known. `directory`: it names a folder. `cycle`: it leads back to a file that it is itself included by.
 * `depth`: it stands too deep to be followed.
 */
export type IncludeFault = 'missing' | 'unseen' | 'directory' | 'cycle' | 'depth';

/** A main file and all it includes. */
export interface Unit<Tree> {
  readonly root: Parsed<Tree>;
  /** False where the root is itself a piece of something that was not seen. */
  readonly main: boolean;
  /** All files of the unit, root first. */
  readonly files: readonly Parsed<Tree>[];
  /** The files that an include statement brings in, in order; empty where none was found. */
  readonly included: (include: Place) => readonly Parsed<Tree>[];
  /** Absent: nobody looked. A glob that matches nothing has no fault. */
  readonly fault?: (include: Place) => IncludeFault | undefined;
}

/** What the user told us about the gateway. */
export interface DialectSettings {
  readonly nginx: {
    /** `1.29.3`; absent: unknown, so nothing newer than the oldest supported release may be written. */
    readonly version?: string | undefined;
    /** Paths of the machine that the files run on, to folders of the workspace; both absolute. */
    readonly pathMap?: Readonly<Record<string, string>> | undefined;
  };
  readonly springCloudGateway?: {
    /** `4.2.7`; absent: whatever reads the configuration. */
    readonly version?: string | undefined;
    /** The profiles that are active; absent: any may be. */
    readonly profiles?: readonly string[] | undefined;
  };
}

/**
 * A place of a YAML format that takes response headers. `pairs`: a map of names to values. `items`: maps in which the name
 * and the value have keys of their own. `texts`: both in one text, what stands between them told by `separator`.
 */
export type HeaderPlace = {
  /** The innermost keys around it, outermost first, items of lists not counted. */
  readonly under: readonly string[];
} & (
  | { readonly form: 'pairs' }
  | { readonly form: 'items'; readonly name: string; readonly value: string }
  | { readonly form: 'texts'; readonly prefix?: RegExp; readonly separator: string }
);

/** A text in nginx's language that stands in a file of another format, at that file's own offsets. */
export interface EmbeddedText {
  /** As the dialect `nginx` parses its files. */
  readonly parsed: Parsed<unknown>;
  /**
   * What is written in the file for a piece of the text; `undefined` where it cannot be.
   * @param isSnippet whether the piece holds `${1:…}` placeholders
   */
  readonly write: (text: string, isSnippet: boolean) => string | undefined;
}

/** A gateway's format: recognises it, parses it without ever throwing, says what is served. */
export interface Dialect<Tree> {
  readonly id: string;
  readonly title: string;
  /** What `problems` may report; their pages are `dialects/<id>/rules/<rule id>/doc.md`, or `nginx/rules/…` for nginx's language. */
  readonly rules: readonly RuleMeta[];
  /** 0…1 from the editor's language, the path and the text; highest wins. 0: not this dialect. */
  claim(file: SourceFile): number;
  /** @param previous the file before an edit, of which parts may be kept */
  parse(file: SourceFile, previous?: Parsed<Tree>): Parsed<Tree>;
  /**
   * How files belong together: by includes (the default), or all files of this dialect in a workspace folder, where
   * objects refer to each other by name.
   */
  readonly gathers?: 'includes' | 'workspace';
  /** The comments that begin with `#`, in order; absent: the text is searched for them. */
  comments?(parsed: Parsed<Tree>): readonly Span[];
  /** True where the file can stand alone; false for a piece that some main file includes. */
  isMain(parsed: Parsed<Tree>): boolean;
  /** What is wrong with the files of a unit as text: syntax, unknown statements. */
  problems(unit: Unit<Tree>, settings: DialectSettings): readonly Finding[];
  /** Lowers the unit to the neutral model. */
  site(unit: Unit<Tree>, settings: DialectSettings): Site;
  /** Where the format takes response headers, for those who write one. */
  readonly headerPlaces?: readonly HeaderPlace[];
  /** The text of nginx's around an offset, for those who read or write it in an editor. */
  nginxAt?(parsed: Parsed<Tree>, offset: number): EmbeddedText | undefined;
  /** Prepares a unit once, to be asked about many requests; absent where a dialect cannot. */
  predictor?(unit: Unit<Tree>, world: World): Predict;
}

/** The uris of a unit, root first, each once. */
export function unitFiles(unit: Unit<unknown>): readonly Uri[] {
  const seen = new Set<Uri>();
  const visit = (parsed: Parsed<unknown>): void => {
    if (seen.has(parsed.file.uri)) return;
    seen.add(parsed.file.uri);
    for (const include of parsed.includes) unit.included(include.at).forEach(visit);
  };
  visit(unit.root);
  return [...seen];
}
