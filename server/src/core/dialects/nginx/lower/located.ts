import type { Parsed, Unit } from '../../../model/dialect.ts';
import type { Place, Span } from '../../../model/place.ts';
import type { Directive, NginxTree, Word } from '../../../syntax/nginx/tree.ts';
import { wordText } from '../../../syntax/nginx/word.ts';

/** A directive together with the file it stands in, since a block's content may come from many. */
export class Located {
  readonly file: Parsed<NginxTree>;
  readonly directive: Directive;
  readonly name: string;

  constructor(file: Parsed<NginxTree>, directive: Directive) {
    this.file = file;
    this.directive = directive;
    this.name = wordText(file.file.text, directive.name);
  }

  /** The arguments as nginx reads them. */
  get args(): readonly string[] {
    return this.directive.args.map((word) => wordText(this.file.file.text, word));
  }

  place(span: Span): Place {
    return { uri: this.file.file.uri, start: span.start, end: span.end };
  }

  /** From the name to the last argument. */
  get head(): Place {
    return this.place({ start: this.directive.start, end: this.directive.headEnd });
  }

  get nameAt(): Place {
    return this.place(this.directive.name);
  }

  word(index: number): Word | undefined {
    return this.directive.args[index];
  }
}

/** Includes nest no deeper than this; nginx itself stops when it runs out of open files. */
const MAX_DEPTH = 32;

/**
 * The directives of a block in the order in which nginx meets them: an `include` is replaced by what it brings in,
 * and is no level of its own. Cycles and absurd depth end silently here.
 */
export function expand(
  file: Parsed<NginxTree>,
  directives: readonly Directive[],
  unit: Unit<NginxTree>,
  trail: readonly Parsed<NginxTree>[] = [],
): Located[] {
  return directives.flatMap((directive) => {
    const located = new Located(file, directive);
    const [path] = directive.args;
    if (located.name !== 'include' || path === undefined || trail.length >= MAX_DEPTH) return [located];
    const included = unit
      .included(located.place(path))
      .filter((other) => other !== file && !trail.includes(other));
    return [
      located,
      ...included.flatMap((other) => expand(other, other.tree.directives, unit, [...trail, file])),
    ];
  });
}
