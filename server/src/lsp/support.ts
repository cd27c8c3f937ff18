import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol.ts';

/** What the client can do, as far as our answers depend on it. */
export interface ClientSupport {
  /** Answers the requests of protocol.ts. */
  readonly files: boolean;
  /** Asks for diagnostics; false: they are published to it. */
  readonly pull: boolean;
  readonly refresh: boolean;
  readonly configuration: boolean;
  readonly registerConfiguration: boolean;
  readonly registerWatchers: boolean;
  readonly relativePatterns: boolean;
  readonly folders: boolean;
  readonly versionedEdits: boolean;
  readonly snippets: boolean;
  readonly markdownHover: boolean;
  readonly nestedSymbols: boolean;
}

export function clientSupport({ capabilities, initializationOptions }: InitializeParams): ClientSupport {
  const { workspace, textDocument }: ClientCapabilities = capabilities;
  const options = initializationOptions as Partial<InitializationOptions> | null | undefined;
  return {
    files: options?.files === true,
    pull: textDocument?.diagnostic !== undefined,
    refresh: workspace?.diagnostics?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    registerConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registerWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    folders: workspace?.workspaceFolders === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
  };
}
