import type { Place, Uri } from '../../../model/place.ts';
import { placeKey } from '../../../model/place.ts';
import type { Misplaced, Refusal, Unread, Unresolved } from '../../../model/scope.ts';
import type { Source } from './source.ts';

/** What lowering finds besides instructions. A table that several listeners use is lowered for each: said once. */
export class Report {
  refused: readonly Refusal[] = [];
  readonly unread: Unread[] = [];
  readonly unresolved: Unresolved[] = [];
  readonly misplaced: Misplaced[] = [];
  /** Files that Envoy loads at run time and takes nothing of. */
  readonly rejected = new Map<Uri, string>();
  readonly #said = new Set<string>();

  /** Envoy does not take the file: a bootstrap then does not start, and of another file nothing holds. */
  refuse(source: Source, at: Place, why: string): void {
    if (!this.#isNew('refused', at)) return;
    if (!source.dynamic) {
      this.refused = [...this.refused, { at, why }];
      return;
    }
    if (!this.rejected.has(at.uri)) this.rejected.set(at.uri, why);
    this.unread.push({
      at,
      what: 'This file',
      why: `Envoy rejects all of it: ${why}`,
      advice: 'Correct it: until then its routes are answered with 404.',
    });
  }

  /** For a file that is a part of what Envoy reads. */
  takeBackRefusals(): void {
    this.refused = [];
  }

  ineffective(unread: Unread): void {
    if (this.#isNew('unread', unread.at)) this.unread.push(unread);
  }

  cannotResolve(unresolved: Unresolved): void {
    if (this.#isNew('unresolved', unresolved.at)) this.unresolved.push(unresolved);
  }

  misplace(misplaced: Misplaced): void {
    if (this.#isNew('misplaced', misplaced.at)) this.misplaced.push(misplaced);
  }

  #isNew(kind: string, at: Place): boolean {
    const key = `${kind} ${placeKey(at)}`;
    if (this.#said.has(key)) return false;
    this.#said.add(key);
    return true;
  }
}
