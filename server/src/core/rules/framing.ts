import { framePolicyOf, type OutcomePolicy } from '../headers/frame-policy/from-outcome.ts';
import type { FrameDiagnosis } from '../headers/frame-policy/diagnosis.ts';
import { misspelledFrameOptions } from '../headers/frame-policy/names.ts';
import type { HeaderOp } from '../model/header-op.ts';
import { matchesName, respond, type Answer, type HeaderLine } from '../model/respond.ts';
import type { Shared } from '../model/rule.ts';
import type { AnswerKind, Misplaced, Scope, Site } from '../model/scope.ts';
import { pageOf, successAnswer } from '../model/standard-answers.ts';
import { waysOf, type Way } from './ways.ts';

/** What a browser makes of a scope's ordinary answer. */
export interface Framing {
  readonly scope: Scope;
  readonly page: AnswerKind['page'];
  readonly lines: readonly HeaderLine[];
  readonly policy: OutcomePolicy;
  /** Where values are a choice: each way in which they can turn out. */
  readonly ways?: readonly WayFraming[];
}

/** The framing in one way. */
export interface WayFraming extends Framing {
  readonly way: Way;
}

/**
 * Why a scope is open, so that one defect gets one finding: each rule reports its own cause only.
 * `closed`: it is not, or cannot be told. `explicit`: a policy is sent that says "anyone".
 */
export type Cause =
  | 'closed'
  | 'harmless'
  | 'explicit'
  | 'value'
  | 'empty'
  | 'name'
  | 'report-only'
  | 'lost'
  | 'removed'
  | 'misplaced'
  | 'missing';

const FRAME_OPTIONS = 'x-frame-options';
const CSP = 'content-security-policy';
const REMOVABLE = [FRAME_OPTIONS, CSP];

export function framingOf(scope: Scope, answer: Answer = successAnswer(scope)): Framing {
  const page = pageOf(scope);
  const ways = waysOf(scope).map((way): WayFraming => {
    const outcome = respond({ ...scope, ops: way.ops }, answer);
    return { scope, page, lines: outcome.lines, policy: framePolicyOf(outcome), way };
  });
  const [first] = ways;
  if (first !== undefined && ways.every(({ policy }) => policy.verdict === first.policy.verdict)) {
    const { lines, policy } = ways.find((way) => way.policy.diagnoses.length > 0) ?? first;
    return { scope, page, lines, policy, ways };
  }
  const outcome = respond(scope, answer);
  const policy = framePolicyOf(outcome);
  if (first === undefined) return { scope, page, lines: outcome.lines, policy };
  return { scope, page, lines: outcome.lines, policy: undecided(policy), ways };
}

/** The values differ in what they mean, so that nothing can be said of all. */
function undecided(policy: OutcomePolicy): OutcomePolicy {
  const because = 'It depends on the request which value is sent.';
  return { ...policy, verdict: 'unknown', because, diagnoses: [] };
}

/** For `shared`: the framing of every scope, in their order. Nearly every rule asks for it. */
export function framings({ scopes }: Site): readonly Framing[] {
  return scopes.map((scope) => framingOf(scope));
}

/** For `shared`: the framings of the scopes inside each level, by its id. */
export function framingsByLevel(_site: Site, shared: Shared): ReadonlyMap<string, readonly Framing[]> {
  const byLevel = new Map<string, Framing[]>();
  for (const framing of shared(framings)) {
    for (const { id } of framing.scope.path) {
      const known = byLevel.get(id);
      if (known === undefined) byLevel.set(id, [framing]);
      else known.push(framing);
    }
  }
  return byLevel;
}

/** For `shared`: why each of `framings` is open, in the same order. */
export function causes(_site: Site, shared: Shared): readonly Cause[] {
  return shared(framings).map((framing) => causeOf(framing, shared));
}

export function isFramingHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === FRAME_OPTIONS || lower === CSP;
}

export function isFrameOptions(name: string): boolean {
  return name.toLowerCase() === FRAME_OPTIONS;
}

/** A name that was meant as a framing header and that no browser reads. */
export function isMisspelling({ code }: FrameDiagnosis): boolean {
  return code === 'wrong-header-name' || code === 'legacy-csp-name';
}

/** A value that browsers ignore or read as something else. */
export function isInvalidValue({ code, severity }: FrameDiagnosis): boolean {
  if (code === 'csp-report-only-only') return false;
  return INVALID_VALUES.has(code) || (code.startsWith('csp-') && severity !== 'information');
}

/** The two framing headers say different things. */
export function isContradiction({ code, severity }: FrameDiagnosis): boolean {
  // `'self' https://partner` beside SAMEORIGIN for old browsers is how it should be: information.
  return code === 'weakened-by-csp' || (code === 'differs-from-csp' && severity !== 'information');
}

const INVALID_VALUES: ReadonlySet<FrameDiagnosis['code']> = new Set([
  'empty',
  'invalid-token',
  'misspelt-token',
  'allowall',
  'quoted-value',
  'quoted-list',
  'glued-text',
  'csp-syntax-in-xfo',
  'csp-open',
  'template-leftover',
  'non-ascii',
  'odd-whitespace',
  'all-invalid-list',
]);

function mentionsFrameAncestors({ value }: Pick<HeaderOp, 'value'>): boolean {
  const text = value.kind === 'literal' ? value.text : value.parts.join('');
  return /frame-ancestors/i.test(text);
}

/** Whether an instruction sets a framing policy, even under a wrong name or with a wrong value. */
export function isMeantForFraming(op: HeaderOp): boolean {
  if (op.kind === 'remove' || op.kind === 'unknown') return false;
  if (misspelledFrameOptions(op.spelling)) return true;
  if (op.spelling.toLowerCase() === CSP) return mentionsFrameAncestors(op);
  return (
    isFrameOptions(op.spelling) &&
    !(op.value.kind === 'literal' && /^\s*(allowall)?\s*$/i.test(op.value.text))
  );
}

/** A framing header on the way to the service behind, or after the body. */
export function isMisplacedFraming(misplaced: Misplaced): boolean {
  const { name } = misplaced;
  return isFrameOptions(name) || (name.toLowerCase() === CSP && mentionsFrameAncestors(misplaced));
}

/** For `shared`: the ids of the levels at which a framing header was written where no browser reads it. */
function levelsWithMisplaced({ misplaced }: Site): ReadonlySet<string> {
  return new Set(misplaced.filter(isMisplacedFraming).map(({ level }) => level.id));
}

/** For `shared`: the outer levels' lines that would close a scope if they were in force. */
export function lostPolicies(): (scope: Scope) => readonly HeaderOp[] {
  const known = new Map<Scope, readonly HeaderOp[]>();
  return (scope) => {
    const lost = known.get(scope) ?? lostPolicy(scope);
    known.set(scope, lost);
    return lost;
  };
}

function lostPolicy(scope: Scope): readonly HeaderOp[] {
  const lost = scope.cut?.lost.filter((op) => isFramingHeader(op.spelling)) ?? [];
  if (lost.length === 0) return [];
  const { ops, service } = scope;
  const restored = respond({ ops: ops.concat(lost), ...(service && { service }) }, successAnswer(scope));
  return framePolicyOf(restored).verdict === 'open' ? [] : lost;
}

/** An instruction of a framing header whose value is empty, so that nothing is sent. */
export function emptyOps(scope: Scope): readonly HeaderOp[] {
  return scope.ops.filter(
    (op) =>
      op.kind !== 'remove' &&
      op.whenEmpty === 'skip' &&
      isFrameOptions(op.spelling) &&
      op.value.kind === 'literal' &&
      op.value.text.trim() === '',
  );
}

/**
 * The instructions that take the policy away: without them the scope would be closed, or it would pass on what a
 * service sends of which nothing is known.
 */
export function removersOf(scope: Scope): readonly HeaderOp[] {
  const removers = scope.ops.filter(
    (op) => op.kind === 'remove' && REMOVABLE.some((name) => matchesName(op.name, name)),
  );
  if (removers.length === 0) return [];
  const answer = successAnswer(scope);
  const left = respond({ ...scope, ops: scope.ops.filter((op) => !removers.includes(op)) }, answer);
  if (framePolicyOf(left).verdict !== 'open') return removers;
  const isBlind = answer.from === 'upstream' && scope.service?.sends === undefined;
  return isBlind ? removers.filter((op) => matchesName(op.name, FRAME_OPTIONS)) : [];
}

function causeOf(framing: Framing, shared: Shared): Cause {
  const { scope, page, policy } = framing;
  if (policy.verdict !== 'open') return 'closed';
  if (page === 'canned' || page === 'none') return 'harmless';
  if (
    policy.diagnoses.some(
      (diagnosis) => diagnosis.code === 'csp-open' || diagnosis.code === 'weakened-by-csp',
    )
  ) {
    return 'explicit';
  }
  if (policy.diagnoses.some((each) => isInvalidValue(each) || each.code === 'allow-from-obsolete'))
    return 'value';
  if (emptyOps(scope).length > 0) return 'empty';
  if (policy.diagnoses.some(isMisspelling)) return 'name';
  if (shared(lostPolicies)(scope).length > 0) return 'lost';
  if (policy.diagnoses.some(({ code }) => code === 'csp-report-only-only')) return 'report-only';
  if (removersOf(scope).length > 0) return 'removed';
  const misplaced = shared(levelsWithMisplaced);
  return scope.path.some(({ id }) => misplaced.has(id)) ? 'misplaced' : 'missing';
}
