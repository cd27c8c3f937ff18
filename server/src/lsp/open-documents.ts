import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SourceFile, Uri } from '../core/index.ts';
import { canonicalUri } from './uris.ts';

export interface OpenDocument {
  /** As the client spells it: what answers must say. */
  readonly clientUri: string;
  /** The text at its present version. */
  readonly file: SourceFile;
}

/** What the editor has open, as immutable files. */
export interface OpenDocuments {
  get(uri: Uri): OpenDocument | undefined;
  all(): readonly OpenDocument[];
}

/** Follows the text synchronisation; listen to `documents` only after this, and changes are seen here first. */
export function followDocuments(documents: TextDocuments<TextDocument>): OpenDocuments {
  const open = new Map<Uri, OpenDocument>();
  documents.onDidChangeContent(({ document }) => {
    const uri = canonicalUri(document.uri);
    open.set(uri, {
      clientUri: document.uri,
      file: {
        uri,
        version: document.version,
        text: document.getText(),
        language: document.languageId.toLowerCase(),
      },
    });
  });
  documents.onDidClose(({ document }) => open.delete(canonicalUri(document.uri)));
  return { get: (uri) => open.get(uri), all: () => [...open.values()] };
}
