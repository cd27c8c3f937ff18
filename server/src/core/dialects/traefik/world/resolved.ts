import type { Severity } from '../../../model/finding.ts';
import type { Change, Uri } from '../../../model/place.ts';
import type { Middleware, Reference } from '../model/middleware.ts';

/** From where a name is looked up. */
export interface Viewpoint {
  readonly provider: string;
  readonly namespace: string;
  readonly uri: Uri;
}

export type Resolved =
  | { readonly kind: 'found'; readonly middleware: Middleware }
  /** Surely not there: Traefik takes the router off. */
  | {
      readonly kind: 'none';
      readonly why: string;
      readonly advice: string;
      readonly severity?: Severity;
      readonly title?: string;
      readonly fix?: readonly Change[];
    }
  /** Perhaps declared somewhere else. */
  | { readonly kind: 'unseen'; readonly what: string };

/** The fix that writes another name. */
export function rewriting(
  reference: Reference,
  text: string,
): { readonly title?: string; readonly fix?: readonly Change[] } {
  const change = reference.rewrite?.(text);
  return change === undefined ? {} : { title: `Write ${text}`, fix: [change] };
}
