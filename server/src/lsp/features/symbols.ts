import {
  SymbolKind,
  type DocumentSymbol as LspSymbol,
  type DocumentSymbolParams,
  type SymbolInformation,
} from 'vscode-languageserver';
import type { DocumentSymbol, Span } from '../../core/index.ts';
import { textConverter } from '../convert.ts';
import type { Session } from '../session.ts';

const kindOf: Readonly<Record<DocumentSymbol['kind'], SymbolKind>> = {
  gateway: SymbolKind.Namespace,
  host: SymbolKind.Class,
  route: SymbolKind.Method,
  condition: SymbolKind.Event,
  block: SymbolKind.Object,
};

export async function documentSymbols(
  session: Session,
  { textDocument }: DocumentSymbolParams,
): Promise<LspSymbol[] | SymbolInformation[]> {
  const found = await session.at(textDocument.uri);
  if (found === undefined) return [];
  const { file } = found.document;
  const { range } = textConverter(file.text);
  const symbols = await found.analyst.services.symbols(file.uri);
  const nested = ({ name, detail, kind, at, block, children }: DocumentSymbol): LspSymbol => ({
    name,
    detail,
    kind: kindOf[kind],
    range: range(block),
    selectionRange: range(within(at, block)),
    children: children.map(nested),
  });
  if (session.support.nestedSymbols) return symbols.map(nested);
  const flat = (symbol: DocumentSymbol, containerName?: string): SymbolInformation[] => [
    {
      name: symbol.name,
      kind: kindOf[symbol.kind],
      location: { uri: textDocument.uri, range: range(symbol.block) },
      ...(containerName === undefined ? {} : { containerName }),
    },
    ...symbol.children.flatMap((child) => flat(child, symbol.name)),
  ];
  return symbols.flatMap((symbol) => flat(symbol));
}

/** Editors refuse a symbol whose name stands outside its block. */
function within(at: Span, block: Span): Span {
  const start = Math.min(Math.max(at.start, block.start), block.end);
  return { start, end: Math.min(Math.max(at.end, start), block.end) };
}
