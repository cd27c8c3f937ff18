import type { HeaderOp } from '../../../model/header-op.ts';
import type { Misplaced } from '../../../model/scope.ts';

/** What a filter does to an answer on its way out. */
export type Effect =
  | {
      readonly kind: 'write';
      readonly ops: readonly HeaderOp[];
      /** What happens on an answer that another filter has sent already: nothing, a 500, or all the same. */
      readonly committed: 'nothing' | 'fails' | 'writes';
      /** A blank line counts as none, and stays beside the new one (`AddResponseHeader`, override false). */
      readonly besideBlank?: boolean;
      /** X-Frame-Options, which SecureHeaders would send, and the line that has it leave that out. */
      readonly optedOut?: readonly HeaderOp[];
    }
  | { readonly kind: 'dedupe'; readonly names: readonly string[]; readonly strategy: Strategy }
  | {
      readonly kind: 'rewrite';
      readonly name: string;
      readonly pattern: string;
      readonly replacement: string;
      /** Absent: every answer that carries the header becomes a 500. */
      readonly works: boolean;
    }
  /** Writes the header anew where an answer has it, with what a request decides (RewriteLocationResponseHeader). */
  | { readonly kind: 'relocate'; readonly name: string }
  /** Answers with a 500 whenever it runs; `early`: on the way in, so that nobody is asked and no other filter acts. */
  | { readonly kind: 'fails'; readonly why: string; readonly early?: boolean }
  /** Sends an answer by itself, so that what stands behind it never runs. */
  | {
      readonly kind: 'completes';
      readonly status: number | undefined;
      readonly always: boolean;
      readonly limit?: number;
      readonly location?: string;
    }
  | { readonly kind: 'status'; readonly status: number | undefined }
  | { readonly kind: 'request'; readonly misplaced?: Omit<Misplaced, 'level'> }
  /** Code that was not seen; `headers`: its name says that it writes some. */
  | { readonly kind: 'unseen'; readonly headers: boolean }
  | { readonly kind: 'nothing' }
  /** The gateway does not start. */
  | { readonly kind: 'refused'; readonly why: string };

export type Strategy = 'RETAIN_FIRST' | 'RETAIN_LAST' | 'RETAIN_UNIQUE';
