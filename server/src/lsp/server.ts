import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  FileChangeType,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
  type CancellationToken,
  type ResponseError,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from './features/code-actions.ts';
import { completion } from './features/completion.ts';
import { nothing, pullDiagnostics } from './features/diagnostics.ts';
import { fixAllKind } from './features/fix-all.ts';
import { foldingRanges } from './features/folding.ts';
import { hover } from './features/hover.ts';
import { documentSymbols } from './features/symbols.ts';
import { diagnosticSource } from './convert.ts';
import { describe, guarded } from './guard.ts';
import { followDocuments, type OpenDocuments } from './open-documents.ts';
import { createSession, type Collaborators, type Session } from './session.ts';
import { createSpread, type Spread } from './spread.ts';
import type { ClientSupport } from './support.ts';
import { canonicalUri } from './uris.ts';
import { productVersion } from './version.ts';

/** Serves one client; the caller made the connection and listens on it after this. */
export function startServer(connection: Connection, collaborators: Collaborators): void {
  const texts = new TextDocuments(TextDocument);
  const documents = followDocuments(texts);
  connection.onInitialize((params) => {
    const session = createSession(connection, params, documents, collaborators);
    const spread = createSpread(connection, session);
    followText(texts, session, spread);
    followWorld(connection, session, spread, documents);
    answer(connection, session, collaborators);
    connection.onShutdown(() => {
      spread.dispose();
      session.watch.dispose();
    });
    return serverCapabilities(session.support);
  });
  texts.listen(connection);
}

function serverCapabilities(support: ClientSupport): InitializeResult {
  return {
    serverInfo: { name: 'Gateway Lint', version: productVersion },
    capabilities: {
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
      },
      hoverProvider: true,
      completionProvider: { triggerCharacters: [' ', '"', "'"] },
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
      ...(support.pull
        ? {
            diagnosticProvider: {
              identifier: diagnosticSource,
              interFileDependencies: true,
              workspaceDiagnostics: false,
            },
          }
        : {}),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

function followText(texts: TextDocuments<TextDocument>, session: Session, spread: Spread): void {
  texts.onDidChangeContent(({ document }) => {
    spread.changed(canonicalUri(document.uri));
  });
  texts.onDidClose(({ document }) => {
    const uri = canonicalUri(document.uri);
    session.settings.forget(uri);
    spread.closed(uri, document.uri);
  });
  // Without watchers, a save is the one sign that files changed, those of other programs included.
  texts.onDidSave(() => {
    if (session.support.registerWatchers) return;
    session.analysts.reset();
    spread.everything();
  });
}

function followWorld(
  connection: Connection,
  session: Session,
  spread: Spread,
  documents: OpenDocuments,
): void {
  const { support, settings, analysts } = session;
  const failed = (what: string) => (error: unknown) => {
    session.log(`${what} failed: ${describe(error)}`);
  };
  const judgeAnew = (): void => {
    settings.reset();
    analysts.reset();
    spread.everything();
  };
  connection.onDidChangeConfiguration(({ settings: pushed }: { settings?: unknown }) => {
    if (typeof pushed === 'object' && pushed !== null && 'gatewayLint' in pushed) {
      session.setPushedSettings(pushed.gatewayLint);
    }
    judgeAnew();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes
      .map(({ uri, type }) => ({ uri: canonicalUri(uri), type }))
      // What is on the screen counts, not what was saved.
      .filter(({ uri, type }) => type !== FileChangeType.Changed || documents.get(uri) === undefined)
      .map(({ uri }) => uri);
    if (uris.length > 0) spread.changedOutside(uris);
  });
  connection.onInitialized(() => {
    if (support.registerConfiguration) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'gatewayLint' })
        .catch(failed('Registering for settings'));
    }
    if (!support.folders) return;
    connection.workspace.onDidChangeWorkspaceFolders(() => {
      connection.workspace
        .getWorkspaceFolders()
        .then((folders) => {
          session.setFolders(folders ?? []);
          judgeAnew();
        })
        .catch(failed('Asking for the folders'));
    });
  });
}

function answer(connection: Connection, session: Session, { fixAllSafe }: Collaborators): void {
  const guard = <Params, Answer>(
    name: string,
    empty: Answer,
    handle: (params: Params, token: CancellationToken) => Promise<Answer>,
  ): ((params: Params, token: CancellationToken) => Promise<Answer | ResponseError<never>>) =>
    guarded(name, session.log, empty, handle);

  connection.languages.diagnostics.on(
    guard('Diagnostics', nothing, (params, token) => pullDiagnostics(session, params, token)),
  );
  connection.onCodeAction(
    guard('Code actions', [], (params, token) => codeActions(session, fixAllSafe, params, token)),
  );
  connection.onHover(guard('Hover', null, (params) => hover(session, params)));
  connection.onCompletion(guard('Completion', [], (params) => completion(session, params)));
  connection.onDocumentSymbol(guard('Symbols', [], (params) => documentSymbols(session, params)));
  connection.onFoldingRanges(guard('Folding', [], (params) => foldingRanges(session, params)));
}
