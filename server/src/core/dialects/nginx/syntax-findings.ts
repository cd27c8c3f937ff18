import type { Finding, Fix } from '../../model/finding.ts';
import type { Change, Place, Uri } from '../../model/place.ts';
import type { NginxTree, SyntaxProblem } from '../../syntax/nginx/tree.ts';
import { nginxFinding } from './finding.ts';
import { meta } from './rules/nginx-syntax/rule.ts';

/** What is wrong with the file as text. */
export function syntaxFindings({ text, problems }: NginxTree, uri: Uri): readonly Finding[] {
  return problems.map((problem) =>
    nginxFinding(
      meta,
      problem.code,
      where(problem, text, uri),
      {
        name: text.slice(problem.start, problem.end).split(/\s/, 1)[0] ?? '',
        found: text.slice(problem.start, problem.end),
      },
      { fixes: fixesOf(problem, text, uri) },
    ),
  );
}

/** Where one directive is spoilt, its last line is enough; a squiggle over a screenful helps nobody. */
function where({ code, start, end }: SyntaxProblem, text: string, uri: Uri): Place {
  if (code === 'missing-semicolon') {
    const lineStart = text.lastIndexOf('\n', end - 1) + 1;
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
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}
