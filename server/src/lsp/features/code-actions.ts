import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Range,
} from 'vscode-languageserver';
import type { FileReport, Finding } from '../../core/index.ts';
import type { Converter } from '../convert.ts';
import type { Collaborators, Session } from '../session.ts';
import { fixAllAction, fixAllKind } from './fix-all.ts';

/** The fixes that the findings of the present version carry, and on demand all safe ones at once. */
export async function codeActions(
  session: Session,
  fixAllSafe: Collaborators['fixAllSafe'],
  { textDocument, range, context }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const found = await session.at(textDocument.uri);
  if (found === undefined) return [];
  const { linter } = found.analyst;
  const report = await linter.check(found.document.file.uri, token);
  if (report === undefined) return [];
  const invoked = context.triggerKind !== CodeActionTriggerKind.Automatic;
  const actions: CodeAction[] = [];
  if (wanted(context.only, CodeActionKind.QuickFix)) {
    const convert = session.converter(report, linter.files());
    const chosen = { ...report, findings: select(report, convert, range, invoked) };
    // Only what was tried is offered.
    const [verified = chosen] = await linter.verified([chosen], token);
    actions.push(...quickFixes(verified.findings, convert));
  }
  // Editors ask without `only` at every move of the cursor; to run all fixes for that would be waste.
  if (context.only === undefined ? invoked : wanted(context.only, fixAllKind)) {
    const action = await fixAllAction(session, fixAllSafe, found.analyst, report, token);
    if (action !== undefined) actions.push(action);
  }
  return actions;
}

/** Kinds are hierarchical: who asks for `source` wants `source.fixAll.gatewayLint` too (LSP 3.18, CodeActionKind). */
function wanted(only: readonly string[] | undefined, kind: string): boolean {
  return only?.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`)) ?? true;
}

/** Findings that touch the range; for a person who asked, else those of the same lines. */
function select(report: FileReport, convert: Converter, range: Range, invoked: boolean): readonly Finding[] {
  const touching = (wide: Range): readonly Finding[] =>
    report.findings.filter((finding) => {
      const at = convert.range(finding.at);
      return at !== undefined && !isBefore(at.end, wide.start) && !isBefore(wide.end, at.start);
    });
  const exact = touching(range);
  if (exact.length > 0 || !invoked) return exact;
  return touching({
    start: { line: range.start.line, character: 0 },
    end: { line: range.end.line, character: Number.MAX_SAFE_INTEGER },
  });
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** One action per fix; findings that share a fix share the action. */
function quickFixes(findings: readonly Finding[], convert: Converter): readonly CodeAction[] {
  const actions = new Map<string, CodeAction>();
  for (const finding of findings) {
    const diagnostic = convert.diagnostic(finding);
    finding.fixes.forEach((fix, index) => {
      const edit = convert.edit(fix.changes);
      if (edit === undefined) return;
      const key = JSON.stringify([fix.title, edit]);
      const known = actions.get(key);
      actions.set(key, {
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [...(known?.diagnostics ?? []), diagnostic],
        // The best fix of a finding stands first.
        ...(index === 0 || known?.isPreferred === true ? { isPreferred: true } : {}),
        edit,
      });
    });
  }
  return [...actions.values()];
}
