import { defineRule } from '../../model/rule.ts';

/** A reference to something outside the workspace: what it adds cannot be known. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-unresolved',
    since: '0.1.0',
    severity: 'information',
    summary: 'The framing policy depends on something that is not in the workspace.',
    messages: {
      unresolved:
        '{what} is not in this workspace, so it cannot be told whether it sets a framing policy. Open its folder too, or check it by hand.',
    },
  },
  check(site, { report }) {
    for (const { at, what } of site.unresolved ?? []) report('unresolved', at, { args: { what } });
  },
});
