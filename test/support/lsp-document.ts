import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CodeActionTriggerKind,
  CompletionContext,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Position,
  Range,
  TextEdit,
} from 'vscode-languageserver-protocol/node';
import type { LspClient } from './lsp-client.ts';

/** An open file of a test client. Places are named by a piece of text that occurs in it. */
export class LspDocument {
  readonly uri: string;
  readonly #client: LspClient;
  #document: TextDocument;

  constructor(client: LspClient, uri: string, text: string, languageId: string) {
    this.#client = client;
    this.uri = uri;
    this.#document = TextDocument.create(uri, languageId, 1, text);
  }

  get text(): string {
    return this.#document.getText();
  }

  get version(): number {
    return this.#document.version;
  }

  get id(): { readonly uri: string } {
    return { uri: this.uri };
  }

  async sendOpen(): Promise<void> {
    const { languageId, version } = this.#document;
    await this.#notify('didOpen', { textDocument: { uri: this.uri, languageId, version, text: this.text } });
  }

  async close(): Promise<void> {
    this.#client.documents.delete(this.uri);
    await this.#notify('didClose', { textDocument: this.id });
  }

  /** One incremental edit: `piece`, which occurs, becomes `text`. */
  async change(piece: string, text: string): Promise<void> {
    await this.edit([{ range: this.range(piece), newText: text }]);
  }

  /** As an editor applies them: all ranges are of the text before; sent last first. */
  async edit(edits: readonly TextEdit[]): Promise<void> {
    const after = TextDocument.applyEdits(this.#document, [...edits]);
    const contentChanges = edits
      .toSorted((a, b) => this.offset(b.range.start) - this.offset(a.range.start))
      .map(({ range, newText }) => ({ range, text: newText }));
    const version = this.version + 1;
    this.#document = TextDocument.update(this.#document, contentChanges, version);
    assert.equal(this.text, after, 'the edits overlap');
    await this.#notify('didChange', { textDocument: { uri: this.uri, version }, contentChanges });
  }

  /** The whole text at once. */
  async setText(text: string): Promise<void> {
    const version = this.version + 1;
    this.#document = TextDocument.update(this.#document, [{ text }], version);
    await this.#notify('didChange', {
      textDocument: { uri: this.uri, version },
      contentChanges: [{ text }],
    });
  }

  async save(): Promise<void> {
    await this.#notify('didSave', { textDocument: this.id });
  }

  async pull(previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.#request('diagnostic', { identifier: 'gateway-lint', previousResultId });
  }

  async diagnostics(): Promise<readonly Diagnostic[]> {
    const report = await this.pull();
    assert.ok(report.kind === 'full', 'nothing is unchanged without an id of what was before');
    return report.items;
  }

  /** `rule at text`, for each finding: what most specifications need to know. */
  async findings(): Promise<readonly string[]> {
    return (await this.diagnostics()).map((d) => `${String(d.code)} at ${this.textOf(d.range)}`);
  }

  async codeActions(
    at: string | Range,
    context: { readonly only?: string[]; readonly triggerKind?: CodeActionTriggerKind } = {},
  ): Promise<readonly CodeAction[]> {
    const range = typeof at === 'string' ? this.range(at) : at;
    return this.#request('codeAction', { range, context: { diagnostics: [], ...context } });
  }

  /** The quick-fix whose title holds `title`; with none, the first. */
  async fix(at: string, title = ''): Promise<CodeAction> {
    const actions = await this.codeActions(at, { only: ['quickfix'] });
    const action = actions.find((candidate) => candidate.title.includes(title));
    assert.ok(action, `no fix “${title}”; offered: ${actions.map((a) => a.title).join(' | ') || 'none'}`);
    return action;
  }

  async fixAll(only = 'source.fixAll.gatewayLint'): Promise<CodeAction | undefined> {
    const [action] = await this.codeActions(this.whole(), { only: [only] });
    return action;
  }

  async hover(piece: string, by = 0): Promise<Hover | null> {
    return this.#request('hover', { position: this.position(piece, by) });
  }

  async hoverText(piece: string, by = 0): Promise<string> {
    const hover = await this.hover(piece, by);
    return hover === null ? '' : (hover.contents as { readonly value: string }).value;
  }

  /** At the end of a piece of text, asked for by a person or by a typed character. */
  async complete(piece: string, typed?: string): Promise<readonly CompletionItem[]> {
    const context: CompletionContext =
      typed === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: typed };
    return this.#request('completion', { position: this.position(piece, piece.length), context });
  }

  async symbols<T = DocumentSymbol>(): Promise<readonly T[]> {
    return this.#request('documentSymbol', {});
  }

  async folds(): Promise<readonly FoldingRange[]> {
    return this.#request('foldingRange', {});
  }

  whole(): Range {
    return { start: { line: 0, character: 0 }, end: this.#document.positionAt(this.text.length) };
  }

  position(piece: string, by = 0): Position {
    const offset = this.text.indexOf(piece);
    assert.ok(offset >= 0, `“${piece}” is not in the text`);
    return this.#document.positionAt(offset + by);
  }

  range(piece: string): Range {
    return { start: this.position(piece), end: this.position(piece, piece.length) };
  }

  textOf(range: Range): string {
    return this.#document.getText(range);
  }

  offset(position: Position): number {
    return this.#document.offsetAt(position);
  }

  async #notify(method: string, params: object): Promise<void> {
    await this.#client.connection.sendNotification(`textDocument/${method}`, params);
  }

  async #request<Answer>(method: string, params: object): Promise<Answer> {
    return this.#client.connection.sendRequest(`textDocument/${method}`, {
      textDocument: this.id,
      ...params,
    });
  }
}

/** Applies an action's edit as an editor does: an edit for another version of a file is refused. */
export async function applyAction(client: LspClient, action: CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit?.documentChanges, `“${action?.title ?? '(none)'}” has no versioned edit`);
  for (const change of action.edit.documentChanges) {
    assert.ok('textDocument' in change, 'only texts are edited');
    const { uri, version } = change.textDocument;
    const open = client.documents.get(uri);
    const edits = change.edits as TextEdit[];
    if (open === undefined) {
      assert.equal(version, null, `${uri} is not open and has no version`);
      const before = TextDocument.create(uri, 'nginx', 0, client.files.read(uri) ?? '');
      await client.writeOutside({ [new URL(uri).pathname]: TextDocument.applyEdits(before, edits) });
    } else {
      assert.equal(version, open.version, `the edit is for another version of ${uri}`);
      await open.edit(edits);
    }
  }
}
