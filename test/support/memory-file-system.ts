import type { DirectoryEntry } from '../../server/src/protocol.ts';

/** What an editor's file system holds in a test: texts by absolute path; relative ones stand in `/ws`. */
export class MemoryFileSystem {
  readonly #texts = new Map<string, string>();

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string | undefined): void {
    if (text === undefined) this.#texts.delete(absolute(path));
    else this.#texts.set(absolute(path), text);
  }

  /** As VS Code spells it: all but letters, digits and `-._~/` percent-encoded. */
  uri(path: string): string {
    if (path.includes(':')) return path;
    const encoded = encodeURIComponent(absolute(path))
      .replaceAll('%2F', '/')
      .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
    return `file://${encoded}`;
  }

  read(uri: string): string | undefined {
    return this.#texts.get(pathOf(uri));
  }

  directory(uri: string): readonly DirectoryEntry[] {
    const folder = pathOf(uri).replace(/\/?$/, '/');
    const entries = new Map<string, DirectoryEntry>();
    for (const path of this.#texts.keys()) {
      if (!path.startsWith(folder)) continue;
      const [name = '', ...below] = path.slice(folder.length).split('/');
      entries.set(name, { name, kind: below.length > 0 ? 'directory' : 'file', link: false });
    }
    return [...entries.values()];
  }
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `/ws/${path}`;
}

function pathOf(uri: string): string {
  return decodeURIComponent(uri.replace(/^[a-z-]+:\/\/[^/]*/, ''));
}
