import { directiveNamed, parsePolicies } from '../../headers/content-security-policy/policies.ts';
import type { FrameDiagnosis } from '../../headers/frame-policy/diagnosis.ts';
import type { FrameVerdict } from '../../headers/frame-policy/verdict.ts';
import type { Fix } from '../../model/finding.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import { defineRule } from '../../model/rule.ts';
import { faultsIn, mendingValues, type Fault } from '../diagnoses.ts';
import { isContradiction, isFrameOptions, type Framing } from '../framing.ts';

/** An enforced frame-ancestors: browsers then do not look at X-Frame-Options, whatever the two say. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-overridden',
    since: '0.1.0',
    severity: 'warning',
    summary: 'X-Frame-Options and an enforced frame-ancestors, which cancels it, say different things.',
    messages: {
      contradiction: '{text}',
      dead: 'X-Frame-Options is {value}, but {because} Browsers follow frame-ancestors. Make the two agree, for those that do not know it.',
    },
  },
  check(_site, { shared, report }) {
    for (const fault of faultsIn(shared, isContradiction)) {
      const { diagnosis, op } = fault;
      report('contradiction', op.value.at, {
        args: { text: diagnosis.message },
        severity: diagnosis.severity,
        fixes: () => agreements(fault),
      });
    }
    for (const fault of faultsIn(shared, ({ code }) => code === 'overridden-by-csp')) {
      const { op, framing } = fault;
      const value = meaningOf(op);
      const { verdict, because } = framing.policy;
      if (value === undefined || WORTH[verdict] === value || isFaulty(framing, fault.diagnosis)) continue;
      report('dead', op.value.at, {
        args: { value, because },
        severity: 'information',
        fixes: () => setTo(op, verdict),
      });
    }
  },
});

/** What X-Frame-Options can say of a verdict at best. */
const WORTH: Readonly<Record<FrameVerdict, string | undefined>> = {
  deny: 'DENY',
  'same-origin': 'SAMEORIGIN',
  'allow-list': 'SAMEORIGIN',
  open: undefined,
  unknown: undefined,
};

function meaningOf({ value }: HeaderOp): string | undefined {
  const text = value.kind === 'literal' ? value.text.trim().toUpperCase() : '';
  return text === 'DENY' || text === 'SAMEORIGIN' ? text : undefined;
}

/** A line that is wrong in itself, or one of several, is the matter of another rule. */
function isFaulty({ policy, lines }: Framing, { line }: FrameDiagnosis): boolean {
  const names = lines.filter(({ name }) => isFrameOptions(name));
  return (
    names.length > 1 ||
    policy.diagnoses.some((each) => each.line === line && each.code !== 'overridden-by-csp')
  );
}

function setTo({ edits }: HeaderOp, verdict: FrameVerdict): readonly Fix[] {
  const value = WORTH[verdict];
  if (edits.rewrite === undefined || value === undefined) return [];
  return [{ title: `Set X-Frame-Options to ${value}`, safe: false, changes: edits.rewrite({ value }) }];
}

/** Either header can be made to say what the other one does. */
function agreements(fault: Fault): readonly Fix[] {
  const { framing } = fault;
  const csp = framing.policy.decidedBy.flatMap((index) => framing.lines[index]?.op ?? []);
  const xfo = framing.lines.flatMap(({ name, op }) => (isFrameOptions(name) && op !== undefined ? [op] : []));
  const [options] = xfo;
  const said = xfo.length === 1 && options !== undefined ? meaningOf(options) : undefined;
  const [policy] = csp;
  const sources = said === 'DENY' ? "'none'" : "'self'";
  const changes =
    csp.length === 1 && policy !== undefined && said !== undefined ? limited(policy, sources) : [];
  const limit: Fix = { title: `Limit the policy to frame-ancestors ${sources}`, safe: false, changes };
  const own = isFrameOptions(fault.op.spelling) ? mendingValues(fault) : [];
  return [...own, ...(changes.length > 0 ? [limit] : [])];
}

/** The policy with other sources in its only frame-ancestors. */
function limited({ value, edits }: HeaderOp, sources: string): Fix['changes'] {
  if (value.kind !== 'literal' || edits.rewrite === undefined) return [];
  const found = parsePolicies(value.text).flatMap(
    (policy) => directiveNamed(policy, 'frame-ancestors') ?? [],
  );
  const [directive] = found;
  if (directive === undefined || found.length > 1) return [];
  const { text } = value;
  const written = `${text.slice(0, directive.nameSpan.end)} ${sources}${text.slice(directive.span.end)}`;
  return edits.rewrite({ value: written });
}
