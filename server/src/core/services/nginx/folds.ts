import type { Span } from '../../model/place.ts';
import type { Body, Directive, NginxTree } from '../../syntax/nginx/tree.ts';

/** Blocks over several lines, Lua bodies among them, and runs of comment lines, in order of position. */
export function foldsOf(tree: NginxTree): readonly Span[] {
  const folds = [...blockFolds(tree.text, tree.directives), ...commentFolds(tree.text, tree.comments)];
  return folds.sort((a, b) => a.start - b.start);
}

function* blockFolds(text: string, directives: readonly Directive[]): Generator<Span> {
  for (const { body } of directives) {
    if (body === undefined) continue;
    const fold = { start: body.start, end: lastHidden(text, body) };
    if (text.slice(fold.start, fold.end).includes('\n')) yield fold;
    yield* blockFolds(text, body.directives);
  }
}

/** A closing brace on a line of its own stays visible, and so does what follows a block that was never closed. */
function lastHidden(text: string, body: Body): number {
  const lastLine = text.lastIndexOf('\n', body.end - 1);
  const onlyBrace = body.closed && lastLine >= body.start && text.slice(lastLine, body.end).trim() === '';
  if (onlyBrace) return text[lastLine - 1] === '\r' ? lastLine - 1 : lastLine;
  return body.closed ? body.end : body.start + text.slice(body.start, body.end).trimEnd().length;
}

/** Two or more lines that hold nothing but a comment, with no empty line between them. */
function* commentFolds(text: string, comments: readonly Span[]): Generator<Span> {
  let run: Span | undefined;
  let lines = 0;
  for (const comment of comments) {
    if (!aloneOnLine(text, comment)) continue;
    if (run && isNextLine(text, run, comment)) {
      run = { start: run.start, end: comment.end };
      lines++;
      continue;
    }
    if (run && lines > 1) yield run;
    run = comment;
    lines = 1;
  }
  if (run && lines > 1) yield run;
}

function aloneOnLine(text: string, { start }: Span): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return text.slice(lineStart, start).trim() === '';
}

function isNextLine(text: string, before: Span, after: Span): boolean {
  const gap = text.slice(before.end, after.start);
  return gap.trim() === '' && gap.indexOf('\n') === gap.lastIndexOf('\n');
}
