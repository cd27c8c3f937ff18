import { defineRule } from '../../model/rule.ts';

/** A comment that silences a rule and does not say why. The engine reports it. */
export const rule = defineRule({
  meta: {
    id: 'suppression-reason',
    since: '0.1.0',
    severity: 'warning',
    summary: 'A comment silences a rule without a reason.',
    messages: {
      missing:
        'This comment does not say why the finding may be ignored, so nobody can tell later whether it still may. Add -- and the reason.',
    },
  },
  check: () => undefined,
});
