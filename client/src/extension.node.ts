import { Uri, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { startClient, type RunningClient } from './client.ts';

/** The one thing that outlives `activate`: VS Code calls `deactivate` without arguments. */
let running: RunningClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  running = await startClient(context, (id, name, options) => {
    const transport = TransportKind.ipc;
    return new LanguageClient(
      id,
      name,
      {
        run: { module, transport },
        debug: { module, transport, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
      },
      options,
    );
  });
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}
