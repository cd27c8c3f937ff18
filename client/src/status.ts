import { Disposable, languages, LanguageStatusSeverity, window, type DocumentSelector } from 'vscode';
import { State, type BaseLanguageClient } from 'vscode-languageclient';

/** In the language status of nginx files: what was found in the one that is shown, or that the server is away. */
export function showStatus(client: BaseLanguageClient, selector: DocumentSelector): Disposable {
  const item = languages.createLanguageStatusItem('gatewayLint.status', selector);
  item.name = 'Gateway Lint';
  item.command = { title: 'Show Output', command: 'gatewayLint.showOutput' };

  const update = (): void => {
    item.busy = client.state === State.Starting;
    if (client.state === State.Starting) {
      item.text = 'Gateway Lint is starting';
      item.severity = LanguageStatusSeverity.Information;
      return;
    }
    if (client.state !== State.Running) {
      item.text = 'Gateway Lint is not running';
      item.detail = 'The log says why; the command "Gateway Lint: Restart Server" starts it again.';
      item.severity = LanguageStatusSeverity.Error;
      return;
    }
    const uri = window.activeTextEditor?.document.uri;
    const count = uri === undefined ? 0 : languages.getDiagnostics(uri).filter(isOurs).length;
    item.text = count === 0 ? 'No findings' : count === 1 ? '1 finding' : `${count} findings`;
    item.detail = 'Gateway Lint';
    item.severity = count === 0 ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
  };

  update();
  return Disposable.from(
    item,
    client.onDidChangeState(update),
    window.onDidChangeActiveTextEditor(update),
    languages.onDidChangeDiagnostics(update),
  );
}

function isOurs({ source }: { readonly source?: string | undefined }): boolean {
  return source === 'gateway-lint';
}
