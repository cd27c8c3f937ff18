import { FoldingRangeKind, type FoldingRange, type FoldingRangeParams } from 'vscode-languageserver';
import { textConverter } from '../convert.ts';
import type { Session } from '../session.ts';

export async function foldingRanges(
  session: Session,
  { textDocument }: FoldingRangeParams,
): Promise<FoldingRange[]> {
  const found = await session.at(textDocument.uri);
  if (found === undefined) return [];
  const { file } = found.document;
  const { range } = textConverter(file.text);
  const spans = await found.analyst.services.folds(file.uri);
  return spans.flatMap((span) => {
    const { start, end } = range(span);
    if (end.line <= start.line) return [];
    const isComment = file.text.startsWith('#', span.start);
    const kind = isComment ? { kind: FoldingRangeKind.Comment } : {};
    return [{ startLine: start.line, endLine: end.line, ...kind }];
  });
}
