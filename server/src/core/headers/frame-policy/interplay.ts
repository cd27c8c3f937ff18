import type { Span } from '../../model/place.ts';
import { reachOf, reachRank } from '../content-security-policy/frame-ancestors.ts';
import {
  directiveNamed,
  parsePolicies,
  sourcesOf,
  type Source,
} from '../content-security-policy/policies.ts';
import type { FrameDiagnosis } from './diagnosis.ts';
import { hasUnknown, shown } from './header-text.ts';
import type { FramingLine, FramingLines } from './lines.ts';
import type { Decision } from './verdict.ts';

/** What X-Frame-Options and the policies mean for each other. */
export function judgeTogether(
  lines: FramingLines,
  decision: Decision,
  cspIsFaulty: boolean,
): readonly FrameDiagnosis[] {
  if (decision.by === 'csp') return judgeDecidedByCsp(lines, decision);
  // `unknown` that no header decides: the policy may yet contain frame-ancestors.
  if (decision.verdict === 'unknown' && decision.by === undefined) return [];
  const reportOnly = judgeReportOnly(lines.reportOnly, decision);
  if (reportOnly !== undefined) return [reportOnly];
  if (lines.xfo.length > 0 || cspIsFaulty) return [];
  const policy = lines.csp.find((line) => /[^\s;,]/.test(line.value));
  if (policy === undefined) return [];
  return [
    {
      code: 'csp-no-frame-ancestors',
      severity: 'information',
      line: policy.index,
      message:
        'This policy has no frame-ancestors, and default-src does not cover framing: every site can frame this. Add frame-ancestors.',
    },
  ];
}

function judgeDecidedByCsp({ xfo, csp }: FramingLines, decision: Decision): readonly FrameDiagnosis[] {
  const { verdict } = decision;
  const list = csp.filter((line) => decision.decidedBy.includes(line.index));
  const closes = decision.xfo === 'deny' || decision.xfo === 'conflict' || decision.xfo === 'sameorigin';
  const said =
    decision.xfo === 'sameorigin' ? 'SAMEORIGIN' : decision.xfo === 'deny' ? 'DENY' : 'in conflict';
  if (verdict === 'open') {
    const open = firstOpen(list);
    if (open === undefined) return [];
    const { line, source } = open;
    const text = shown(source.text);
    const where = { line: line.index, ...spanIn(line, source.span) };
    if (closes) {
      const message = `\`frame-ancestors ${text}\` cancels X-Frame-Options (${said}): every site can frame this. Name the origins that may, or remove it.`;
      return [{ code: 'weakened-by-csp', severity: 'error', ...where, message }];
    }
    const message = `\`${text}\` lets every site frame this. Name the origins that may.`;
    const found: FrameDiagnosis[] = [{ code: 'csp-open', severity: 'warning', ...where, message }];
    return [...found, ...overridden(xfo)];
  }
  const reach = decision.xfo === 'sameorigin' ? 'same-origin' : 'deny';
  const [first] = xfo;
  if (verdict === 'unknown' || first === undefined || !closes || reachRank[verdict] <= reachRank[reach]) {
    return overridden(xfo);
  }
  // `'self' https://partner` with SAMEORIGIN for old browsers is the recommended pair.
  const pair = reach === 'same-origin' && list.every((line) => hasSelf(line.value));
  return [
    {
      code: 'differs-from-csp',
      severity: pair ? 'information' : 'warning',
      line: first.index,
      message: `X-Frame-Options is ${said}, but frame-ancestors lets ${verdict === 'same-origin' ? 'the same origin' : 'other origins'} in, and browsers follow frame-ancestors.${pair ? '' : ' Make the two agree.'}`,
    },
  ];
}

function overridden(xfo: readonly FramingLine[]): readonly FrameDiagnosis[] {
  const [first] = xfo;
  if (first === undefined) return [];
  return [
    {
      code: 'overridden-by-csp',
      severity: 'information',
      line: first.index,
      message: 'Browsers follow frame-ancestors and do not look at X-Frame-Options.',
    },
  ];
}

function judgeReportOnly(lines: readonly FramingLine[], decision: Decision): FrameDiagnosis | undefined {
  for (const line of lines) {
    for (const policy of parsePolicies(line.value)) {
      const directive = directiveNamed(policy, 'frame-ancestors');
      if (directive === undefined) continue;
      const bare = decision.verdict === 'open';
      return {
        code: 'csp-report-only-only',
        severity: bare ? 'error' : 'warning',
        line: line.index,
        ...spanIn(line, directive.span),
        message: bare
          ? 'A report-only policy blocks nothing, so every site can frame this. Send frame-ancestors in Content-Security-Policy.'
          : 'A report-only policy blocks nothing and does not replace X-Frame-Options. Send frame-ancestors in Content-Security-Policy.',
      };
    }
  }
  return undefined;
}

function firstOpen(
  lines: readonly FramingLine[],
): { readonly line: FramingLine; readonly source: Source } | undefined {
  for (const line of lines) {
    const source = sourcesInForce(line.value).find(({ text }) => reachOf([text]) === 'open');
    if (source !== undefined) return { line, source };
  }
  return undefined;
}

function hasSelf(value: string): boolean {
  return sourcesInForce(value).some(({ text }) => text.toLowerCase() === "'self'");
}

function sourcesInForce(value: string): readonly Source[] {
  return parsePolicies(value).flatMap((policy) => {
    const directive = directiveNamed(policy, 'frame-ancestors');
    return directive === undefined ? [] : sourcesOf(value, directive);
  });
}

function spanIn(line: FramingLine, span: Span): { readonly span?: Span } {
  return hasUnknown(line.value) ? {} : { span };
}
