import { defineRule } from '../../model/rule.ts';
import { causes, framings } from '../framing.ts';
import { insertFixes } from '../insert-fixes.ts';
import { groupsToMend } from '../mend-groups.ts';

/** No framing policy at all, reported once at the outermost place where one insertion would mend it. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-missing',
    since: '0.1.0',
    severity: 'warning',
    summary: 'Pages are sent without any framing policy.',
    messages: {
      one: 'No framing policy: any site can frame the pages of {label} and lure clicks onto them. Add X-Frame-Options, or Content-Security-Policy with frame-ancestors.',
      many: 'No framing policy: any site can frame the pages of {count} servers or routes in this block. Add X-Frame-Options here, or Content-Security-Policy with frame-ancestors.',
      asset:
        'No framing policy: {label} serves only images, styles, scripts or fonts, so little can be gained by framing it. Add X-Frame-Options for completeness.',
    },
  },
  check(_site, { policy, shared, report }) {
    const why = shared(causes);
    const all = shared(framings);
    const open = all.filter(({ scope }, index) => scope.whole && why[index] === 'missing');
    for (const group of groupsToMend(open, all)) {
      const { level, hosts } = group;
      const assetsOnly = group.scopes.every((framing) => framing.page === 'asset');
      report(assetsOnly ? 'asset' : hosts > 1 ? 'many' : 'one', level.at, {
        args: { label: level.label, count: String(hosts) },
        severity: assetsOnly ? 'information' : undefined,
        fixes: insertFixes(group.insertions, policy),
      });
    }
  },
});
