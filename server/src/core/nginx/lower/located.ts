import type { Parsed, Unit } from '../../model/dialect.ts';
import type { Place, Span } from '../../model/place.ts';
import type { Directive, NginxTree, Word } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';

/** A directive together with the file it stands in, since a block's content may come from many. */
export class Located {
  readonly file: Parsed<NginxTree>;
  readonly directive: Directive;

  constructor(file: Parsed<NginxTree>, directive: Directive) {
    this.file = file;
    this.directive = directive;
  }

  get name(): string {
    return this.directive.keyword;
  }

  /** The arguments as nginx reads them. */
  get args(): readonly string[] {
    return this.directive.args.map((word) => wordText(this.file.file.text, word));
  }

  /** One of `args`, where no other is asked for. */
  arg(index: number): string | undefined {
    const word = this.directive.args[index];
    return word && wordText(this.file.file.text, word);
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
  const items = directives.map((directive) => new Located(file, directive));
  // Nearly every block of a file is done with here.
  if (!file.tree.keywords.has('include')) return items;
  return items.flatMap((item) => {
    const { directive } = item;
    if (directive.keyword !== 'include') return [item];
    const inner = [...trail, file];
    const content = includedBy(file, directive, unit, trail).flatMap((other) =>
      expand(other, other.tree.directives, unit, inner),
    );
    return [item, ...content];
  });
}

/** The directives of a block that `isWanted`, as `expand` gives them: of most blocks these are few. */
export function expandOnly(
  isWanted: (keyword: string) => boolean,
  file: Parsed<NginxTree>,
  directives: readonly Directive[],
  unit: Unit<NginxTree>,
  trail: readonly Parsed<NginxTree>[] = [],
): readonly Located[] {
  const items: Located[] = [];
  for (const directive of directives) {
    if (isWanted(directive.keyword)) items.push(new Located(file, directive));
    if (directive.keyword !== 'include') continue;
    const inner = [...trail, file];
    for (const other of includedBy(file, directive, unit, trail)) {
      items.push(...expandOnly(isWanted, other, other.tree.directives, unit, inner));
    }
  }
  return items;
}

function includedBy(
  file: Parsed<NginxTree>,
  include: Directive,
  unit: Unit<NginxTree>,
  trail: readonly Parsed<NginxTree>[],
): readonly Parsed<NginxTree>[] {
  const [path] = include.args;
  if (path === undefined || trail.length >= MAX_DEPTH) return [];
  const files = unit.included({ uri: file.file.uri, start: path.start, end: path.end });
  return files.filter((other) => other !== file && !trail.includes(other));
}
