import type { Fix } from '../../model/finding.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import { defineRule } from '../../model/rule.ts';
import { framings, isFrameOptions } from '../framing.ts';

const STRENGTH = { open: 0, unknown: 0, 'allow-list': 1, 'same-origin': 2, deny: 3 } as const;

/** A valid policy that allows more than the project's own setting asks for. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-weaker',
    since: '0.1.0',
    severity: 'warning',
    summary: 'The framing policy allows more than the project asks for.',
    messages: {
      weaker: 'This project asks for {policy}, and {header} allows more: {because} Set {policy} here.',
    },
  },
  check(_site, { policy, shared, report }) {
    if (policy === 'any') return;
    for (const { policy: sent, lines } of shared(framings)) {
      const strength = STRENGTH[sent.verdict];
      if (strength === 0 || strength >= STRENGTH[policy === 'DENY' ? 'deny' : 'same-origin']) continue;
      for (const op of sent.decidedBy.flatMap((index) => lines[index]?.op ?? [])) {
        report('weaker', op.value.at, {
          args: { policy, header: op.spelling, because: sent.because },
          fixes: () => fixFor(op, policy),
        });
      }
    }
  },
});

function fixFor(op: HeaderOp, policy: string): readonly Fix[] {
  const { rewrite } = op.edits;
  if (rewrite === undefined || !isFrameOptions(op.spelling)) return [];
  return [{ title: `Set ${policy}`, safe: false, changes: rewrite({ value: policy }) }];
}
