import type { Fix, Related, Severity } from './finding.ts';
import type { Place } from './place.ts';
import type { Site } from './scope.ts';

/** The framing that the project asks for: `any` valid one, at least same-origin, or none at all. */
export type Policy = 'any' | 'SAMEORIGIN' | 'DENY';

export interface RuleMeta<Message extends string = string> {
  /** `<thing>-<fault>`; never changes its meaning once published. */
  readonly id: string;
  /** The first version that has it. */
  readonly since: string;
  readonly severity: Severity;
  /** One line for lists and settings. */
  readonly summary: string;
  /** By message id; `{name}` stands for an argument. What is wrong, why it matters, what to do. */
  readonly messages: Readonly<Record<Message, string>>;
}

export interface ReportExtras {
  readonly args?: Readonly<Record<string, string>>;
  readonly related?: readonly Related[] | undefined;
  /** A function where finding them takes time: it is called for a new finding only. */
  readonly fixes?: readonly Fix[] | (() => readonly Fix[]) | undefined;
  /** Where this case is graver or milder than the rule's own severity. */
  readonly severity?: Severity | undefined;
  readonly tag?: 'deprecated' | 'unnecessary' | undefined;
  readonly hint?: boolean | undefined;
}

/**
 * What several rules ask of the site: the first that asks has it worked out, and all get the same answer. `make` itself is
 * the key, so it has to be a function of a module, not one made for the call.
 */
export type Shared = <T>(make: (site: Site, shared: Shared) => T) => T;

export interface RuleContext<Message extends string = string> {
  readonly policy: Policy;
  readonly shared: Shared;
  /** Reporting the same message at the same place twice is one finding: included files are seen often. */
  readonly report: (message: Message, at: Place, more?: ReportExtras) => void;
}

/**
 * Judges what a site serves. A rule sees the whole site, not one scope at a time: "once, at the outermost place
 * where one insertion would mend it" is a statement about many scopes.
 */
export interface Rule<Message extends string = string> {
  readonly meta: RuleMeta<Message>;
  check(site: Site, context: RuleContext<Message>): void;
}

/** Infers message ids, so that `report('typo', …)` does not compile. */
export function defineRule<const Message extends string>(rule: Rule<Message>): Rule<Message> {
  return rule;
}
