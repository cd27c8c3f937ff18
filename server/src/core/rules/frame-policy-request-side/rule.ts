import { defineRule } from '../../model/rule.ts';
import { framingsByLevel, isMisplacedFraming, type Framing } from '../framing.ts';

/** A framing header sent to the service behind, or after the body: no browser sees it. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-request-side',
    since: '0.1.0',
    severity: 'error',
    summary: 'A framing header is set where no browser reads it: on the request, or in a trailer.',
    messages: {
      request:
        '{keyword} sends {name} to the service behind, not to the browser, so it protects nothing. Set it on the response.',
      trailer:
        '{keyword} sends {name} after the body, where browsers do not look for it. Set it as a response header.',
    },
  },
  check(site, { shared, report }) {
    for (const misplaced of site.misplaced.filter(isMisplacedFraming)) {
      const { where, keyword, name, at, move, level } = misplaced;
      const open = shared(framingsByLevel).get(level.id)?.filter(isOpenPage) ?? [];
      // Where every open page has header lines of its own, a line at this level would reach none of them.
      const isReached = open.some(({ scope }) => scope.insertions.some((each) => each.level.id === level.id));
      report(where, at, {
        args: { keyword, name },
        severity: open.length > 0 ? undefined : 'information',
        fixes:
          move === undefined || !isReached
            ? []
            : [
                {
                  title: `Send ${name} to the browser instead`,
                  safe: false,
                  changes: move,
                  levels: [level.id],
                },
              ],
      });
    }
  },
});

/** A redirect or an empty answer shows nothing, so nothing is lost there. */
function isOpenPage({ page, policy }: Framing): boolean {
  return policy.verdict === 'open' && (page === 'content' || page === 'asset');
}
