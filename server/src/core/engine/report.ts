import type { Finding, Severity } from '../model/finding.ts';
import type { Place, SourceFile, Uri } from '../model/place.ts';
import type { DialectSettings } from '../model/dialect.ts';
import type { Policy } from '../model/rule.ts';

/** What a user may decide. Severities are by rule id. */
export interface Settings extends DialectSettings {
  readonly policy: Policy;
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export const defaultSettings: Settings = { policy: 'any', severities: {}, nginx: {} };

/** The findings that stand in one file. */
export interface FileReport {
  /** The version that was read: offsets mean nothing in another. */
  readonly file: SourceFile;
  /** The dialect's id; `undefined` where no dialect claims the file, which then has no findings. */
  readonly dialect: string | undefined;
  /** In order of position. */
  readonly findings: readonly Finding[];
}

export interface HeaderReport {
  /** As written by the last instruction that sends it. */
  readonly name: string;
  /** In wire order; a value that is not known statically is shown as the file writes it. */
  readonly values: readonly string[];
  /** False where a value is not known statically. */
  readonly complete: boolean;
  /** True where error responses carry it too. */
  readonly onErrors: boolean;
  readonly at: readonly Place[];
}

export interface FramePolicyReport {
  readonly verdict: 'deny' | 'same-origin' | 'allow-list' | 'open' | 'unknown';
  readonly because: string;
}

/** What one scope sends with a successful answer. */
export interface ScopeReport {
  readonly label: string;
  readonly at: Place;
  readonly block: Place;
  readonly headers: readonly HeaderReport[];
  readonly lost: readonly { readonly name: string; readonly value: string; readonly at: Place }[];
  readonly framePolicy: FramePolicyReport;
}

/** All that was read to judge a file: a finding may stand or point into any of these. */
export type Files = ReadonlyMap<Uri, SourceFile>;
