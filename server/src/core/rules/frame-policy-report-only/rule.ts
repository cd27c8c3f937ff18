import { directiveNamed, parsePolicies } from '../../headers/content-security-policy/policies.ts';
import type { Fix } from '../../model/finding.ts';
import { defineRule } from '../../model/rule.ts';
import { faultsIn, type Fault } from '../diagnoses.ts';

/** frame-ancestors in a policy that only reports. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-report-only',
    since: '0.1.0',
    severity: 'error',
    summary: 'The framing policy is only reported: frame-ancestors stands in a report-only policy.',
    messages: { reported: '{text}' },
  },
  check(_site, { shared, report }) {
    for (const fault of faultsIn(shared, ({ code }) => code === 'csp-report-only-only')) {
      const { diagnosis, op } = fault;
      report('reported', op.value.at, {
        args: { text: diagnosis.message },
        severity: diagnosis.severity,
        fixes: () => [...enforcedBeside(fault), ...enforced(fault)],
      });
    }
  },
});

/** The framing part alone, in a header of its own: the rest of the policy stays on trial. */
function enforcedBeside({ op, framing }: Fault): readonly Fix[] {
  const { value } = op;
  const [insertion] = framing.scope.insertions;
  if (value.kind !== 'literal' || insertion === undefined) return [];
  const [directive] = parsePolicies(value.text).flatMap(
    (policy) => directiveNamed(policy, 'frame-ancestors') ?? [],
  );
  if (directive === undefined) return [];
  const { start, end } = directive.span;
  const text = value.text.slice(start, end);
  return [
    {
      title:
        insertion.title?.('Content-Security-Policy', text) ??
        `Insert add_header Content-Security-Policy "${text}" always in ${insertion.level.label}`,
      safe: false,
      changes: insertion.add('Content-Security-Policy', text),
      levels: [insertion.level.id],
    },
  ];
}

function enforced({ op }: Fault): readonly Fix[] {
  const { rewrite } = op.edits;
  if (rewrite === undefined) return [];
  const name = 'Content-Security-Policy';
  return [{ title: `Enforce the whole policy: rename to ${name}`, safe: false, changes: rewrite({ name }) }];
}
