import type { SourceFile, Uri } from './place.ts';

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
}

/** Shaped like LSP's token, so the server passes its own and the command line passes a constant. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
}
