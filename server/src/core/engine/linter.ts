import type { Cancellation, Workspace } from '../model/workspace.ts';
import type { Dialect, Parsed } from '../model/dialect.ts';
import type { Uri } from '../model/place.ts';
import type { FileReport, Files, ScopeReport, Settings } from './report.ts';

export interface LinterOptions {
  readonly workspace: Workspace;
  readonly settings: Settings;
  /** A rule or dialect that failed is named here; its findings are missing and the rest go on. */
  readonly log?: (message: string) => void;
}

export interface ParsedFile {
  readonly dialect: Dialect<unknown>;
  readonly parsed: Parsed<unknown>;
}

export interface Linter {
  /** The findings that stand in this file, judged under every main file that includes it. `undefined`: not readable. */
  check(uri: Uri, cancel?: Cancellation): Promise<FileReport | undefined>;
  /** As `check`, for the file and, where it is a main file, for all it includes; the file itself first. */
  checkWithIncludes(uri: Uri, cancel?: Cancellation): Promise<readonly FileReport[]>;
  /** What each scope in the unit of this file sends. */
  headers(uri: Uri, cancel?: Cancellation): Promise<readonly ScopeReport[]>;
  /** The file as its dialect parsed it: what hover, completion and symbols work on. */
  parsed(uri: Uri): Promise<ParsedFile | undefined>;
  /** Every file read so far that a finding may point into. */
  files(): Files;
  /** The file's text changed, or it came or went. */
  changed(uri: Uri): void;
  /** Files whose findings may have changed with this one: those of the units it belongs to. */
  dependents(uri: Uri): readonly Uri[];
}

export function createLinter(_options: LinterOptions): Linter {
  throw new Error('being written');
}
