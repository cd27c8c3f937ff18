import type { OpEdits } from '../../model/header-op.ts';
import type { Change, Place, Span, Uri } from '../../model/place.ts';
import type { YamlScalar } from '../../syntax/yaml/node.ts';
import { inlineChange } from './inline.ts';
import type { EmbeddedNginx, WrittenAs } from './scalar.ts';

/** What a piece of text that stands in no file is in the file that it comes from. */
export interface Origin {
  readonly at: Place;
  /** Of a header line that a controller writes: where its name and its value come from. */
  readonly nameAt?: Place;
  readonly valueAt?: Place;
  /** How such a line is edited where it comes from. */
  readonly edits?: OpEdits;
}

interface Line extends Span {
  readonly style: YamlScalar['style'];
}

/** Says places and edits of nginx's text in those of the files that it comes from. */
export class Relocation {
  readonly #origins = new Map<Uri, (span: Span) => Origin>();
  /** Scalars on one line, by file, and those that may not be edited. */
  readonly #lines = new Map<Uri, Line[]>();
  readonly #locked = new Map<Uri, Span[]>();
  /** Texts that are written otherwise in their files. */
  readonly #written = new Map<Uri, EmbeddedNginx & { readonly written: WrittenAs }>();

  /** A text that stands in no file. */
  addText(uri: Uri, originOf: (span: Span) => Origin): void {
    this.#origins.set(uri, originOf);
  }

  addEmbedded(embedded: EmbeddedNginx): void {
    const { parsed, at, scalar, edits, written } = embedded;
    const { uri } = parsed.file;
    if (written !== undefined) this.#written.set(uri, { ...embedded, written });
    else if (uri !== at.uri) this.#origins.set(uri, () => ({ at }));
    else if (edits === 'none') append(this.#locked, uri, at);
    else if (edits === 'inline') append(this.#lines, uri, { ...at, style: scalar.style });
  }

  /** True where all places are what they are. */
  get isIdentity(): boolean {
    return (
      this.#written.size === 0 &&
      this.#origins.size === 0 &&
      this.#lines.size === 0 &&
      this.#locked.size === 0
    );
  }

  origin(place: Place): Origin | undefined {
    return this.#origins.get(place.uri)?.(place);
  }

  place(place: Place): Place {
    const file = this.#written.get(place.uri);
    return file === undefined ? (this.origin(place)?.at ?? place) : asWritten(file, place);
  }

  /** `undefined` where one of the edits cannot be made where the text comes from. */
  changes(changes: readonly Change[]): readonly Change[] | undefined {
    const moved = changes.flatMap((change) => this.#change(change) ?? []);
    return moved.length === changes.length ? moved : undefined;
  }

  #change(change: Change): Change | undefined {
    const { uri } = change.at;
    if (this.#origins.has(uri)) return undefined;
    const file = this.#written.get(uri);
    if (file !== undefined) {
      const { edits, scalar, written } = file;
      if (edits === 'none') return undefined;
      const moved = { at: asWritten(file, change.at), text: written.write(change.text) };
      return edits === 'inline' ? inlineChange(moved, scalar.style) : moved;
    }
    if (this.#locked.get(uri)?.some((span) => isIn(change.at, span)) === true) return undefined;
    const line = this.#lines.get(uri)?.find((span) => isIn(change.at, span));
    return line === undefined ? change : inlineChange(change, line.style);
  }
}

function asWritten({ at, written }: EmbeddedNginx & { readonly written: WrittenAs }, span: Span): Place {
  return { uri: at.uri, start: written.offset(span.start), end: written.offset(span.end) };
}

function append<T>(map: Map<Uri, T[]>, uri: Uri, value: T): void {
  const known = map.get(uri);
  if (known === undefined) map.set(uri, [value]);
  else known.push(value);
}

function isIn({ start, end }: Span, around: Span): boolean {
  return around.start <= start && end <= around.end;
}
