import { matchesName, type HeaderLine, type Outcome } from '../../model/respond.ts';
import type { FrameDiagnosis } from './diagnosis.ts';
import { framingHeader, framingLines, type PolicyLine } from './lines.ts';
import { mayConcernFraming } from './names.ts';
import { framePolicy, type FramePolicy } from './policy.ts';
import { decide, type Decision } from './verdict.ts';

export interface OutcomePolicy extends FramePolicy {
  /** `decidedBy` and the diagnoses' `line` are indices into these. */
  readonly lines: readonly HeaderLine[];
}

const NOTHING = framePolicy([]);
const ORDINARY: Readonly<Record<string, FramePolicy>> = {
  DENY: framePolicy([{ name: 'X-Frame-Options', value: 'DENY' }]),
  SAMEORIGIN: framePolicy([{ name: 'X-Frame-Options', value: 'SAMEORIGIN' }]),
};

/** Nearly all answers have either no line that has to do with framing, or one that leaves nothing to ask. */
function ordinaryPolicy(lines: readonly HeaderLine[]): OutcomePolicy | undefined {
  const index = lines.findIndex(({ name }) => mayConcernFraming(name));
  const line = lines[index];
  if (line === undefined) return { ...NOTHING, lines };
  if (framingHeader(line.name) !== 'xfo' || !line.certain) return undefined;
  const { value } = line;
  const text = typeof value === 'string' ? value : value.kind === 'literal' ? value.text : '';
  const policy = Object.hasOwn(ORDINARY, text) ? ORDINARY[text] : undefined;
  const isAlone = !lines.some(({ name }, other) => other > index && mayConcernFraming(name));
  return policy && isAlone ? { ...policy, decidedBy: [index], lines } : undefined;
}

/** More doubtful lines than this are not tried in every combination. */
const MOST_DOUBTS = 4;

/** The frame policy of what a gateway sends. Doubts make it `unknown`, unless every way leads to the same verdict. */
export function framePolicyOf(outcome: Outcome): OutcomePolicy {
  const { lines } = outcome;
  const ordinary = outcome.opaque.length > 0 ? undefined : ordinaryPolicy(lines);
  if (ordinary !== undefined) return ordinary;
  const plain = lines.map(plainLine);
  const doubtful = plain.flatMap(({ name }, index) => {
    const header = framingHeader(name);
    const matters = header === 'xfo' || header === 'csp';
    return matters && lines[index]?.certain === false ? [index] : [];
  });
  const whole = framePolicy(plain);
  if (doubtful.length === 0 && outcome.opaque.length === 0) return { ...whole, lines };
  const diagnoses = doubtful.length === 0 ? whole.diagnoses : judgeApart(plain, new Set(doubtful));
  const doubt = doubtOf(outcome, plain, doubtful);
  return doubt === undefined
    ? { ...whole, diagnoses, lines }
    : { verdict: 'unknown', because: doubt.because, decidedBy: doubt.decidedBy, diagnoses, lines };
}

function plainLine({ name, value }: HeaderLine): PolicyLine {
  if (typeof value === 'string') return { name, value };
  return { name, value: value.kind === 'literal' ? value.text : value.parts };
}

function doubtOf(
  { opaque }: Outcome,
  lines: readonly PolicyLine[],
  doubtful: readonly number[],
): Pick<Decision, 'because' | 'decidedBy'> | undefined {
  const changes = (name: string) => opaque.some((pattern) => matchesName(pattern, name));
  if (changes('content-security-policy')) {
    return {
      because: 'Something that cannot be read here may change Content-Security-Policy.',
      decidedBy: [],
    };
  }
  const decisions = combinations(lines, doubtful);
  // Only frame-ancestors makes X-Frame-Options not matter.
  if (changes('x-frame-options') && !decisions?.every(({ by }) => by === 'csp')) {
    return { because: 'Something that cannot be read here may change X-Frame-Options.', decidedBy: [] };
  }
  const [first] = decisions ?? [];
  if (first !== undefined && decisions?.every(({ verdict }) => verdict === first.verdict)) return undefined;
  const names = new Set(doubtful.map((index) => lines[index]?.name ?? ''));
  return {
    because: `A condition decides whether ${[...names].join(' and ')} is sent.`,
    decidedBy: doubtful,
  };
}

/** What comes out with and without each doubtful line; `undefined` where that would be too many to try. */
function combinations(
  lines: readonly PolicyLine[],
  doubtful: readonly number[],
): readonly Decision[] | undefined {
  if (doubtful.length > MOST_DOUBTS) return undefined;
  return Array.from({ length: 2 ** doubtful.length }, (_, sent) => {
    const missing = new Set(doubtful.filter((_line, bit) => (sent & (1 << bit)) === 0));
    return decide(framingLines(lines.filter((_line, index) => !missing.has(index))));
  });
}

/**
 * The doubtful lines may exclude each other (two branches of an `if`), so they are judged alone; the others
 * together.
 */
function judgeApart(lines: readonly PolicyLine[], doubtful: ReadonlySet<number>): readonly FrameDiagnosis[] {
  const certain = [...lines.keys()].filter((index) => !doubtful.has(index));
  const groups = [certain, ...[...doubtful].map((index) => [index])];
  return groups
    .flatMap((group) => {
      const own = group.flatMap((index) => lines[index] ?? []);
      return framePolicy(own)
        .diagnoses.filter(({ code }) => group === certain || code !== 'csp-no-frame-ancestors')
        .map((diagnosis) => ({ ...diagnosis, line: group[diagnosis.line] ?? diagnosis.line }));
    })
    .sort((a, b) => a.line - b.line);
}
