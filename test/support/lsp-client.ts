import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { Diagnostic, RegistrationParams } from 'vscode-languageserver-protocol/node';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type ConfigurationParams,
  type FileChangeType,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  type LogMessageParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { createLinter, createServices, fixAllSafe, ruleCatalogue } from '../../server/src/core/index.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import type { Collaborators } from '../../server/src/lsp/session.ts';
import { readDirectoryRequest, readFileRequest } from '../../server/src/protocol.ts';
import { LspDocument } from './lsp-document.ts';
import { MemoryFileSystem } from './memory-file-system.ts';

export interface ClientOptions {
  /** On the client's file system; relative paths stand in `/ws`. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folders that are open; default `/ws`. */
  readonly folders?: readonly string[];
  /** The section `gatewayLint`. */
  readonly settings?: unknown;
  /** Default: as VS Code, pulls. `push`: a client that cannot ask for diagnostics. */
  readonly diagnostics?: 'pull' | 'push';
  /** Default: answers our own file requests, as our VS Code client does. */
  readonly answersFiles?: boolean;
  readonly capabilities?: ClientCapabilities;
  readonly collaborators?: Partial<Collaborators>;
}

/** As far as our server looks, what VS Code says of itself. */
const vscodeCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

/** A language client in memory: the real protocol over two streams, with a small editor and file system behind it. */
export class LspClient {
  readonly connection: ProtocolConnection;
  readonly files: MemoryFileSystem;
  readonly documents = new Map<string, LspDocument>();
  /** What the server wrote to the log. */
  readonly log: string[] = [];
  readonly registered: RegistrationParams['registrations'] = [];
  readonly published: PublishDiagnosticsParams[] = [];
  /** Every file and folder that the server asked us for. */
  readonly asked: string[] = [];
  refreshes = 0;
  settings: unknown;
  folders: readonly string[];
  capabilities: ServerCapabilities = {};

  private constructor(connection: ProtocolConnection, options: ClientOptions) {
    this.connection = connection;
    this.files = new MemoryFileSystem(options.files ?? {});
    this.settings = options.settings ?? null;
    this.folders = options.folders ?? ['/ws'];
    this.#answer();
  }

  static async start(options: ClientOptions = {}): Promise<LspClient> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startServer(server, {
      createLinter,
      createServices,
      fixAllSafe,
      ruleIds: ruleCatalogue().map(({ meta }) => meta.id),
      disk: () => ({ read: () => Promise.resolve(undefined), list: () => Promise.resolve([]) }),
      ...options.collaborators,
    });
    server.listen();

    const [reader, writer] = [new StreamMessageReader(toClient), new StreamMessageWriter(toServer)];
    const client = new LspClient(createProtocolConnection(reader, writer), options);
    const { capabilities } = await client.connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      workspaceFolders: workspaceFolders(client.folders),
      capabilities: capabilitiesOf(options),
      initializationOptions: options.answersFiles === false ? undefined : { files: true },
    } satisfies Omit<InitializeParams, 'rootUri'>);
    client.capabilities = capabilities;
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  /** What an editor answers to its server. */
  #answer(): void {
    const { connection } = this;
    connection.onNotification('window/logMessage', ({ message }: LogMessageParams) => {
      this.log.push(message);
    });
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
    });
    connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      this.registered.push(...registrations);
      return null;
    });
    connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) =>
      items.map(() => this.settings),
    );
    connection.onRequest('workspace/workspaceFolders', () => workspaceFolders(this.folders));
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      return null;
    });
    connection.onRequest(readFileRequest, ({ uri }) => {
      this.asked.push(uri);
      return this.files.read(uri) ?? null;
    });
    connection.onRequest(readDirectoryRequest, ({ uri }) => {
      this.asked.push(uri);
      return this.files.directory(uri);
    });
    connection.listen();
  }

  /** Opens a file of the file system, or with `text` one that is not saved. */
  async open(
    path: string,
    options: { readonly text?: string; readonly languageId?: string; readonly uri?: string } = {},
  ): Promise<LspDocument> {
    const uri = options.uri ?? this.files.uri(path);
    const text = options.text ?? this.files.read(uri);
    assert.ok(text !== undefined, `there is no ${path}`);
    const document = new LspDocument(this, uri, text, options.languageId ?? 'nginx');
    this.documents.set(uri, document);
    await document.sendOpen();
    return document;
  }

  /** Changes the settings as VS Code does: says so, and answers the question that follows. */
  async configure(settings: unknown): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  /** Writes files behind the editor's back (`undefined` deletes), and tells as a watcher does. */
  async writeOutside(changes: Readonly<Record<string, string | undefined>>): Promise<void> {
    const events = Object.entries(changes).map(([path, text]): FileEvent => {
      const uri = this.files.uri(path);
      const created: FileChangeType = 1;
      const type = text === undefined ? 3 : this.files.read(uri) === undefined ? created : 2;
      this.files.write(path, text);
      return { uri, type };
    });
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: events });
  }

  /** The last diagnostics that the server published for a file, once `good` holds for them. */
  async publishedFor(
    uri: string,
    good: (diagnostics: readonly Diagnostic[]) => boolean,
  ): Promise<Diagnostic[]> {
    const last = await until(
      `published diagnostics of ${uri}`,
      () => this.published.findLast((params) => params.uri === uri)?.diagnostics,
      (seen) => seen !== undefined && good(seen),
    );
    return last ?? [];
  }

  /** Every glob that the server asked to watch, relative ones with their folder. */
  watched(): readonly string[] {
    return this.registered
      .filter(({ method }) => method === 'workspace/didChangeWatchedFiles')
      .flatMap(({ registerOptions }) => (registerOptions as { watchers: readonly Watcher[] }).watchers)
      .map(({ globPattern: glob }) => (typeof glob === 'string' ? glob : `${glob.baseUri} ${glob.pattern}`));
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }
}

interface Watcher {
  readonly globPattern: string | { readonly baseUri: string; readonly pattern: string };
}

/** Runs a specification against a client that is stopped afterwards. */
export function withClient(
  options: ClientOptions,
  body: (client: LspClient) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const client = await LspClient.start(options);
    try {
      await body(client);
    } finally {
      await client.stop();
    }
  };
}

/** Looks again and again until what it sees is good. */
export async function until<T>(
  what: string,
  look: () => T,
  good: (seen: T) => boolean = Boolean,
): Promise<T> {
  for (const deadline = Date.now() + 5000; ;) {
    const seen = look();
    if (good(seen)) return seen;
    if (Date.now() > deadline)
      assert.fail(`${what}: not within five seconds; last seen ${JSON.stringify(seen)}`);
    await pause(5);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function workspaceFolders(folders: readonly string[]): { readonly uri: string; readonly name: string }[] {
  return folders.map((path) => ({ uri: `file://${path}`, name: path }));
}

function capabilitiesOf({ capabilities = {}, diagnostics = 'pull' }: ClientOptions): ClientCapabilities {
  const { workspace, textDocument } = vscodeCapabilities;
  return {
    workspace: { ...workspace, ...capabilities.workspace },
    textDocument: {
      ...textDocument,
      ...(diagnostics === 'pull' ? { diagnostic: { dynamicRegistration: true } } : {}),
      ...capabilities.textDocument,
    },
  };
}
