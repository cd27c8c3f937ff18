import { defineRule } from '../../model/rule.ts';

/** Written where the gateway does not read it. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-unread',
    since: '0.1.0',
    severity: 'error',
    summary: 'A framing header is written where the gateway does not read it.',
    messages: { unread: '{what} has no effect: {why}. {advice}' },
  },
  check(site, { report }) {
    for (const { at, what, why, advice, severity, title, fix } of site.unread ?? []) {
      report('unread', at, {
        args: { what, why, advice },
        severity,
        fixes:
          fix === undefined
            ? []
            : [{ title: title ?? 'Write it where it is read', safe: false, changes: fix }],
      });
    }
    for (const { at, why } of site.refused ?? []) {
      report('unread', at, {
        args: {
          what: 'This configuration',
          why,
          advice: 'Correct it, or the gateway does not start with it.',
        },
      });
    }
  },
});
