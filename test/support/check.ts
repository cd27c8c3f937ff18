import assert from 'node:assert/strict';
import { createLinter, defaultSettings } from '../../server/src/core/index.ts';
import type { Finding, Linter, Place, Settings } from '../../server/src/core/index.ts';
import { fixture, renderFixture, type Mark } from './fixture.ts';
import { memoryWorkspace, type MemoryWorkspace } from './workspace.ts';

export interface CheckOptions {
  /** Only findings of these rules count; default: all. */
  readonly rules?: readonly string[];
  readonly settings?: Partial<Settings>;
  /** The path of a first file without a `-- path --` line; relative paths stand in `/etc/nginx`. */
  readonly path?: string;
}

/** A finding and the fixture path of the file in which it stands. */
export interface Found {
  readonly path: string;
  readonly finding: Finding;
}

export interface Bench {
  readonly linter: Linter;
  readonly workspace: MemoryWorkspace;
  readonly findings: readonly Found[];
}

/**
 * Lints a marked source (see `fixture`) and compares: every finding must be marked and every mark must be found,
 * exactly there. A mark's message need only be a part of the finding's. A finding that runs over several lines is marked
 * on its first, to the line's end; an empty one by one caret.
 */
export async function check(source: string, options: CheckOptions = {}): Promise<void> {
  const { files, marks } = fixture(source, options.path);
  const { findings } = await lint(files, options);
  const open = [...marks];
  const actual = findings.map(({ path, finding }): Mark => {
    const found = markOf(path, finding, files[path] ?? '');
    const at = open.findIndex(
      (mark) =>
        mark.path === path &&
        mark.start === found.start &&
        mark.end === found.end &&
        mark.rule === found.rule &&
        found.message.includes(mark.message),
    );
    // A mark that is met is shown as the test wrote it, so that only real differences show.
    return at < 0 ? found : (open.splice(at, 1)[0] ?? found);
  });
  assert.equal(renderFixture(files, actual), renderFixture(files, marks));
}

/** Lints files of a test; every file is asked for the findings that stand in it. */
export async function lint(
  files: Readonly<Record<string, string>>,
  options: CheckOptions = {},
): Promise<Bench> {
  const workspace = memoryWorkspace(files);
  const failures: string[] = [];
  const linter = createLinter({
    workspace,
    settings: { ...defaultSettings, ...options.settings },
    log: (message) => failures.push(message),
  });
  const findings: Found[] = [];
  for (const path of Object.keys(files)) {
    const report = await linter.check(workspace.uri(path));
    for (const finding of report?.findings ?? []) {
      if (options.rules?.includes(finding.rule) === false) continue;
      findings.push({ path: pathOf(finding.at, files, workspace) ?? path, finding });
    }
  }
  // A rule that throws is caught and logged by the linter; in a test that is a failure.
  assert.deepEqual(failures, []);
  return { linter, workspace, findings };
}

function pathOf(
  place: Place,
  files: Readonly<Record<string, string>>,
  workspace: MemoryWorkspace,
): string | undefined {
  return Object.keys(files).find((path) => workspace.uri(path) === place.uri);
}

function markOf(path: string, { at, rule, message }: Finding, text: string): Mark {
  const lineEnd = /\r?\n|$/.exec(text.slice(at.start))?.index ?? 0;
  const end = Math.max(at.start + 1, Math.min(at.end, at.start + lineEnd));
  return { path, start: at.start, end, rule, message };
}
