import type { SourceFile, Uri } from './place.ts';

/** What stands at a path. Times in milliseconds since 1970, sizes in bytes; `unknown` where we may not look. */
export type FileFacts =
  | { readonly kind: 'file'; readonly size?: number; readonly modified?: number }
  | { readonly kind: 'directory' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown' };

/**
 * All that core asks of the world. Three implementations: editor, disk (command line), memory (tests).
 * None of them ever leaves the folders that the user opened or named.
 */
export interface Workspace {
  /** `undefined` where there is no such file, or it may not be read. */
  read(uri: Uri): Promise<SourceFile | undefined>;
  /**
   * Files whose path matches `pattern`, in byte order of their names (as glob(3) sorts, which nginx uses).
   * `*`, `?` and `[…]` match within one path segment and never a leading dot; `**` is any depth.
   * @param pattern an absolute path, percent-decoded, with `/` between segments
   * @param base the scheme and authority in which the pattern is meant
   */
  list(pattern: string, base: Uri): Promise<readonly Uri[]>;
  /** The folder that the user opened or named and that holds the file; absent or `undefined`: not known. */
  folderOf?(uri: Uri): Uri | undefined;
  /** What stands at a place, without reading it; absent: nobody can tell. */
  stat?(uri: Uri): Promise<FileFacts>;
}

/** Shaped like LSP's token, so the server passes its own and the command line passes a constant. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
}
