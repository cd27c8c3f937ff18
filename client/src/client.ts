// All that the desktop client and one in a browser would share.
import { commands, window, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../../server/src/protocol.ts';
import { serveFiles } from './file-bridge.ts';
import { showStatus } from './status.ts';

/** Other extensions spell the language `NGINX`. No scheme is named: untitled, remote and virtual files count too. */
export const documentSelector = [{ language: 'nginx' }, { language: 'NGINX' }];

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
  await start();
  return { stop };
}

function clientOptions(outputChannel: LogOutputChannel): LanguageClientOptions {
  const initializationOptions: InitializationOptions = { files: true };
  return {
    documentSelector,
    outputChannel,
    initializationOptions,
    // Since version 10 of the client all of these are off, and findings would never follow the typing.
    diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true },
    // Hover and completion come as Markdown of our own making; it needs links, never commands.
    markdown: { isTrusted: false, supportHtml: false },
  };
}
