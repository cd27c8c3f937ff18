import { reachOf, reachRank, type Reach } from '../content-security-policy/frame-ancestors.ts';
import { parsePolicies, sourcesOf, type CspPolicy } from '../content-security-policy/policies.ts';
import { weakestDisposition, type Disposition } from '../x-frame-options/parse.ts';
import { UNKNOWN, mayBecome } from './header-text.ts';
import type { FramingLine, FramingLines } from './lines.ts';

/** Who may frame a response, in the browser that allows most. */
export type FrameVerdict = 'deny' | 'same-origin' | 'allow-list' | 'open' | 'unknown';

export interface Decision {
  readonly verdict: FrameVerdict;
  /** One plain sentence. */
  readonly because: string;
  /** Indices of the lines that decide. */
  readonly decidedBy: readonly number[];
  /** Which header decides; `undefined`: neither, or it cannot be known. */
  readonly by: 'csp' | 'xfo' | undefined;
  readonly xfo: Disposition;
}

/**
 * The verdict is `unknown` only where an unknown piece decides between open and closed. Where the known pieces
 * close already and the rest can only narrow, the known pieces give the verdict.
 */
export function decide(lines: FramingLines): Decision {
  const xfo = weakestDisposition(lines.xfo.map((line) => line.value));
  return decideByCsp(lines.csp, xfo) ?? decideByXfo(lines.xfo, xfo);
}

/** CSP3 6.4.2.2: if any enforced policy has frame-ancestors, they decide together, and X-Frame-Options not at all. */
function decideByCsp(csp: readonly FramingLine[], xfo: Disposition): Decision | undefined {
  const reaches: { readonly index: number; readonly reach: Reach | 'maybe' }[] = [];
  for (const { index, value } of csp) {
    // Most values have neither; this spares parsing them.
    if (!/frame-ancestors/i.test(value) && !value.includes(UNKNOWN)) continue;
    for (const policy of parsePolicies(value)) {
      const reach = reachOfPolicy(value, policy);
      if (reach !== undefined) reaches.push({ index, reach });
    }
  }
  if (reaches.length === 0) return undefined;
  let least: Reach = 'open';
  for (const { reach } of reaches) {
    if (reach !== 'maybe' && reachRank[reach] < reachRank[least]) least = reach;
  }
  const doubtful = reaches.filter(({ reach }) => reach === 'maybe' || reach === 'unknown');
  if (least === 'open' && doubtful.length > 0) {
    const known = reaches.some(({ reach }) => reach !== 'maybe');
    return {
      verdict: 'unknown',
      because: known
        ? 'The sources of frame-ancestors are known only at run time.'
        : 'Content-Security-Policy is known only at run time and may contain frame-ancestors.',
      decidedBy: distinct(doubtful),
      by: known ? 'csp' : undefined,
      xfo,
    };
  }
  return {
    verdict: least,
    because: cspBecause[least],
    decidedBy: distinct(reaches.filter(({ reach }) => reach === least)),
    by: 'csp',
    xfo,
  };
}

const cspBecause: Readonly<Record<Reach, string>> = {
  deny: 'frame-ancestors lets nobody in.',
  'same-origin': "frame-ancestors is 'self'.",
  'allow-list': 'frame-ancestors lists who may frame it.',
  open: 'frame-ancestors lets every site in.',
  unknown: 'The sources of frame-ancestors are known only at run time.',
};

/** `undefined`: the policy says nothing of framing. `maybe`: it may, in a piece that only run time knows. */
function reachOfPolicy(value: string, policy: CspPolicy): Reach | 'maybe' | undefined {
  for (const directive of policy.directives) {
    if (!directive.ascii) continue;
    if (directive.name === 'frame-ancestors') {
      return reachOf(sourcesOf(value, directive).map((source) => source.text));
    }
    // A piece at the start of a directive may be any directive. Inside the sources of another directive
    // (`script-src 'nonce-…'`) it is taken for a source: it could hold a `;`, but nobody writes policies so.
    if (directive.name.startsWith(UNKNOWN) || mayBecome(directive.name, 'frame-ancestors')) return 'maybe';
  }
  return undefined;
}

function distinct(found: readonly { readonly index: number }[]): readonly number[] {
  return [...new Set(found.map(({ index }) => index))];
}

function decideByXfo(lines: readonly FramingLine[], xfo: Disposition): Decision {
  const { verdict, because } = byDisposition[xfo];
  return {
    verdict,
    because,
    decidedBy: lines.map((line) => line.index),
    by: xfo === 'absent' ? undefined : 'xfo',
    xfo,
  };
}

const byDisposition: Readonly<Record<Disposition, Pick<Decision, 'verdict' | 'because'>>> = {
  absent: { verdict: 'open', because: 'No X-Frame-Options and no enforced frame-ancestors.' },
  deny: { verdict: 'deny', because: 'X-Frame-Options is DENY.' },
  sameorigin: { verdict: 'same-origin', because: 'X-Frame-Options is SAMEORIGIN.' },
  conflict: {
    verdict: 'deny',
    because: 'The X-Frame-Options values conflict, so browsers block every frame.',
  },
  ignored: {
    verdict: 'open',
    because: 'Browsers ignore the value of X-Frame-Options, and there is no enforced frame-ancestors.',
  },
  unknown: { verdict: 'unknown', because: 'X-Frame-Options is known only at run time.' },
};
