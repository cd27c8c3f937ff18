import type { Fix } from '../../model/finding.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import { placeKey } from '../../model/place.ts';
import { defineRule, type Shared } from '../../model/rule.ts';
import { faultsIn, suggestedFixes, type Fault } from '../diagnoses.ts';
import { isFrameOptions } from '../framing.ts';
import { besideSeen, hidingFix } from '../hide-service.ts';
import { removalOf } from '../removal.ts';

/** The same value twice: harmless today. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-duplicate',
    since: '0.1.0',
    severity: 'information',
    summary: 'X-Frame-Options is sent twice with the same value.',
    messages: { duplicate: '{text}' },
  },
  check(_site, { shared, report }) {
    for (const fault of faultsIn(shared, ({ code }) => code === 'duplicate-equal')) {
      const spare = spareOf(fault);
      report('duplicate', (spare ?? fault.op).statement, {
        args: { text: fault.diagnosis.message },
        fixes: () => (spare === undefined ? suggestedFixes(fault) : removal(shared, spare)),
        tag: 'unnecessary',
      });
    }
  },
});

/** The line that adds least: the last but for one that reaches every status. Undefined where one line says it twice. */
function spareOf({ framing }: Fault): HeaderOp | undefined {
  const ops = framing.lines.flatMap(({ name, op }) => (isFrameOptions(name) && op !== undefined ? [op] : []));
  const kept = ops.find((op) => op.reach.statuses === undefined) ?? ops[0];
  return ops.findLast((op) => op !== kept);
}

function removal(shared: Shared, spare: HeaderOp): readonly Fix[] {
  const hiding = hidingFix(besideSeen(placeKey(spare.statement), shared), shared);
  if (hiding.length > 0) return hiding;
  const changes = removalOf(shared, [spare]);
  return changes === undefined ? [] : [{ title: 'Remove this line', safe: true, changes }];
}
