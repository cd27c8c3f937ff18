import type { CancellationToken, CodeAction } from 'vscode-languageserver';
import type { Change, FileReport, SourceFile } from '../../core/index.ts';
import type { Analyst } from '../analysts.ts';
import type { Collaborators, Session } from '../session.ts';

/** What `editor.codeActionsOnSave` names. */
export const fixAllKind = 'source.fixAll.gatewayLint';

/** All safe fixes of one file as one edit; nothing where there is nothing to mend. */
export async function fixAllAction(
  session: Session,
  fixAllSafe: Collaborators['fixAllSafe'],
  { settings, linter }: Analyst,
  report: FileReport,
  token: CancellationToken,
): Promise<CodeAction | undefined> {
  if (!report.findings.some((finding) => finding.fixes.some((fix) => fix.safe))) return undefined;
  const { workspace, log } = session;
  const texts = await fixAllSafe({ workspace, settings, log }, [report.file.uri], token);
  const files = linter.files();
  const changes = [...texts].flatMap(([uri, text]) => {
    const before = uri === report.file.uri ? report.file : files.get(uri);
    return before === undefined ? [] : [difference(before, text)];
  });
  const edit = session.converter(report, files).edit(changes);
  if (edit === undefined || changes.length === 0) return undefined;
  return { title: 'Apply all safe fixes of Gateway Lint', kind: fixAllKind, edit };
}

/** The smallest single replacement that makes `text` of the file; cursors and folds outside it stay where they are. */
export function difference({ uri, text: before }: SourceFile, text: string): Change {
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before[start] === text[start]) start++;
  while (start > 0 && (splits(before, start) || splits(text, start))) start--;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  while (tail > 0 && (splits(before, before.length - tail) || splits(text, text.length - tail))) tail--;
  const at = { uri, start, end: before.length - tail };
  return { at, text: text.slice(start, text.length - tail) };
}

/** True inside a CRLF or a surrogate pair, where no position may point. */
function splits(text: string, offset: number): boolean {
  return /^(\r\n|[\ud800-\udbff][\udc00-\udfff])$/.test(text.slice(offset - 1, offset + 1));
}
