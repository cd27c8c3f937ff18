import { Disposable, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { readDirectoryRequest, readFileRequest, type DirectoryEntry } from '../../server/src/protocol.ts';

/** Configuration is never so large; a log or an image named `.conf` may be. */
const mostBytes = 8 << 20;

/**
 * Reads for the server through the editor's file systems, so that SSH, containers and virtual folders work as the disk
 * does. Whatever cannot be read is simply not there.
 */
export function serveFiles(client: BaseLanguageClient): Disposable {
  return Disposable.from(
    client.onRequest(readFileRequest, async ({ uri }) => {
      try {
        const file = Uri.parse(uri, true);
        const { size, type } = await workspace.fs.stat(file);
        if ((type & FileType.File) === 0 || size > mostBytes) return null;
        // A byte order mark goes, as it does when the editor opens the file: offsets then agree.
        return new TextDecoder('utf-8').decode(await workspace.fs.readFile(file));
      } catch {
        return null;
      }
    }),
    client.onRequest(readDirectoryRequest, async ({ uri }) => {
      try {
        return (await workspace.fs.readDirectory(Uri.parse(uri, true))).flatMap(entry);
      } catch {
        return [];
      }
    }),
  );
}

function entry([name, type]: [string, FileType]): readonly DirectoryEntry[] {
  const link = (type & FileType.SymbolicLink) !== 0;
  if ((type & FileType.Directory) !== 0) return [{ name, kind: 'directory', link }];
  return (type & FileType.File) === 0 ? [] : [{ name, kind: 'file', link }];
}
