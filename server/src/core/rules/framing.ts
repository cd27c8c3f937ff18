import { framePolicyOf, type OutcomePolicy } from '../headers/frame-policy/from-outcome.ts';
import type { FrameDiagnosis } from '../headers/frame-policy/diagnosis.ts';
import { misspelledFrameOptions } from '../headers/frame-policy/names.ts';
import type { HeaderOp } from '../model/header-op.ts';
import { respond, type Answer, type HeaderLine } from '../model/respond.ts';
import type { Shared } from '../model/rule.ts';
import type { AnswerKind, Misplaced, Scope, Site } from '../model/scope.ts';
import { pageOf, successAnswer } from '../model/standard-answers.ts';

/** What a browser makes of a scope's ordinary answer. */
export interface Framing {
  readonly scope: Scope;
  readonly page: AnswerKind['page'];
  readonly lines: readonly HeaderLine[];
  readonly policy: OutcomePolicy;
}

/**
 * Why a scope is open, so that one defect gets one finding: each rule reports its own cause only.
 * `closed`: it is not, or cannot be told. `explicit`: a policy is sent that says "anyone".
 */
export type Cause =
  'closed' | 'harmless' | 'explicit' | 'value' | 'empty' | 'name' | 'lost' | 'misplaced' | 'missing';

const FRAME_OPTIONS = 'x-frame-options';
const CSP = 'content-security-policy';

export function framingOf(scope: Scope, answer: Answer = successAnswer(scope)): Framing {
  const outcome = respond(scope, answer);
  return { scope, page: pageOf(scope), lines: outcome.lines, policy: framePolicyOf(outcome) };
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
  // `'self' https://partner` beside SAMEORIGIN for old browsers is how it should be: information.
  if (code === 'differs-from-csp') return severity !== 'information';
  return INVALID_VALUES.has(code) || (code.startsWith('csp-') && severity !== 'information');
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
  'weakened-by-csp',
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
  const { name, value } = misplaced;
  return isFrameOptions(name) || (name.toLowerCase() === CSP && mentionsFrameAncestors({ value }));
}

/** For `shared`: the ids of the levels at which a framing header was written where no browser reads it. */
function levelsWithMisplaced({ misplaced }: Site): ReadonlySet<string> {
  return new Set(misplaced.filter(isMisplacedFraming).map(({ level }) => level.id));
}

/** The outer levels' lines that would close the scope if they were in force. */
export function lostPolicy(scope: Scope): readonly HeaderOp[] {
  const lost = scope.cut?.lost.filter((op) => isFramingHeader(op.spelling)) ?? [];
  if (lost.length === 0) return [];
  const restored = respond({ ops: [...scope.ops, ...lost] }, successAnswer(scope));
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
  if (lostPolicy(scope).length > 0) return 'lost';
  const misplaced = shared(levelsWithMisplaced);
  return scope.path.some(({ id }) => misplaced.has(id)) ? 'misplaced' : 'missing';
}
