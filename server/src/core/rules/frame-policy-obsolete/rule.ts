import { defineRule } from '../../model/rule.ts';
import { faultsIn, mendingValues, suggestedFixes } from '../diagnoses.ts';

/** `ALLOW-FROM`: no current browser knows it, and all of them then allow everyone. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-obsolete',
    since: '0.1.0',
    severity: 'error',
    summary: 'ALLOW-FROM is obsolete: browsers ignore it and let every site frame the page.',
    messages: { obsolete: '{text}' },
  },
  check(_site, { shared, report }) {
    for (const fault of faultsIn(shared, ({ code }) => code === 'allow-from-obsolete')) {
      const { diagnosis, op } = fault;
      report('obsolete', op.value.at, {
        args: { text: diagnosis.message },
        severity: diagnosis.severity,
        fixes: () => [...suggestedFixes(fault), ...mendingValues(fault).slice(0, 1)],
        tag: 'deprecated',
      });
    }
  },
});
