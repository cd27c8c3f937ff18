import type { Change, Place } from './place.ts';

export type Severity = 'error' | 'warning' | 'information';

/** An edit offered for a finding: data, made where the problem is found. */
export interface Fix {
  readonly title: string;
  /**
   * Safe: the file already says it at this place, and the fix only makes gateways and browsers hear it.
   * Only safe fixes run on save and under `--fix`; whatever chooses a policy is for a person to take.
   */
  readonly safe: boolean;
  readonly changes: readonly Change[];
  /**
   * The ids of the levels that it writes new instructions for. What may change is what is sent by the scopes that these
   * reach, and by those whose own instructions it edits.
   */
  readonly levels?: readonly string[];
}

export interface Related {
  readonly at: Place;
  readonly message: string;
}

export interface Finding {
  /** The rule's id; also the name of its page. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The smallest span that names the fault. */
  readonly at: Place;
  readonly related: readonly Related[];
  /** The best one first. */
  readonly fixes: readonly Fix[];
  /** How an editor may draw it: struck through, or greyed. */
  readonly tag?: 'deprecated' | 'unnecessary' | undefined;
  /** A thought, not a fault: editors show it only where one looks for it. */
  readonly hint?: boolean | undefined;
}
