import type { Finding, Fix } from '../model/finding.ts';
import type { Change, Place, Uri } from '../model/place.ts';
import type { NginxTree, SyntaxProblem } from '../syntax/nginx/tree.ts';
import { nginxFinding } from './finding.ts';
import { meta } from './rules/nginx-syntax/rule.ts';

/** What is wrong with the file as text. */
export function syntaxFindings(tree: NginxTree, uri: Uri): readonly Finding[] {
  const { text, problems } = tree;
  const lines = linesWithWrongQuotes(tree);
  return problems
    .filter((problem) => !isQuoteProblem(problem) || lines.get(lineStartOf(text, problem.start)) === problem)
    .map((problem) => {
      const written = text.slice(problem.start, problem.end);
      const args = { name: written.split(/\s/, 1)[0] ?? '', found: written };
      return nginxFinding(meta, problem.code, where(problem, text, uri), args, {
        fixes: fixesOf(problem, text, uri),
      });
    });
}

/**
 * The first wrong quote of each line, by the offset of the line. After it, everything in the line is inside out: other
 * quotes, and what seem to be directives.
 */
export function linesWithWrongQuotes({ text, problems }: NginxTree): ReadonlyMap<number, SyntaxProblem> {
  const lines = new Map<number, SyntaxProblem>();
  for (const problem of problems.filter(isQuoteProblem)) {
    const line = lineStartOf(text, problem.start);
    if (!lines.has(line)) lines.set(line, problem);
  }
  return lines;
}

function isQuoteProblem({ code }: SyntaxProblem): boolean {
  return code === 'unclosed-quote' || code === 'after-quote';
}

export function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where one directive is spoilt, its last line is enough; a squiggle over a screenful helps nobody. */
function where({ code, start, end }: SyntaxProblem, text: string, uri: Uri): Place {
  if (code === 'missing-semicolon') {
    const lineStart = lineStartOf(text, end);
    return { uri, start: Math.max(start, lineStart + indentOf(text, end).length), end };
  }
  const lf = text.indexOf('\n', start);
  return { uri, start, end: code === 'too-long' || lf < 0 || lf > end ? end : lf };
}

function fixesOf(problem: SyntaxProblem, text: string, uri: Uri): readonly Fix[] {
  const { code, start, end, insertAt } = problem;
  const fix = (title: string, safe: boolean, from: number, to: number, inserted: string): readonly Fix[] => {
    const change: Change = { at: { uri, start: from, end: to }, text: inserted };
    return [{ title, safe, changes: [change] }];
  };
  switch (code) {
    case 'missing-semicolon':
      return insertAt === undefined ? [] : fix('Insert ";"', true, insertAt, insertAt, ';');
    case 'missing-open-brace':
      return insertAt === undefined ? [] : fix('Insert "{"', false, insertAt, insertAt, ' {');
    case 'missing-close-brace':
      return insertAt === undefined
        ? []
        : fix('Insert "}"', false, insertAt, insertAt, closing(text, start, insertAt));
    case 'unclosed-quote':
      return insertAt === undefined
        ? []
        : fix('Close the quote', false, insertAt, insertAt, text.charAt(start));
    case 'unexpected-semicolon':
      return fix('Delete ";"', true, start, end, '');
    case 'byte-order-mark':
      return fix('Delete the byte order mark', true, start, end, '');
    case 'unexpected-close-brace':
      return fix('Delete "}"', false, start, end, '');
    case 'after-quote':
    case 'unexpected-open-brace':
    case 'unclosed-raw':
    case 'too-long':
      return [];
  }
}

/** A closing brace on a line of its own, indented as the line of the block's name. */
function closing(text: string, block: number, at: number): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const brace = `${indentOf(text, block)}}`;
  // `at` is the start of a line, or the end of a file that ends without a line break.
  return at === 0 || text[at - 1] === '\n' ? `${brace}${eol}` : `${eol}${brace}${eol}`;
}

/** The white space before the first word of a line. */
function indentOf(text: string, offset: number): string {
  const lineStart = lineStartOf(text, offset);
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}
