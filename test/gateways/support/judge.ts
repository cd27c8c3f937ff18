import { runRules } from '../../../server/src/core/engine/run-rules.ts';
import { defaultSettings } from '../../../server/src/core/engine/report.ts';
import type { Dialect } from '../../../server/src/core/model/dialect.ts';
import type { Finding, Fix } from '../../../server/src/core/model/finding.ts';
import { siteOf, unitOf } from './dialect.ts';

/** What all rules, and the dialect's own, say of files that belong together. */
export function judged<Tree>(
  dialect: Dialect<Tree>,
  files: Readonly<Record<string, string>>,
): readonly Finding[] {
  const failures: string[] = [];
  const found = [
    ...dialect.problems(unitOf(dialect, files), defaultSettings),
    ...runRules(siteOf(dialect, files), defaultSettings, (failure) => failures.push(failure)),
  ];
  if (failures.length > 0) throw new Error(failures.join('; '));
  return found;
}

/** Each finding as `rule: the text that it stands on`. */
export function told(
  findings: readonly Finding[],
  files: Readonly<Record<string, string>>,
): readonly string[] {
  return findings.map(({ rule, at }) => {
    const path = at.uri.replace('file:///repo/', '');
    return `${rule}: ${(files[path] ?? '').slice(at.start, at.end)}`;
  });
}

/** The files after a fix. */
export function mended(
  { changes }: Fix,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const next = { ...files };
  for (const { at, text } of changes.toSorted((a, b) => b.at.start - a.at.start)) {
    const path = at.uri.replace('file:///repo/', '');
    const old = next[path] ?? '';
    next[path] = old.slice(0, at.start) + text + old.slice(at.end);
  }
  return next;
}

/** What is said of one file, each finding as `rule: the text that it stands on`. */
export function findingsIn<Tree>(dialect: Dialect<Tree>, text: string, path = 'web.yaml'): readonly string[] {
  return told(judged(dialect, { [path]: text }), { [path]: text });
}
