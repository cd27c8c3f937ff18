import type { Fix, Related } from '../../model/finding.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import { placeKey } from '../../model/place.ts';
import { defineRule, type Shared } from '../../model/rule.ts';
import { faultsIn, suggestedFixes, type Fault } from '../diagnoses.ts';
import { framingOf, framings, isFrameOptions } from '../framing.ts';
import { groupBy } from '../group-by.ts';
import { besideSeen, besideUnknown, hidingFix } from '../hide-service.ts';
import { removalOf } from '../removal.ts';

/** Several different values: browsers then block every frame, also the site's own. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-conflict',
    since: '0.1.0',
    severity: 'error',
    summary: 'Different X-Frame-Options values are sent together, so browsers block every frame.',
    messages: {
      conflict: '{text}',
      service:
        'If the service behind sends an X-Frame-Options of its own, both go out, and any other value than {value} makes browsers block every frame. Keep its header back.',
    },
  },
  check(_site, { shared, report }) {
    for (const fault of faultsIn(
      shared,
      ({ code }) => code === 'conflicting-values' || code === 'empty-list-member',
    )) {
      const { diagnosis, op } = fault;
      report('conflict', op.value.at, {
        args: { text: diagnosis.message },
        severity: diagnosis.severity,
        related: others(fault).map((other): Related => ({
          at: other.statement,
          message: 'Another value is set here.',
        })),
        fixes: () =>
          diagnosis.code === 'conflicting-values'
            ? [...hidingFix(besideSeen(placeKey(op.statement), shared), shared), ...keepOne(fault, shared)]
            : suggestedFixes(fault),
      });
    }
    const beside = shared(framings).flatMap(besideUnknown);
    for (const group of groupBy(beside, ({ op }) => placeKey(op.statement))) {
      const [{ op, scope }] = group;
      report('service', op.statement, {
        args: { value: 'SAMEORIGIN' },
        severity: 'information',
        hint: true,
        related: scope.service && [{ at: scope.service.at, message: 'The service is asked here.' }],
        fixes: () =>
          hidingFix(
            group.map((each) => each.scope),
            shared,
          ),
      });
    }
  },
});

/** Every instruction that sends one of the conflicting lines. */
function senders({ framing }: Fault): readonly HeaderOp[] {
  return framing.lines.flatMap((line) =>
    isFrameOptions(line.name) && line.op !== undefined ? [line.op] : [],
  );
}

function others(fault: Fault): readonly HeaderOp[] {
  return senders(fault).filter((op) => op !== fault.op);
}

/** One fix for each valid value: all other lines go. */
function keepOne(fault: Fault, shared: Shared): readonly Fix[] {
  const ops = senders(fault);
  const valid = ops.filter(
    (op) => op.value.kind === 'literal' && /^\s*(deny|sameorigin)\s*$/i.test(op.value.text),
  );
  return valid.flatMap((kept) => {
    const others = ops.filter((op) => op !== kept);
    const changes = removalOf(shared, others);
    if (changes === undefined || staysInConflict(fault, others)) return [];
    const text = kept.value.kind === 'literal' ? kept.value.text : '';
    return [{ title: `Keep ${text}, remove the other X-Frame-Options`, safe: false, changes }];
  });
}

/** Whether a line that the removed ones had replaced would come forth and conflict in turn. */
function staysInConflict({ framing: { scope } }: Fault, removed: readonly HeaderOp[]): boolean {
  const statements = new Set(removed.map((op) => placeKey(op.statement)));
  const ops = scope.ops.filter((op) => !statements.has(placeKey(op.statement)));
  return framingOf({ ...scope, ops }).policy.diagnoses.some(({ code }) => code === 'conflicting-values');
}
