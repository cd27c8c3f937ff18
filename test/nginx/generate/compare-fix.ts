import {
  createLinter,
  defaultSettings,
  fixAllSafe,
  type Fix,
  type Finding,
} from '../../../server/src/core/index.ts';
import { lint, type Bench, type Found } from '../../support/check.ts';
import { applyFix, inserted, moved, tokensOutside, touches } from '../../support/check-fix.ts';
import { memoryWorkspace } from '../../support/workspace.ts';
import { nginxTest, prepareFiles } from '../support/judge.ts';
import { scan } from '../support/scan.ts';
import { isSound, policyOf } from './compare-findings.ts';
import { namedIn, type FixAim, type FixSubject } from './fix-subject.ts';
import { observe, type Line, type Seen, type Lab } from './observe.ts';

type Files = Readonly<Record<string, string>>;

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

function refusals(files: Files, { nginx }: Lab): readonly string[] {
  const { accepted, message, line } = nginxTest(prepareFiles(files), { nginx });
  return accepted ? [] : [`nginx refuses line ${line ?? '?'}: ${message}`];
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

function isAboutFraming({ rule }: Finding): boolean {
  return rule.startsWith('frame-policy-');
}

function isWithin(part: readonly Line[], whole: readonly Line[]): boolean {
  let from = 0;
  return part.every((line) => {
    const at = whole.findIndex((other, index) => index >= from && shown([other]) === shown([line]));
    from = at + 1;
    return at >= 0;
  });
}

async function tryFixAll<Of extends FixAim>(
  { files, asks, mayChange }: FixSubject<Of>,
  before: readonly Seen<Of>[],
  { workspace, findings }: Bench,
  lab: Lab,
): Promise<readonly string[]> {
  const texts = await allFixed(files);
  const fixed = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, texts.get(workspace.uri(path)) ?? text]),
  );
  const safe = findings.flatMap((found) =>
    found.finding.fixes.filter((fix) => fix.safe).map((fix) => ({ found, fix })),
  );
  if (safe.length > 0 !== texts.size > 0) return [`${safe.length} safe fixes, ${texts.size} files changed`];
  if (safe.length === 0) return [];
  const left = (await lint(fixed)).findings.flatMap(({ finding }) => finding.fixes.filter((fix) => fix.safe));
  const after = await observe(fixed, asks, lab);
  return [
    ...refusals(fixed, lab),
    ...left.map(({ title }) => `still offered: ${title}`),
    ...(shown(statements(fixed)) === shown(statements(files)) ? [] : ['other statements changed']),
    ...before.flatMap((was, index) => {
      const is = after[index];
      if (is === undefined || shown(was.lines) === shown(is.lines)) return [];
      const meant = safe.filter(({ found, fix }) => mayChange(found, fix, was.ask));
      const others = [was, is].map(({ lines }) => lines.filter(isOther)) as [Line[], Line[]];
      const isAsTold = meant.every(({ found }) => isAboutFraming(found.finding))
        ? shown(others[0]) === shown(others[1])
        : isWithin(...others);
      return meant.length > 0 && isAsTold && !safe.some(({ found, fix }) => isWorse(was, is, found, fix))
        ? []
        : [`${was.ask.path} (${was.status}) changed: ${change(was, is)}`];
    }),
  ];
}

function allFixed(files: Files): ReturnType<typeof fixAllSafe> {
  const workspace = memoryWorkspace(files);
  return fixAllSafe(
    { workspace, settings: defaultSettings },
    Object.keys(files).map(workspace.uri),
    undefined,
    createLinter,
  );
}

/** Everything but header lines, as a reader of its own sees it. */
function statements(files: Files): readonly Line[] {
  return Object.entries(files).flatMap(([path, text]) =>
    scan(text)
      .filter(({ name }) => name !== 'add_header')
      .map(({ start, end }): Line => [path, text.slice(start, end)]),
  );
}

function isOther([name]: Line): boolean {
  return !/frame|content-?security/i.test(name);
}

/** Open where it was closed, or with a fault where it had none, unless a faulty line only goes out more often. */
function isWorse(was: Seen, is: Seen, { finding }: Found, { title }: Fix): boolean {
  const [before, after] = [policyOf(was), policyOf(is)];
  if (before.verdict !== 'open' && after.verdict === 'open') return true;
  const spreads = title.startsWith('Repeat ') || !isAboutFraming(finding);
  return !spreads && isSound(before) && !isSound(after);
}

function shown(lines: readonly Line[]): string {
  return lines.map((line) => line.join(': ')).join(' | ');
}

function change(was: Seen, is: Seen): string {
  return `${shown(was.lines) || 'nothing'} → ${shown(is.lines) || 'nothing'}`;
}
