import type { Finding, Fix } from '../../../server/src/core/index.ts';
import { lint, type Bench, type Found } from '../../support/check.ts';
import { applyFix, inserted, moved, tokensOutside, touches } from '../../support/check-fix.ts';
import { tryFixAll } from './compare-fix-all.ts';
import { change, isAboutFraming, isOther, isWithin, isWorse, refusals, shown, type Files } from './effect.ts';
import { namedIn, type FixAim, type FixSubject } from './fix-subject.ts';
import { observe, type Lab, type Seen } from './observe.ts';

export interface TriedFixes {
  /** How many fixes were applied, each alone. */
  readonly fixes: number;
  /** Empty where every fix did what it says and nothing else. */
  readonly differences: readonly string[];
}

/** Applies every fix of every finding alone, then all safe ones together, and asks the real nginx each time. */
export async function tryFixes<Of extends FixAim>(subject: FixSubject<Of>, lab: Lab): Promise<TriedFixes> {
  const before = await lint(subject.files);
  const seen = await observe(subject.files, subject.asks, lab);
  const offers = before.findings.flatMap((found) => found.finding.fixes.map((fix) => ({ found, fix })));
  const differences: string[] = [];
  for (const { found, fix } of offers) {
    const fixed = applyFix(subject.files, fix, before.workspace);
    const faults = [
      ...refusals(fixed, lab),
      ...changedTokens(subject.files, fixed, fix, before),
      ...(await stillThere(found.finding, fix, fixed, before)),
      ...(await effects(subject, seen, fixed, { found, fix }, lab)),
    ];
    differences.push(...faults.map((fault) => `${found.finding.rule}, “${fix.title}”: ${fault}`));
  }
  const together = await tryFixAll(subject, seen, before, lab);
  return {
    fixes: offers.length,
    differences: [...differences, ...together.map((fault) => `fix all: ${fault}`)],
  };
}

function changedTokens(files: Files, fixed: Files, fix: Fix, { workspace }: Bench): readonly string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const changes = fix.changes.filter(({ at }) => at.uri === workspace.uri(path));
    const left = tokensOutside(
      text,
      changes.map(({ at }) => at),
    );
    const kept = tokensOutside(fixed[path] ?? '', inserted(changes));
    return left.join('\n') === kept.join('\n') ? [] : [`other tokens of ${path} changed`];
  });
}

async function stillThere(
  finding: Finding,
  fix: Fix,
  fixed: Files,
  before: Bench,
): Promise<readonly string[]> {
  const after = await lint(fixed);
  const alike = (all: readonly Found[], place: Finding['at']): readonly Found[] =>
    all.filter(
      (each) =>
        each.finding.rule === finding.rule &&
        touches(each.finding.at, place) &&
        // What remains to be known is no fault that remains.
        (each.finding.severity !== 'information' || finding.severity === 'information'),
    );
  const left = alike(after.findings, moved(finding.at, fix.changes));
  // One value may have two faults.
  return left.length < alike(before.findings, finding.at).length
    ? []
    : left.map((each) => `still there: ${each.finding.message}`);
}

/** What the fix does to the answers, against what it may do. */
async function effects<Of extends FixAim>(
  subject: FixSubject<Of>,
  before: readonly Seen<Of>[],
  fixed: Files,
  { found, fix }: { readonly found: Found; readonly fix: Fix },
  lab: Lab,
): Promise<readonly string[]> {
  const after = await observe(fixed, subject.asks, lab);
  const faults: string[] = [];
  let changes = 0;
  before.forEach((was, index) => {
    const is = after[index];
    if (is === undefined) return;
    const what = `${was.ask.path} (${was.status})`;
    if (was.status !== is.status) faults.push(`${what} is answered with ${is.status}`);
    if (shown(was.lines) === shown(is.lines)) return;
    changes++;
    if (!subject.mayChange(found, fix, was.ask)) faults.push(`${what} changed: ${change(was, is)}`);
    if (!isHonest(was, is, found, fix))
      faults.push(`${what} changed otherwise than told: ${change(was, is)}`);
    if (isWorse(was, is, found, fix)) faults.push(`${what} is worse now: ${change(was, is)}`);
  });
  faults.push(...partly(before, after, fix));
  // A finding that matters is mended where people see it.
  if (changes === 0 && found.finding.severity !== 'information') faults.push('no answer changed');
  return faults;
}

/** A line that is inserted with `always` reaches every answer of a scope, or none. */
function partly(before: readonly Seen<FixAim>[], after: readonly Seen[], { title }: Fix): readonly string[] {
  if (!title.startsWith('Insert add_header ')) return [];
  const same = before.filter((was, index) => shown(was.lines) === shown(after[index]?.lines ?? []));
  const reached = new Set(before.filter((was) => !same.includes(was)).map(({ ask }) => ask.label));
  return same
    .filter(({ ask }) => reached.has(ask.label))
    .map(({ ask, status }) => `${ask.path} (${status}) is not reached`);
}

/**
 * An insertion adds its line, a repetition adds lines between the others, and all else touches framing lines only, or
 * adds lines where the finding is about other headers.
 */
function isHonest(was: Seen, is: Seen, { finding }: Found, { title }: Fix): boolean {
  const added = /^Insert add_header (\S+) "(.*)" always in /.exec(title);
  if (added !== null) {
    const line = `${added[1] ?? ''}: ${added[2] ?? ''}`;
    const at = is.lines.findIndex((each) => shown([each]) === line);
    return at >= 0 && shown(is.lines.toSpliced(at, 1)) === shown(was.lines);
  }
  if (namedIn(title) !== undefined || !isAboutFraming(finding)) return isWithin(was.lines, is.lines);
  return shown(is.lines.filter(isOther)) === shown(was.lines.filter(isOther));
}
