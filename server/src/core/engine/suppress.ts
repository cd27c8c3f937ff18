import type { Finding, Fix } from '../model/finding.ts';
import type { Place, SourceFile, Span } from '../model/place.ts';
import type { RuleMeta } from '../model/rule.ts';
import { rule as reasonRule } from '../rules/suppression-reason/rule.ts';
import { rule as unusedRule } from '../rules/suppression-unused/rule.ts';
import { lineIndex } from '../text/lines.ts';
import { ruleCatalogue } from './catalogue.ts';
import type { Settings } from './report.ts';
import { suppressionsIn, type NamedRule, type Suppression } from './suppressions.ts';

/** The findings of one file without those that its comments silence, and what is wrong with these comments. */
export function suppress(
  findings: readonly Finding[],
  file: SourceFile,
  comments: readonly Span[] | undefined,
  settings: Settings,
): readonly Finding[] {
  const suppressions = suppressionsIn(file, comments);
  if (suppressions.length === 0) return findings;
  const { positionAt } = lineIndex(file.text);
  const silences = (each: Suppression, id: string, finding: Finding): boolean =>
    finding.rule === id && positionAt(finding.at.start).line === each.line;
  const left = findings.filter(
    (finding) => !suppressions.some((each) => each.rules.some(({ id }) => silences(each, id, finding))),
  );
  const known = new Set(ruleCatalogue().map(({ meta }) => meta.id));
  const isUsed = (each: Suppression, { id }: NamedRule): boolean =>
    settings.severities[id] === 'off' || findings.some((finding) => silences(each, id, finding));
  const faults = suppressions.flatMap((each) => [
    ...unusedRules(each, file, known, (named) => isUsed(each, named)),
    ...missingReason(each, file),
  ]);
  return [...left, ...faults.flatMap((finding) => withSeverity(finding, settings))];
}

function withSeverity(finding: Finding, settings: Settings): readonly Finding[] {
  const severity = settings.severities[finding.rule];
  return severity === 'off' ? [] : [severity === undefined ? finding : { ...finding, severity }];
}

function unusedRules(
  suppression: Suppression,
  file: SourceFile,
  known: ReadonlySet<string>,
  isUsed: (named: NamedRule) => boolean,
): readonly Finding[] {
  const { comment, rules } = suppression;
  const { meta } = unusedRule;
  if (rules.length === 0) {
    return [finding(meta, meta.messages.nothing, placeIn(file, comment), [removeComment(suppression, file)])];
  }
  return rules
    .filter((named) => !isUsed(named))
    .map((named) => {
      const message = known.has(named.id) ? meta.messages.unused : meta.messages.unknown;
      const fix = rules.length === 1 ? removeComment(suppression, file) : removeRule(named, rules, file);
      return finding(meta, message.replaceAll('{rule}', named.id), placeIn(file, named), [fix]);
    });
}

function missingReason({ comment, hasReason, rules }: Suppression, file: SourceFile): readonly Finding[] {
  if (hasReason || rules.length === 0) return [];
  const { meta } = reasonRule;
  const written = file.text.slice(comment.start, comment.end).replace(/\s*--$/, '');
  const changes = [{ at: placeIn(file, comment), text: `${written} -- reason` }];
  const fix: Fix = { title: 'Insert -- reason', safe: false, changes };
  return [finding(meta, meta.messages.missing, placeIn(file, comment), [fix])];
}

function finding(meta: RuleMeta, message: string, at: Place, fixes: readonly Fix[]): Finding {
  return { rule: meta.id, severity: meta.severity, message, at, related: [], fixes, tag: tagOf(meta) };
}

function tagOf({ id }: RuleMeta): Finding['tag'] {
  return id === unusedRule.meta.id ? 'unnecessary' : undefined;
}

/** Not safe: while a file is being written, what a comment is there for may be gone for a moment. */
function removeComment({ comment }: Suppression, file: SourceFile): Fix {
  const { text } = file;
  const before = /(?:^|[\r\n])[ \t]*$|[ \t]+$/.exec(text.slice(0, comment.start));
  const blank = before?.[0] ?? '';
  const isAlone = blank === '' || /^[\r\n]/.test(blank) || comment.start === blank.length;
  const lineBreak = /^\r?\n/.exec(text.slice(comment.end))?.[0] ?? '';
  const indent = blank.replace(/^[\r\n]/, '').length;
  const start = comment.start - indent;
  const end = comment.end + (isAlone ? lineBreak.length : 0);
  return {
    title: 'Remove this comment',
    safe: false,
    changes: [{ at: placeIn(file, { start, end }), text: '' }],
  };
}

/** With the comma or blank that parts it from its neighbour. */
function removeRule(named: NamedRule, rules: readonly NamedRule[], file: SourceFile): Fix {
  const index = rules.indexOf(named);
  const next = rules[index + 1];
  const previous = rules[index - 1];
  const span = {
    start: next === undefined ? (previous?.end ?? named.start) : named.start,
    end: next?.start ?? named.end,
  };
  return { title: `Remove ${named.id}`, safe: false, changes: [{ at: placeIn(file, span), text: '' }] };
}

function placeIn({ uri }: SourceFile, { start, end }: Span): Place {
  return { uri, start, end };
}
