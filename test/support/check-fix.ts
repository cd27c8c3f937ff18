import assert from 'node:assert/strict';
import { applyChanges } from '../../server/src/core/index.ts';
import type { Change, Fix, Linter, Place, Span } from '../../server/src/core/index.ts';
import { placeKey } from '../../server/src/core/model/place.ts';
import { lex } from '../../server/src/core/syntax/nginx/lexer.ts';
import { TokenKind } from '../../server/src/core/syntax/nginx/tokens.ts';
import { lint, type CheckOptions } from './check.ts';
import { fixture, renderFixture } from './fixture.ts';
import type { MemoryWorkspace } from './workspace.ts';

export interface Choice {
  readonly rule: string;
  /** A part of the fix's title; default: the first fix offered. */
  readonly title?: string;
  readonly safe?: boolean;
}

export interface FixOptions extends CheckOptions {
  /** Labels of the scopes whose headers the fix is there to change; all others must keep theirs. */
  readonly changes?: readonly string[];
  /** Rules that may report at places where nothing stood before, where the fix mends one place of several. */
  readonly appears?: readonly string[];
}

/**
 * Applies one fix of the first finding of a rule and compares the whole text. Besides: the finding is gone, nothing new
 * came, no token outside the edit changed, and no scope's headers but those of `changes`.
 */
export async function checkFix(
  source: string,
  choice: Choice,
  expected: string,
  options: FixOptions = {},
): Promise<void> {
  const { files } = fixture(source, options.path);
  const before = await lint(files, options);
  const chosen = before.findings.find(({ finding }) => finding.rule === choice.rule)?.finding;
  assert.ok(chosen, `no ${choice.rule} in:\n${renderFixture(files, [])}`);
  const titles = chosen.fixes.map((fix) => fix.title);
  const fix = chosen.fixes.find(({ title }) => title.includes(choice.title ?? ''));
  assert.ok(fix, `no fix “${choice.title ?? ''}”; offered: ${titles.join(' | ') || 'none'}`);
  if (choice.safe !== undefined) assert.equal(fix.safe, choice.safe, `“${fix.title}” is safe: ${fix.safe}`);

  const fixed = applyFix(files, fix, before.workspace);
  assert.equal(renderFixture(fixed, []), renderFixture(fixture(expected, options.path).files, []));

  const after = await lint(fixed, options);
  const stoodAt = before.findings.map(({ finding }) => moved(finding.at, fix.changes));
  const goneFrom = moved(chosen.at, fix.changes);
  for (const { path, finding } of after.findings) {
    const said = `${path}: ${finding.rule}: ${finding.message}`;
    assert.ok(finding.rule !== choice.rule || !touches(finding.at, goneFrom), `still there: ${said}`);
    const isNew = !stoodAt.some((place) => touches(finding.at, place));
    assert.ok(!isNew || options.appears?.includes(finding.rule), `new: ${said}`);
  }
  for (const path of Object.keys(files)) {
    const uri = before.workspace.uri(path);
    const changes: readonly Change[] = fix.changes.filter((change) => change.at.uri === uri);
    assert.deepEqual(
      tokensOutside(fixed[path] ?? '', inserted(changes)),
      tokensOutside(
        files[path] ?? '',
        changes.map((change) => change.at),
      ),
      `tokens of ${path} outside the edit`,
    );
  }
  const keep = (label: string): boolean => options.changes?.includes(label) !== true;
  assert.deepEqual(
    await headersByScope(after.linter, after.workspace, files, keep),
    await headersByScope(before.linter, before.workspace, files, keep),
    'headers of the scopes that the fix is not for',
  );
}

/** The files of a test after one fix. */
export function applyFix(
  files: Readonly<Record<string, string>>,
  fix: Fix,
  workspace: MemoryWorkspace,
): Readonly<Record<string, string>> {
  const uris = new Set(Object.keys(files).map(workspace.uri));
  for (const { at } of fix.changes) assert.ok(uris.has(at.uri), `“${fix.title}” edits ${at.uri}`);
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, applyChanges(workspace.uri(path), text, fix.changes)]),
  );
}

/** Where a place stands after the changes; text that was replaced stands where its replacement does. */
export function moved(place: Place, changes: readonly Change[]): Place {
  let { start, end } = place;
  for (const { at, text } of changes) {
    if (at.uri !== place.uri || at.start >= place.end) continue;
    const grown = text.length - (at.end - at.start);
    if (at.end <= place.start) start += grown;
    else if (at.start < place.start) start += at.start - place.start;
    end += at.end <= place.end ? grown : at.start + text.length - place.end;
  }
  return { uri: place.uri, start, end: Math.max(start, end) };
}

/** Also where they only meet. */
export function touches(a: Place, b: Place): boolean {
  return a.uri === b.uri && a.start <= b.end && b.start <= a.end;
}

/** The spans of the new texts in the text after the changes. */
export function inserted(changes: readonly Change[]): readonly Span[] {
  let grown = 0;
  return changes
    .toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)
    .map(({ at, text }) => {
      const start = at.start + grown;
      grown += text.length - (at.end - at.start);
      return { start, end: start + text.length };
    });
}

/** The texts of all tokens but blanks that no span cuts. */
export function tokensOutside(text: string, spans: readonly Span[]): readonly string[] {
  const { count, kinds, ends } = lex(text);
  const texts: string[] = [];
  let start = 0;
  for (let i = 0; i < count; i++) {
    const end = ends[i] ?? start;
    const [from, to] = [start, end];
    start = end;
    if (kinds[i] === TokenKind.space || spans.some((span) => span.start < to && from < span.end)) continue;
    texts.push(text.slice(from, to));
  }
  return texts;
}

async function headersByScope(
  linter: Linter,
  workspace: MemoryWorkspace,
  files: Readonly<Record<string, string>>,
  keep: (label: string) => boolean,
): Promise<readonly unknown[]> {
  const scopes = new Map<string, unknown>();
  for (const path of Object.keys(files)) {
    for (const { at, label, headers } of await linter.headers(workspace.uri(path))) {
      if (!keep(label)) continue;
      const sent = headers.map(({ name, values, complete, onErrors }) => ({
        name,
        values,
        complete,
        onErrors,
      }));
      scopes.set(placeKey(at), { label, sent });
    }
  }
  return [...scopes.values()];
}
