import { childContext, fragmentContext, type Context } from '../../nginx/context.ts';
import type { Uri } from '../../model/place.ts';
import type { Directive, NginxTree, Word } from '../../syntax/nginx/tree.ts';

/** The block directives around an offset, outermost first. */
export function blocksAround(tree: NginxTree, offset: number): readonly Directive[] {
  const path: Directive[] = [];
  for (let list = tree.directives; ;) {
    const directive = lastStartingBy(list, offset);
    const body = directive?.body;
    if (directive === undefined || body === undefined) return path;
    if (offset < body.start || offset > body.end) return path;
    path.push(directive);
    list = body.directives;
  }
}

/** What a directive inside those blocks is to nginx. */
export function contextIn(tree: NginxTree, uri: Uri, blocks: readonly Directive[]): Context {
  return blocks.reduce((context, block) => childContext(context, block), fragmentContext(tree, uri));
}

export interface Hit {
  readonly directive: Directive;
  readonly word: Word;
  /** 0 for the name, then the arguments. */
  readonly index: number;
  /** The blocks around the directive, outermost first. */
  readonly blocks: readonly Directive[];
}

/** The word at an offset, its end included: the cursor behind a word still means it. */
export function wordAt(tree: NginxTree, offset: number): Hit | undefined {
  const blocks = blocksAround(tree, offset);
  const directive = lastStartingBy(blocks.at(-1)?.body?.directives ?? tree.directives, offset);
  if (directive === undefined || offset > directive.headEnd) return undefined;
  const words = [directive.name, ...directive.args];
  const index = words.findIndex((word) => word.start <= offset && offset <= word.end);
  const word = words[index];
  return word && word.start < word.end ? { directive, word, index, blocks } : undefined;
}

/** Siblings stand in order of position and do not overlap. */
function lastStartingBy(list: readonly Directive[], offset: number): Directive | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
