import { compareBytes, globSegments, matchesGlob, pathOfUri, uriOfPath } from '../core/index.ts';
import type { Uri, Workspace } from '../core/index.ts';
import type { OpenDocuments } from './open-documents.ts';
import { canonicalUri, isWithin } from './uris.ts';

export interface EditorWorkspaceOptions {
  readonly documents: OpenDocuments;
  /** Where files are that nobody has open. */
  readonly files: Workspace;
  /** The folders that are open, or that stand for them. */
  readonly roots: () => readonly Uri[];
  /** Told of every path and pattern that was asked for: changes there matter from now on. */
  readonly asked: (pattern: string, base: Uri) => void;
}

/** The world as the editor shows it: the text on the screen first, saved or not, then the files. */
export function editorWorkspace({ documents, files, roots, asked }: EditorWorkspaceOptions): Workspace {
  return {
    read: async (uri) => {
      const open = documents.get(canonicalUri(uri));
      if (open !== undefined) return { ...open.file, uri };
      asked(pathOfUri(uri), uri);
      return files.read(uri);
    },
    folderOf: (uri) => roots().find((root) => isWithin(root, uri)),
    list: async (pattern, base) => {
      asked(pattern, base);
      const segments = globSegments(pattern);
      const open = documents
        .all()
        .map(({ file }) => file.uri)
        .filter((uri) => uri === uriOfPath(pathOfUri(uri), base) && matchesGlob(segments, pathOfUri(uri)));
      if (open.length === 0) return files.list(pattern, base);
      return [...new Set([...(await files.list(pattern, base)), ...open])].toSorted((a, b) =>
        compareBytes(pathOfUri(a), pathOfUri(b)),
      );
    },
  };
}
