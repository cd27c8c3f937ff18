import type { Change, Place } from './place.ts';
import type { Possible } from './possible.ts';

/** Who makes the response: the service behind, or the gateway itself (its files, redirects, error pages). */
export type Origin = 'upstream' | 'gateway';

/** A field name in lower case; `prefix` patterns match every name that starts so (headers-more's `X-Frame-*`). */
export interface NamePattern {
  readonly text: string;
  readonly prefix: boolean;
  /** Names in lower case that are not meant, although they match. */
  readonly except?: readonly string[];
}

/**
 * `literal`: known to the byte. `dynamic`: known in parts only, an unknown part is `undefined`
 * (a variable, a template hole); rules about values stay silent unless the known parts decide.
 */
export type HeaderValue =
  | { readonly kind: 'literal'; readonly text: string; readonly at: Place }
  | {
      readonly kind: 'dynamic';
      readonly parts: readonly (string | undefined)[];
      /** As the dialect's own evaluation reads it. */
      readonly template: string;
      /** All that it can become, where that is a short list. */
      readonly possible?: readonly Possible[];
      readonly at: Place;
    };

/** Inclusive ranges of status codes. */
export type StatusSet = readonly (readonly [number, number])[];

/** Something a request decides: a `map` branch, an `if`, a profile. */
export interface Condition {
  readonly label: string;
  /** `undefined`: cannot be told from the request alone. */
  readonly holds: (request: RequestFacts) => boolean | undefined;
}

/** What is known of a request, and of its answer so far, when a condition is asked or a value is filled in. */
export interface RequestFacts {
  readonly method?: string;
  readonly host?: string;
  /** Path and query as sent. */
  readonly target?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Of the answer, without parameters. */
  readonly contentType?: string;
  /** Fills in a template; `sent` are the lines written so far. `undefined`: a part of it is not known. */
  readonly evaluate?: (
    template: string,
    sent: readonly { readonly name: string; readonly value: HeaderValue | string }[],
  ) => string | undefined;
}

/** Which answers an instruction reaches. Absent: all. */
export interface Reach {
  readonly from?: Origin;
  readonly statuses?: StatusSet;
  readonly when?: Condition;
}

/** The edits of one instruction that keep everything else. Each is absent where it cannot be done faithfully. */
export interface OpEdits {
  /** Writes another name or value (both unquoted, as on the wire) in the file's own quoting. */
  readonly rewrite?: (part: { readonly name?: string; readonly value?: string }) => readonly Change[];
  /** Makes the instruction reach every status. */
  readonly everyStatus?: { readonly title: string; readonly changes: readonly Change[] };
  /** Deletes the whole statement; absent where deleting it would bring something else into force. */
  readonly remove?: readonly Change[];
}

/** One header instruction, in the order in which the gateway carries it out. */
export interface HeaderOp {
  /**
   * `set` replaces every line of the name, `append` adds a line, `set-if-absent` and `set-if-present` ask first,
   * `replace-first` rewrites the first line only (Apinto), `remove` drops lines,
   * `unknown` may do anything to matching names (Lua, an unknown module).
   */
  readonly kind:
    'set' | 'append' | 'set-if-absent' | 'set-if-present' | 'replace-first' | 'remove' | 'unknown';
  readonly name: NamePattern;
  /** The name as written, for messages and for the wire. */
  readonly spelling: string;
  /** For `remove` and `unknown`, an empty literal. */
  readonly value: HeaderValue;
  /** What an empty value does: nginx's `add_header X ""` sends nothing. */
  readonly whenEmpty: 'send' | 'skip';
  readonly reach: Reach;
  /**
   * Instructions in a row with the same mark ask `-if-absent` and `-if-present` of the lines as they were before the
   * first of them (Envoy's HeaderParser::evaluateHeaders).
   */
  readonly batch?: string;
  readonly nameAt: Place;
  /** The whole statement. */
  readonly statement: Place;
  readonly edits: OpEdits;
}
