import type { Severity } from '../../model/finding.ts';
import type { Span } from '../../model/place.ts';

/** What can be wrong with a frame policy, as far as header lines show it. */
export type FrameDiagnosisCode =
  // X-Frame-Options, one value
  | 'empty'
  | 'invalid-token'
  | 'misspelt-token'
  | 'allow-from-obsolete'
  | 'allowall'
  | 'quoted-value'
  | 'quoted-list'
  | 'glued-text'
  | 'csp-syntax-in-xfo'
  | 'template-leftover'
  | 'non-ascii'
  | 'odd-whitespace'
  // X-Frame-Options, several values
  | 'conflicting-values'
  | 'empty-list-member'
  | 'all-invalid-list'
  | 'duplicate-equal'
  // names
  | 'wrong-header-name'
  | 'legacy-csp-name'
  // both headers together
  | 'overridden-by-csp'
  | 'differs-from-csp'
  | 'weakened-by-csp'
  // frame-ancestors
  | 'csp-open'
  | 'csp-report-only-only'
  | 'csp-no-frame-ancestors'
  | 'csp-unquoted-keyword'
  | 'csp-none-not-alone'
  | 'csp-misspelt-directive'
  | 'csp-empty-directive'
  | 'csp-invalid-source'
  | 'csp-duplicate-directive'
  | 'csp-comma'
  | 'csp-non-ascii'
  | 'csp-path-ignored'
  | 'csp-wildcard-port'
  | 'csp-ip-source';

/**
 * How sure a mend is. `respell`: the text already says it, only not so that browsers hear it.
 * `guess`: the likeliest meaning, for a person to confirm. `move-to-csp`: `sources` belong into frame-ancestors.
 * `rename`: `rename` is the name that browsers read. `drop-line`: the line can go.
 */
export type Suggestion = 'respell' | 'guess' | 'move-to-csp' | 'rename' | 'drop-line';

export interface FrameDiagnosis {
  readonly code: FrameDiagnosisCode;
  readonly severity: Severity;
  /** Index of the header line. */
  readonly line: number;
  /** In the line's value; absent where the whole line is meant, or the value has unknown pieces. */
  readonly span?: Span;
  readonly message: string;
  readonly suggestion?: Suggestion;
  /** The whole value that mends it, for `respell` and `guess`. */
  readonly replace?: string;
  /** What frame-ancestors would have to list, for `move-to-csp`. */
  readonly sources?: readonly string[];
  /** The right header name, for `rename`. */
  readonly rename?: string;
}
