import type { Change, Place } from './place.ts';

/** A fault of a file's syntax, or a cap that it runs into. */
export interface Malformed {
  readonly fault: 'syntax' | 'duplicate-key' | 'unknown-anchor' | 'alias-bomb' | 'too-deep' | 'too-long';
  readonly at: Place;
  /** What is wrong, as a clause; the name or the number that it is about. */
  readonly what: string;
  /** Where a key stands that is written twice. */
  readonly first?: Place;
  /** Where the tree may not say what the text is meant to say. Absent: it does. */
  readonly illegible?: Place;
  readonly fix?: { readonly title: string; readonly changes: readonly Change[] };
}
