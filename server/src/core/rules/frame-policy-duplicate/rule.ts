import { defineRule } from '../../model/rule.ts';
import { faultsIn, suggestedFixes } from '../diagnoses.ts';

/** The same value twice: harmless today. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-duplicate',
    since: '0.1.0',
    severity: 'information',
    summary: 'X-Frame-Options is sent twice with the same value.',
    messages: { duplicate: '{text}' },
  },
  check(site, { report }) {
    for (const fault of faultsIn(site, ({ code }) => code === 'duplicate-equal')) {
      const { diagnosis, op } = fault;
      report('duplicate', op.statement, {
        args: { text: diagnosis.message },
        fixes: suggestedFixes(fault),
        tag: 'unnecessary',
      });
    }
  },
});
