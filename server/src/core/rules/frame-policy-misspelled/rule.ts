import type { Fix } from '../../model/finding.ts';
import { defineRule } from '../../model/rule.ts';
import { faultsIn, suggestedFixes, type Fault } from '../diagnoses.ts';
import { isMeantForFraming, isMisspelling } from '../framing.ts';

/** A header name that was meant as a framing header and that browsers do not read. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-misspelled',
    since: '0.1.0',
    severity: 'error',
    summary: 'The name of a framing header is misspelled, so browsers ignore it.',
    messages: {
      name: '{text}',
      spare:
        'Browsers do not read a header `{name}`; the one that they read is sent beside it. Remove this line.',
    },
  },
  check(_site, { shared, report }) {
    for (const fault of faultsIn(shared, isMisspelling)) {
      const { diagnosis, op, framing } = fault;
      // Beside a policy that works, renaming would make two that may conflict.
      const spare = framing.policy.verdict !== 'open';
      report(spare ? 'spare' : 'name', op.nameAt, {
        args: { text: diagnosis.message, name: op.spelling },
        severity: spare && diagnosis.severity === 'error' ? 'warning' : diagnosis.severity,
        fixes: () => (spare ? removal(fault) : renaming(fault)),
      });
    }
  },
});

/** Beside another line that is meant for framing, the right name may make two values that conflict. */
function renaming(fault: Fault): readonly Fix[] {
  const { lines } = fault.framing;
  const alone = lines.every(
    (line) => line.op === fault.op || line.op === undefined || !isMeantForFraming(line.op),
  );
  return suggestedFixes(fault).map((fix) => ({ ...fix, safe: fix.safe && alone }));
}

function removal({ op }: Fault): readonly Fix[] {
  const { remove } = op.edits;
  return remove === undefined ? [] : [{ title: `Remove ${op.spelling}`, safe: true, changes: remove }];
}
