import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import { textConverter } from '../convert.ts';
import type { Session } from '../session.ts';

export async function hover(
  session: Session,
  { textDocument, position }: HoverParams,
): Promise<Hover | null> {
  const found = await session.at(textDocument.uri);
  if (found === undefined) return null;
  const { file } = found.document;
  const convert = textConverter(file.text);
  const answer = await found.analyst.services.hover(file.uri, convert.offset(position));
  if (answer === undefined) return null;
  const kind = session.support.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText;
  return { contents: { kind, value: answer.markdown }, range: convert.range(answer.at) };
}
