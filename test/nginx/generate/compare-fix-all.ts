import { defaultSettings, fixAllSafe } from '../../../server/src/core/index.ts';
import { lint, type Bench } from '../../support/check.ts';
import { memoryWorkspace } from '../../support/workspace.ts';
import { scan } from '../support/scan.ts';
import { change, isAboutFraming, isOther, isWithin, isWorse, refusals, shown, type Files } from './effect.ts';
import type { FixAim, FixSubject } from './fix-subject.ts';
import { observe, type Lab, type Line, type Seen } from './observe.ts';

/** Applies all safe fixes together: what differs from what they may do. */
export async function tryFixAll<Of extends FixAim>(
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
  return fixAllSafe({ workspace, settings: defaultSettings }, Object.keys(files).map(workspace.uri));
}

/** Everything but header lines, as a reader of its own sees it. */
function statements(files: Files): readonly Line[] {
  return Object.entries(files).flatMap(([path, text]) =>
    scan(text)
      .filter(({ name }) => name !== 'add_header')
      .map(({ start, end }): Line => [path, text.slice(start, end)]),
  );
}
