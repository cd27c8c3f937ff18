/** A resource name with a scheme, as editors give it (`file:///etc/nginx/nginx.conf`). */
export type Uri = string & { readonly __brand: 'Uri' };

/** Half-open, in UTF-16 code units: what `slice` and LSP both count. Core knows no line numbers. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a named file, since a finding or a fix may land in an included file. */
export interface Place extends Span {
  readonly uri: Uri;
}

/** Immutable text at one version; an edit makes a new one. */
export interface SourceFile {
  readonly uri: Uri;
  /** Grows with each edit in an editor; 0 for files that nobody edits. */
  readonly version: number;
  readonly text: string;
  /** The language that an editor takes the file for, in lower case. */
  readonly language?: string;
}

/** One replacement: `text` takes the place of `at` (an empty span inserts). */
export interface Change {
  readonly at: Place;
  readonly text: string;
}

/** A key that two equal places share. */
export function placeKey(place: Place): string {
  return `${place.uri}#${place.start}-${place.end}`;
}
