import * as vscode from 'vscode';

/** What the steps of the suite do in the editor, in its own terms. */
export const source = 'gateway-lint';

/** Opens a file of the workspace as it was given, whatever the step before has made of it. */
export async function open(path: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open.');
  const uri = vscode.Uri.joinPath(folder.uri, path);
  const document = await vscode.workspace.openTextDocument(uri);
  // No preview, whose tab the next file would take.
  await vscode.window.showTextDocument(document, { preview: false });
  const original = await vscode.workspace.fs.readFile(
    vscode.Uri.joinPath(folder.uri, '..', 'original', path),
  );
  const text = new TextDecoder().decode(original);
  if (document.getText() !== text) await replaceAll(document, text);
  return document;
}

/** Waits for a state of the editor; says what it last saw when the time is over. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  good: (seen: T) => boolean,
  milliseconds = 15_000,
): Promise<T> {
  for (const deadline = Date.now() + milliseconds; ;) {
    const seen = await look();
    if (good(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`${what}: not within ${milliseconds} ms; last seen: ${show(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function show(value: unknown): string {
  return JSON.stringify(value, undefined, 1);
}

/** What is drawn under the text and listed as a problem; hints are neither. */
export function findings(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((d) => d.source === source && d.severity !== vscode.DiagnosticSeverity.Hint);
}

/** The rule that reported it; a link to its page goes with the id. */
export function rule(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

export function rules(document: vscode.TextDocument): readonly string[] {
  return findings(document).map(rule).sort();
}

export async function untilRules(document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  await eventually(
    `findings ${JSON.stringify(expected)} in ${document.fileName}`,
    () => rules(document),
    (seen) => seen.join() === expected.join(),
  );
}

/** The one finding of a rule, as soon as it is there. */
export async function finding(document: vscode.TextDocument, wanted: string): Promise<vscode.Diagnostic> {
  const [found] = await eventually(
    `a finding ${wanted}`,
    () => findings(document).filter((d) => rule(d) === wanted),
    (seen) => seen.length === 1,
  );
  if (found === undefined) throw new Error('unreachable');
  return found;
}

/**
 * The actions offered, as soon as there are some. VS Code gives up a question (none, or "Canceled") when any extension
 * registers a provider while it is out (`getCodeActions`: `registry.onDidChange` cancels), as they do while it starts.
 */
export function actions(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Promise<readonly vscode.CodeAction[]> {
  const ask = async (): Promise<readonly vscode.CodeAction[]> => {
    try {
      return await vscode.commands.executeCommand(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        kind.value,
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'Canceled') return [];
      throw error;
    }
  };
  return eventually(`actions ${kind.value}`, ask, (seen) => seen.length > 0);
}

export async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  if (action?.edit === undefined) throw new Error(`The action "${action?.title ?? '(none)'}" has no edit.`);
  if (!(await vscode.workspace.applyEdit(action.edit))) throw new Error(`"${action.title}" was not applied.`);
}

export async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(Infinity)), text);
  await vscode.workspace.applyEdit(edit);
}

/** The position of a piece of text that occurs; `by` characters into it. */
export function at(document: vscode.TextDocument, piece: string, by = 0): vscode.Position {
  const offset = document.getText().indexOf(piece);
  if (offset < 0) throw new Error(`"${piece}" is not in ${document.fileName}.`);
  return document.positionAt(offset + by);
}

export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap((h) => h.contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content)))
    .join('\n');
}

export async function completions(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
}

export function symbols(document: vscode.TextDocument): Thenable<readonly vscode.DocumentSymbol[]> {
  return vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
}
