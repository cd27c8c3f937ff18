import type { Connection, InitializeParams, WorkspaceFolder } from 'vscode-languageserver';
import type { FileReport, Files, Linter, LinterOptions, Services, Uri, Workspace } from '../core/index.ts';
import type { fixAllSafe } from '../core/index.ts';
import { createAnalysts, type Analyst, type Analysts } from './analysts.ts';
import { clientFiles } from './client-files.ts';
import { converter, type Converter } from './convert.ts';
import { editorWorkspace } from './editor-workspace.ts';
import type { OpenDocument, OpenDocuments } from './open-documents.ts';
import { settingsStore, type SettingsStore } from './settings.ts';
import { clientSupport, type ClientSupport } from './support.ts';
import { canonicalUri, folderOf, isWithin } from './uris.ts';
import { watchFiles, type Watch } from './watch.ts';

/** What the server is made of, so that tests may put something else in its place. */
export interface Collaborators {
  readonly createLinter: (options: LinterOptions) => Linter;
  readonly createServices: (linter: Linter) => Services;
  readonly fixAllSafe: typeof fixAllSafe;
  /** The rules that settings may name. */
  readonly ruleIds: readonly string[];
  /** Files for clients that do not answer our own requests. */
  readonly disk: (roots: () => readonly Uri[]) => Workspace;
}

/** One client, from its `initialize` to its `exit`: all the state that the handlers share. */
export interface Session {
  readonly support: ClientSupport;
  readonly documents: OpenDocuments;
  readonly workspace: Workspace;
  readonly settings: SettingsStore;
  readonly analysts: Analysts;
  readonly watch: Watch;
  readonly log: (message: string) => void;
  /** An open file and who judges it; `undefined` for files that are not open. */
  at(clientUri: string): Promise<{ readonly document: OpenDocument; readonly analyst: Analyst } | undefined>;
  converter(report: FileReport, files: Files): Converter;
  /** The folders that are open now. */
  setFolders(folders: readonly WorkspaceFolder[]): void;
  /** Settings as pushed by clients that cannot be asked. */
  setPushedSettings(section: unknown): void;
}

export function createSession(
  connection: Connection,
  params: InitializeParams,
  documents: OpenDocuments,
  { createLinter, createServices, ruleIds, disk }: Collaborators,
): Session {
  const support = clientSupport(params);
  const log = (message: string): void => {
    connection.console.error(message);
  };
  let folders = (params.workspaceFolders ?? []).map(({ uri }) => canonicalUri(uri));
  let pushedSettings: unknown;

  // Without a folder, what the user opened is the file, and what belongs to it lies beside it.
  const roots = (): readonly Uri[] =>
    folders.length > 0 ? folders : documents.all().map(({ file }) => folderOf(file.uri));
  const watch = watchFiles(connection, support, { folders: () => folders, all: roots });
  const workspace = editorWorkspace({
    documents,
    files: support.files ? clientFiles(connection, roots) : disk(roots),
    roots,
    asked: watch.asked,
  });
  const settings = settingsStore({
    fetch: async (scopeUri) =>
      support.configuration
        ? ((await connection.workspace.getConfiguration({ scopeUri, section: 'gatewayLint' })) as unknown)
        : pushedSettings,
    // Of folders inside each other, the innermost.
    folderOf: (uri) =>
      roots()
        .filter((root) => isWithin(root, uri))
        .toSorted((a, b) => b.length - a.length)[0],
    ruleIds: new Set(ruleIds),
    log: (message) => {
      connection.console.warn(message);
    },
  });
  const analysts = createAnalysts({ workspace, createLinter, createServices, log });
  return {
    support,
    documents,
    workspace,
    settings,
    analysts,
    watch,
    log,
    at: async (clientUri) => {
      const uri = canonicalUri(clientUri);
      if (documents.get(uri) === undefined) return undefined;
      const analyst = analysts.with(await settings.of(uri, clientUri));
      // Asked again: it may have changed, or gone, while the settings came.
      const document = documents.get(uri);
      return document === undefined ? undefined : { document, analyst };
    },
    converter: (report, files) =>
      converter(report, files, { documents, versionedEdits: support.versionedEdits }),
    setFolders: (open) => {
      folders = open.map(({ uri }) => canonicalUri(uri));
    },
    setPushedSettings: (section) => {
      pushedSettings = section;
    },
  };
}
