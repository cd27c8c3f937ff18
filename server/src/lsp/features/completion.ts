import {
  CompletionItemKind,
  CompletionTriggerKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionParams,
} from 'vscode-languageserver';
import type { Completion } from '../../core/index.ts';
import { textConverter } from '../convert.ts';
import type { Session } from '../session.ts';

const kindOf: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  directive: CompletionItemKind.Keyword,
  header: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
};

export async function completion(
  session: Session,
  { textDocument, position, context }: CompletionParams,
): Promise<CompletionItem[]> {
  const found = await session.at(textDocument.uri);
  if (found === undefined) return [];
  const { file } = found.document;
  const convert = textConverter(file.text);
  const items = await found.analyst.services.complete(file.uri, convert.offset(position));
  // A space typed after `;` asks for nothing; a list of all directives would only be in the way.
  const typed = context?.triggerKind === CompletionTriggerKind.TriggerCharacter;
  if (typed && items.some(({ kind }) => kind === 'directive')) return [];
  return items.map(({ label, kind, detail, doc, insert, isSnippet, at }, index) => {
    const asSnippet = isSnippet && session.support.snippets;
    return {
      label,
      kind: kindOf[kind],
      // The services' order is by fitness; without this, editors sort by name.
      sortText: String(index).padStart(5, '0'),
      insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: {
        range: convert.range(at),
        newText: isSnippet && !asSnippet ? expandedSnippet(insert) : insert,
      },
      ...(detail === undefined ? {} : { detail }),
      ...(doc === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: doc } }),
    };
  });
}

/**
 * A snippet with its defaults in place of the placeholders (LSP 3.18, Snippet Syntax): `${1:x}` is `x`, `${1|a,b|}` is
 * `a`, `$1` is nothing, `\$` is `$`. Placeholders may hold placeholders, so the innermost go first.
 */
export function expandedSnippet(snippet: string): string {
  const innermost = /(?<!\\)\$\{\d+(?::((?:\\.|[^\\{}$])*)|\|((?:\\.|[^\\,|])*)(?:\\.|[^\\|])*\|)?\}/g;
  let text = snippet.replace(/(?<!\\)\$\d+/g, '');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(
      innermost,
      (_, content?: string, choice?: string) => content ?? choice?.replace(/\\([,|])/g, '$1') ?? '',
    );
  }
  return text.replace(/\\([$}\\])/g, '$1');
}
