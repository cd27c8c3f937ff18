import type { SourceFile, Span, Uri } from '../../model/place.ts';
import { nginxGrammar } from '../../syntax/nginx/directive-table.ts';
import { parseNginx } from '../../syntax/nginx/parser.ts';
import type { Directive, NginxTree } from '../../syntax/nginx/tree.ts';
import { engineTitle, templateEngines } from './engines.ts';
import { findMarks, type Mark } from './marks.ts';
import { mask } from './mask.ts';

/** Parses a file that is nginx's, or becomes it once it is filled in. */
export function parseTemplate(text: string, path: string): NginxTree {
  const engines = templateEngines(text, path);
  const marks = engines && findMarks(text, engines);
  if (engines === undefined || marks === undefined || marks.length === 0)
    return parseNginx(text, nginxGrammar);
  return parseMarked(text, marks, engineTitle(engines));
}

/** Parses a text of which these pieces are filled in. */
export function parseMarked(text: string, marks: readonly Mark[], engine: string): NginxTree {
  const masked = mask(text, marks);
  const tree = parseNginx(masked.text, nginxGrammar);
  const { regions, branches, elsewhere } = masked;
  const defaults = marks.filter(
    ({ kind, start, end }) => kind === 'expression' && /^\$\{\w+\W/.test(text.slice(start, end)),
  );
  const isMarked = overlaps(regions);
  const conditional = new Set<Directive>();
  const closed = collect(tree.directives, branches, conditional);
  const sound = masked.sound && closed && !tree.problems.some(({ code }) => code.endsWith('-brace'));
  if (!sound) addAll(tree.directives, conditional);
  return {
    ...tree,
    problems: sound ? tree.problems.filter((problem) => !isMarked(problem)) : [],
    template: {
      engine,
      source: text,
      regions,
      elsewhere,
      defaults,
      sound,
      conditional,
    },
  };
}

/** By file: what is replaced in its templates, in order; one file of another language may hold several. */
export function maskedRegions(
  files: readonly { readonly file: SourceFile; readonly tree: NginxTree }[],
): ReadonlyMap<Uri, readonly Span[]> {
  const regions = new Map<Uri, readonly Span[]>();
  for (const { file, tree } of files) {
    if (tree.template === undefined) continue;
    const known = regions.get(file.uri);
    const own = tree.template.regions;
    regions.set(
      file.uri,
      known === undefined ? own : [...known, ...own].toSorted((a, b) => a.start - b.start),
    );
  }
  return regions;
}

/** Whether a span shares text with one of these, which are in order; or touches it. */
export function overlaps(spans: readonly Span[]): (span: Span) => boolean {
  return ({ start, end }) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.end ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    const first = spans[low];
    return first !== undefined && first.start <= end;
  };
}

/**
 * Finds the directives that a condition may leave out of their block.
 * @returns false where a block begins on one side of a condition's mark and ends on the other
 */
function collect(
  directives: readonly Directive[],
  branches: readonly Span[],
  conditional: Set<Directive>,
): boolean {
  if (branches.length === 0) return true;
  let closed = true;
  for (const directive of directives) {
    const { start, end, body } = directive;
    const around = branches.filter((branch) => branch.start <= start && start < branch.end);
    if (around.length > 0) conditional.add(directive);
    if (around.some((branch) => end > branch.end)) closed = false;
    if (body === undefined) continue;
    // What is around the whole block is no matter inside it.
    const inner = branches.filter((branch) => branch.start >= body.start && branch.start < body.end);
    if (inner.some((branch) => branch.end > body.end)) closed = false;
    if (!collect(body.directives, inner, conditional)) closed = false;
  }
  return closed;
}

function addAll(directives: readonly Directive[], conditional: Set<Directive>): void {
  for (const directive of directives) {
    conditional.add(directive);
    addAll(directive.body?.directives ?? [], conditional);
  }
}
