import { judgeFrameAncestors } from '../content-security-policy/judge.ts';
import { judgeFrameOptions } from '../x-frame-options/judge.ts';
import type { FrameDiagnosis } from './diagnosis.ts';
import { judgeTogether } from './interplay.ts';
import { framingLines, type FramingLines, type PolicyLine } from './lines.ts';
import { judgeNames } from './names.ts';
import { decide, type Decision, type FrameVerdict } from './verdict.ts';

export interface FramePolicy {
  readonly verdict: FrameVerdict;
  /** One plain sentence. */
  readonly because: string;
  /** Indices of the lines that decide. */
  readonly decidedBy: readonly number[];
  /** In the order of the lines. */
  readonly diagnoses: readonly FrameDiagnosis[];
}

/**
 * Who may frame a response with these header lines, in the browser that protects least, and what is wrong with
 * the lines. That nothing is set at all is no diagnosis: the verdict is `open` and `decidedBy` is empty.
 */
export function framePolicy(lines: readonly PolicyLine[]): FramePolicy {
  const framing = framingLines(lines);
  const decision = decide(framing);
  const diagnoses = [...judgeLines(framing, decision), ...judgeNames(lines)];
  if (diagnoses.length > 1) diagnoses.sort(byPlace);
  return { verdict: decision.verdict, because: decision.because, decidedBy: decision.decidedBy, diagnoses };
}

function judgeLines(framing: FramingLines, decision: Decision): readonly FrameDiagnosis[] {
  const { xfo, csp } = framing;
  const found: FrameDiagnosis[] = [];
  for (const { value, index } of csp) {
    for (const diagnosis of judgeFrameAncestors(value, index)) {
      // A directive that comes into force puts X-Frame-Options out of it: not a thing to do unasked.
      const guess = xfo.length > 0 && decision.by !== 'csp' && diagnosis.suggestion === 'respell';
      found.push(guess ? { ...diagnosis, suggestion: 'guess' } : diagnosis);
    }
  }
  const cspIsFaulty = found.length > 0;
  for (const diagnosis of judgeFrameOptions(xfo.map((line) => line.value))) {
    const line = xfo[diagnosis.line]?.index ?? 0;
    // Whatever it says, browsers do not read it.
    found.push({ ...diagnosis, line, severity: decision.by === 'csp' ? 'information' : diagnosis.severity });
  }
  found.push(...judgeTogether(framing, decision, cspIsFaulty));
  return found;
}

function byPlace(a: FrameDiagnosis, b: FrameDiagnosis): number {
  return a.line - b.line || (a.span?.start ?? 0) - (b.span?.start ?? 0);
}
