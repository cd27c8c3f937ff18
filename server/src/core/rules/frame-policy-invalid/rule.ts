import type { Fix } from '../../model/finding.ts';
import { defineRule } from '../../model/rule.ts';
import { faultsIn, mendingValues, suggestedFixes, validValueFixes, type Fault } from '../diagnoses.ts';
import { emptyOps, framings, isFrameOptions, isInvalidValue } from '../framing.ts';

/** A value that browsers ignore or read otherwise than it was meant. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-invalid',
    since: '0.1.0',
    severity: 'error',
    summary: 'The value of a framing header means nothing to browsers, or not what was meant.',
    messages: {
      value: '{text}',
      empty:
        'An empty {header} is not sent at all, so any site can frame this. Set DENY or SAMEORIGIN, or remove the line.',
    },
  },
  check(_site, { shared, report }) {
    for (const fault of faultsIn(shared, isInvalidValue)) {
      const { diagnosis, op } = fault;
      report('value', op.value.at, {
        args: { text: diagnosis.message },
        severity: diagnosis.severity,
        fixes: () => fixesFor(fault),
      });
    }
    for (const { scope, policy, page } of shared(framings)) {
      if (policy.verdict !== 'open' || page === 'none' || page === 'canned') continue;
      for (const op of emptyOps(scope)) {
        report('empty', op.value.at, { args: { header: op.spelling }, fixes: () => validValueFixes(op) });
      }
    }
  },
});

function fixesFor(fault: Fault): readonly Fix[] {
  const suggested = suggestedFixes(fault);
  return isFrameOptions(fault.op.spelling) && !hasRewrite(suggested)
    ? [...suggested, ...mendingValues(fault)]
    : suggested;
}

function hasRewrite(fixes: readonly { readonly title: string }[]): boolean {
  return fixes.some((fix) => fix.title.startsWith('Replace'));
}
