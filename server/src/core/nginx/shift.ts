import type { Span } from '../model/place.ts';
import type { TokenStream } from '../syntax/nginx/tokens.ts';
import type { Body, Directive, NginxTree, Template, Word } from '../syntax/nginx/tree.ts';

/**
 * The tree of a piece of a text, its offsets those of the whole text.
 * @param text the whole, in which the piece stands at the offset `by`
 */
export function shiftedTree(tree: NginxTree, by: number, text: string, tokens: TokenStream): NginxTree {
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
  const template = ({ regions, elsewhere, defaults, conditional, ...rest }: Template): Template => ({
    ...rest,
    source: rest.source,
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
