import type { Span } from '../model/place.ts';
import { TokenKind, type TokenStream } from '../syntax/nginx/tokens.ts';
import type { Body, Directive, NginxTree, Template, Word } from '../syntax/nginx/tree.ts';

/**
 * The tree of a piece of a text, its offsets those of the whole text.
 * @param text the whole, in which the piece stands at the offset `by`
 * @param source the same as it is in the file, where the piece is a template
 */
export function shiftedTree(
  tree: NginxTree,
  by: number,
  text: string,
  tokens: TokenStream,
  source = text,
): NginxTree {
  const span = <Shape extends Span>(shape: Shape): Shape => ({
    ...shape,
    start: shape.start + by,
    end: shape.end + by,
  });
  const moved = new Map<Directive, Directive>();
  const body = (block: Body): Body => ({
    ...span(block),
    directives: block.directives.map(directive),
    ...(block.raw && { raw: span(block.raw) }),
  });
  const directive = (each: Directive): Directive => {
    const shifted: Directive = {
      ...span(each),
      name: span<Word>(each.name),
      args: each.args.map((word) => span<Word>(word)),
      argCount: each.argCount,
      headEnd: each.headEnd + by,
      ...(each.body && { body: body(each.body) }),
    };
    if (tree.template !== undefined) moved.set(each, shifted);
    return shifted;
  };
  const template = ({ engine, sound, regions, elsewhere, defaults, conditional }: Template): Template => ({
    engine,
    sound,
    source,
    regions: regions.map(span),
    elsewhere: elsewhere.map(span),
    defaults: defaults.map(span),
    conditional: new Set([...conditional].map((each) => moved.get(each) ?? each)),
  });
  return {
    ...tree,
    text,
    tokens,
    directives: tree.directives.map(directive),
    comments: tree.comments.map(span),
    problems: tree.problems.map((problem) => ({
      ...span(problem),
      ...(problem.insertAt !== undefined && { insertAt: problem.insertAt + by }),
    })),
    ...(tree.template && { template: template(tree.template) }),
  };
}

/** The tokens of several pieces of a text, what stands between them taken for comments: together they are the text. */
export function joinedTokens(
  text: string,
  pieces: readonly Span[],
  trees: readonly NginxTree[],
): TokenStream {
  const kinds: number[] = [];
  const ends: number[] = [];
  trees.forEach(({ tokens }, index) => {
    const base = pieces[index]?.start ?? 0;
    kinds.push(TokenKind.comment);
    ends.push(base);
    for (let i = 0; i < tokens.count; i++) {
      kinds.push(tokens.kinds[i] ?? 0);
      ends.push(base + (tokens.ends[i] ?? 0));
    }
  });
  if ((ends.at(-1) ?? 0) < text.length) {
    kinds.push(TokenKind.comment);
    ends.push(text.length);
  }
  return {
    text,
    count: kinds.length,
    kinds: Uint8Array.from(kinds),
    ends: Uint32Array.from(ends),
    problems: [],
  };
}
