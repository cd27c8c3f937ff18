import type { FrameDiagnosis } from '../headers/frame-policy/diagnosis.ts';
import type { Fix } from '../model/finding.ts';
import type { HeaderOp } from '../model/header-op.ts';
import type { Shared } from '../model/rule.ts';
import type { Site } from '../model/scope.ts';
import { framePolicyOf, type OutcomePolicy } from '../headers/frame-policy/from-outcome.ts';
import { framings, isContradiction, isInvalidValue, type Framing } from './framing.ts';

const VALID: readonly string[] = ['SAMEORIGIN', 'DENY'];

/** A fault that the frame policy sees, with the instruction that wrote the faulty line. */
export interface Fault {
  readonly diagnosis: FrameDiagnosis;
  readonly op: HeaderOp;
  readonly framing: Framing;
}

/**
 * The faults of these codes in what the site's scopes send. Several scopes may share one instruction; those that answer
 * come first, and where none does, a fault does no harm yet.
 */
export function faultsIn(shared: Shared, isOurs: (diagnosis: FrameDiagnosis) => boolean): readonly Fault[] {
  return shared(allFaults).flatMap((fault): readonly Fault[] => {
    if (!isOurs(fault.diagnosis)) return [];
    if (!isIdle(fault.framing)) return [fault];
    return [{ ...fault, diagnosis: { ...fault.diagnosis, severity: 'information' } }];
  });
}

/** For `shared`: what the frame policy says against every scope. */
function allFaults(_site: Site, shared: Shared): readonly Fault[] {
  const faulty = shared(framings)
    .flatMap((framing): readonly Framing[] => framing.ways ?? [framing])
    .filter(({ policy }) => policy.diagnoses.length > 0);
  const ordered = [...faulty.filter((each) => !isIdle(each)), ...faulty.filter(isIdle)];
  return ordered.flatMap((framing) =>
    framing.policy.diagnoses.flatMap((diagnosis) => {
      const op = framing.lines[diagnosis.line]?.op;
      return op === undefined ? [] : [{ diagnosis, op, framing }];
    }),
  );
}

function isIdle({ scope }: Framing): boolean {
  return scope.answers.length === 0;
}

/** The fix that a diagnosis itself knows; a guess is for a person to confirm. */
export function suggestedFixes(fault: Fault): readonly Fix[] {
  const { diagnosis, op } = fault;
  const { suggestion, replace, rename, sources } = diagnosis;
  const { rewrite, remove } = op.edits;
  switch (suggestion) {
    case 'respell':
    case 'guess':
      if (rewrite === undefined || replace === undefined || !mends(fault, replace)) return [];
      return [
        {
          title: `Replace with ${replace}`,
          safe: suggestion === 'respell',
          changes: rewrite({ value: replace }),
        },
      ];
    case 'rename':
      if (rewrite === undefined || rename === undefined) return [];
      return [{ title: `Rename to ${rename}`, safe: true, changes: rewrite({ name: rename }) }];
    case 'move-to-csp': {
      if (rewrite === undefined || sources === undefined) return [];
      const value = `frame-ancestors ${sources.join(' ')}`;
      const changes = rewrite({ name: 'Content-Security-Policy', value });
      return [{ title: `Send Content-Security-Policy: ${value} instead`, safe: false, changes }];
    }
    case 'drop-line':
      return remove === undefined
        ? []
        : [{ title: 'Remove this line', safe: diagnosis.code === 'duplicate-equal', changes: remove }];
    default:
      return [];
  }
}

/** For a value that means nothing: the two that browsers know. */
export function validValueFixes(op: HeaderOp, values = VALID): readonly Fix[] {
  const { rewrite } = op.edits;
  if (rewrite === undefined) return [];
  return values.map((value) => ({ title: `Set ${value}`, safe: false, changes: rewrite({ value }) }));
}

/** Those of the two that agree with what else is sent. */
export function mendingValues(fault: Fault): readonly Fix[] {
  return validValueFixes(
    fault.op,
    VALID.filter((value) => mends(fault, value)),
  );
}

/** Whether another value takes the fault away and brings no other: beside frame-ancestors, say, a valid one may differ. */
function mends({ diagnosis, op, framing }: Fault, value: string): boolean {
  const lines = framing.lines.map((line) => (line.op === op ? { ...line, value } : line));
  const codes = (policy: OutcomePolicy): readonly string[] =>
    policy.diagnoses
      .filter((each) => (isInvalidValue(each) || isContradiction(each)) && policy.lines[each.line]?.op === op)
      .map(({ code }) => code);
  const [before, after] = [codes(framing.policy), codes(framePolicyOf({ lines, opaque: [] }))];
  const left = (list: readonly string[]): number => list.filter((code) => code === diagnosis.code).length;
  return after.every((code) => before.includes(code)) && left(after) <= Math.max(0, left(before) - 1);
}
