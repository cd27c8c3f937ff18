import { framePolicy, type FramePolicy } from '../../../server/src/core/headers/frame-policy/policy.ts';
import type { Found } from '../../support/check.ts';
import { inForceAt, type Around, type Ask } from './asks.ts';
import type { Seen } from './observe.ts';
import type { Rendered } from './render.ts';
import type { Block, Statement } from './tree.ts';

/** Answers without anything that a frame could show. */
const bodiless = new Set([204, 301, 302, 303, 304, 307, 308]);

/** An answer, and what a browser makes of the header lines that were really sent. */
interface Judged {
  readonly seen: Seen<Ask>;
  readonly policy: FramePolicy;
}

/** What the findings leave out of what is really wrong, or add to it. Empty: they agree with the real answers. */
export function compareFindings(
  seen: readonly Seen<Ask>[],
  found: readonly Found[],
  rendered: Rendered,
): readonly string[] {
  const judged = seen.map((each): Judged => ({ seen: each, policy: policyOf(each) }));
  const framing = found.filter(({ finding }) => finding.rule.startsWith('frame-policy-'));
  return [
    ...judged.flatMap((each) => unexplained(each, framing, rendered)),
    ...judged.flatMap((each) => bareErrors(each, judged, framing, rendered)),
    ...framing.flatMap((each) => unfounded(each, judged, rendered)),
    // nginx has taken the files.
    ...found.flatMap(({ finding }) =>
      finding.rule.startsWith('nginx-') && finding.severity === 'error'
        ? [`refused: ${finding.message}`]
        : [],
    ),
  ];
}

/** What browsers make of the lines that were sent. */
export function policyOf({ lines }: Seen): FramePolicy {
  return framePolicy(lines.map(([name, value]) => ({ name, value })));
}

/** A page that any site may frame has a finding that says so, at the level that makes it so. */
function unexplained(
  { seen, policy }: Judged,
  framing: readonly Found[],
  rendered: Rendered,
): readonly string[] {
  if (policy.verdict !== 'open' || seen.status !== 200) return [];
  return framing.some((each) => explains(each, seen.ask, rendered))
    ? []
    : [`${shown(seen)} is open, and nothing says so`];
}

function explains(found: Found, ask: Ask, rendered: Rendered): boolean {
  const inForce = inForceAt(ask);
  const at = (node: Statement | Block): boolean => standsAt(found, node, rendered);
  switch (found.finding.rule) {
    case 'frame-policy-missing':
      return ask.around.some(({ block }) => at(block));
    case 'frame-policy-lost':
      return inForce !== undefined && at(inForce.block);
    case 'frame-policy-request-side':
      return ask.around.some(({ items }) => items.some((item) => item.keyword !== 'add_header' && at(item)));
    default:
      return inForce?.items.some((item) => item.keyword === 'add_header' && at(item)) ?? false;
  }
}

/** An error page that goes out bare although the page itself is protected is the matter of one rule. */
function bareErrors(
  { seen, policy }: Judged,
  all: readonly Judged[],
  framing: readonly Found[],
  rendered: Rendered,
): readonly string[] {
  if (policy.verdict !== 'open' || seen.status < 400) return [];
  const isProtected = all.some(
    (other) => other.seen.ask.label === seen.ask.label && other.seen.status === 200 && isSound(other.policy),
  );
  const isSaid = framing.some(
    (each) => each.finding.rule === 'frame-policy-success-only' && explains(each, seen.ask, rendered),
  );
  return isProtected && !isSaid ? [`${shown(seen)} is bare, and nothing says so`] : [];
}

/** Protected, and not by accident: conflicting values close a page too. */
export function isSound({ verdict, diagnoses }: FramePolicy): boolean {
  return verdict !== 'open' && diagnoses.every(({ severity }) => severity === 'information');
}

/** A warning or an error has an answer under it that bears it out. */
function unfounded(found: Found, judged: readonly Judged[], rendered: Rendered): readonly string[] {
  const { finding } = found;
  if (finding.severity === 'information') return [];
  const under = judged.filter(({ seen }) => concerns(found, seen.ask, rendered));
  const borneOut = under.some(({ seen, policy }) => {
    const open = policy.verdict === 'open' && !bodiless.has(seen.status);
    switch (finding.rule) {
      case 'frame-policy-missing':
      case 'frame-policy-lost':
      case 'frame-policy-request-side':
        return open;
      case 'frame-policy-success-only':
        return open && seen.status >= 400;
      default:
        return open || !isSound(policy);
    }
  });
  return borneOut
    ? []
    : [`${finding.rule} at ${found.path}:${finding.at.start} is not borne out: ${finding.message}`];
}

/** Whether a finding speaks of an answer: it stands at a block around it, or at a line directly in one. */
export function concerns(found: Found, ask: Ask, rendered: Rendered): boolean {
  return ask.around.some((around) => standsIn(found, around, rendered));
}

function standsIn(found: Found, { block, items }: Around, rendered: Rendered): boolean {
  return [block, ...items.filter((item) => item.kind === 'statement')].some((node) =>
    standsAt(found, node, rendered),
  );
}

export function standsAt(
  { path, finding: { at } }: Found,
  node: Statement | Block,
  { spots }: Rendered,
): boolean {
  const spot = spots.get(node);
  return spot?.path === path && at.start < spot.end && spot.start < at.end;
}

function shown({ ask, status, lines }: Seen<Ask>): string {
  return `${ask.method ?? 'GET'} ${ask.path} (${ask.label}, ${status}: ${lines.map((line) => line.join(': ')).join(' | ') || 'no header'})`;
}
