// All that the desktop client and one in a browser would share.
import {
  commands,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
} from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { mayBeGateway, type InitializationOptions } from '../../server/src/protocol.ts';
import { serveFiles } from './file-bridge.ts';
import { showStatus } from './status.ts';

/** Other extensions spell the language `NGINX`. No scheme is named: untitled, remote and virtual files count too. */
export const documentSelector = [{ language: 'nginx' }, { language: 'NGINX' }];
/** What editors call files of YAML; most of them are no gateway's. */
const yamlLanguages: readonly string[] = ['yaml', 'dockercompose', 'spring-boot-properties-yaml'];

export interface RunningClient {
  stop(): Promise<void>;
}

type NewClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

export async function startClient(context: ExtensionContext, newClient: NewClient): Promise<RunningClient> {
  const output = window.createOutputChannel('Gateway Lint', { log: true });
  const client = newClient('gatewayLint', 'Gateway Lint', clientOptions(output));
  // A server that does not start leaves the grammar, the snippets and the restart command in place.
  const start = (): Promise<void> =>
    client.start().catch((error: unknown) => {
      output.error(`The language server did not start: ${String(error)}`);
    });
  const stop = async (): Promise<void> => {
    if (client.needsStop()) await client.stop();
  };
  context.subscriptions.push(
    output,
    serveFiles(client),
    showStatus(client, documentSelector),
    commands.registerCommand('gatewayLint.showOutput', () => {
      output.show(true);
    }),
    commands.registerCommand('gatewayLint.restart', async () => {
      output.info('Restarting the language server.');
      await stop();
      await start();
    }),
  );
  if (workspace.textDocuments.some(isOurs)) await start();
  else startLater(context, start);
  return { stop };
}

function isOurs(document: TextDocument): boolean {
  if (documentSelector.some(({ language }) => language === document.languageId)) return true;
  return yamlLanguages.includes(document.languageId) && mayBeGateway(document.getText());
}

/** Every YAML file activates the extension; the server starts with the first that a gateway could read. */
function startLater(context: ExtensionContext, start: () => Promise<void>): void {
  const waiting: Disposable[] = [];
  const consider = (document: TextDocument): void => {
    if (waiting.length === 0 || !isOurs(document)) return;
    waiting.splice(0).forEach((each) => void each.dispose());
    void start();
  };
  waiting.push(
    workspace.onDidOpenTextDocument(consider),
    workspace.onDidChangeTextDocument(({ document }) => {
      consider(document);
    }),
  );
  context.subscriptions.push({
    dispose: () => {
      waiting.splice(0).forEach((each) => void each.dispose());
    },
  });
}

function clientOptions(outputChannel: LogOutputChannel): LanguageClientOptions {
  const initializationOptions: InitializationOptions = { files: true };
  return {
    documentSelector: [...documentSelector, ...yamlLanguages.map((language) => ({ language }))],
    outputChannel,
    initializationOptions,
    // Since version 10 of the client all of these are off, and findings would never follow the typing.
    diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true },
    // Hover and completion come as Markdown of our own making; it needs links, never commands.
    markdown: { isTrusted: false, supportHtml: false },
  };
}
