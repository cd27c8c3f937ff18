import type { Change, Place } from '../../model/place.ts';
import type { Body } from '../../syntax/nginx/tree.ts';
import type { Located } from './located.ts';
import type { NginxLevel } from './level.ts';

/** Deletes a statement, with its line where nothing else stands on it; what else does keeps its place. */
export function removeStatement(item: Located): Change {
  const text = item.file.file.text;
  const { start, end } = item.directive;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lf = text.indexOf('\n', end);
  const lineEnd = lf < 0 ? text.length : lf + 1;
  const first = text.slice(lineStart, start).trim() === '';
  const rest = text.slice(end, lineEnd);
  if (first && rest.trim() === '') return { at: item.place({ start: lineStart, end: lineEnd }), text: '' };
  if (first) return { at: item.place({ start, end: end + (/[^ \t]/.exec(rest)?.index ?? 0) }), text: '' };
  let from = start;
  while (from > lineStart && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
  return { at: item.place({ start: from, end }), text: '' };
}

/** Writes statements (each without its line end) into a block, where a person would put them. */
export function insertStatements(level: NginxLevel, statements: readonly string[]): readonly Change[] {
  const { block } = level;
  const body = block?.directive.body;
  if (block === undefined || body === undefined) return [];
  const after = anchor(level);
  return [after === undefined ? insertAtTop(block, body, statements) : insertAfter(after, statements)];
}

/** Writes statements at the top of a block whose lines are no directives, such as a `map`. */
export function insertIntoBlock(block: Located, statements: readonly string[]): readonly Change[] {
  const { body } = block.directive;
  return body === undefined ? [] : [insertAtTop(block, body, statements)];
}

/**
 * The directive after which a header line belongs: the last `add_header` of the block, else the last simple directive
 * before its first nested block. An `include` is passed over where others stand before it: what it brings in may be
 * servers.
 */
function anchor(level: NginxLevel): Located | undefined {
  const own = level.items.filter((item) => item.file === level.file && within(item, level));
  const headers = own.findLast((item) => item.name === 'add_header' && item.directive.complete);
  if (headers !== undefined) return headers;
  const firstBlock = own.findIndex((item) => item.directive.body !== undefined);
  const simple = (firstBlock < 0 ? own : own.slice(0, firstBlock)).filter((item) => item.directive.complete);
  return simple.findLast((item) => item.name !== 'include') ?? simple.at(-1);
}

/** Whether the item is written between the braces of the block itself, not in a file that it includes into itself. */
function within(item: Located, level: NginxLevel): boolean {
  const body = level.block?.directive.body;
  return body === undefined || (item.directive.start >= body.start && item.directive.end <= body.end);
}

/** Writes statements behind one, each on a line of its own where that one has its own. */
export function insertAfter(item: Located, statements: readonly string[]): Change {
  const text = item.file.file.text;
  const { start, end } = item.directive;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(lineStart, start);
  const rest = lineRest(text, end);
  const ownLine = indent.trim() === '' && /^[ \t]*(#.*)?\r?$/.test(rest);
  if (!ownLine) return { at: point(item, end), text: statements.map((line) => ` ${line}`).join('') };
  const lineEnd = end + rest.replace(/\r$/, '').length;
  const eol = lineBreak(text, lineEnd);
  return { at: point(item, lineEnd), text: statements.map((line) => `${eol}${indent}${line}`).join('') };
}

/** The top of a block that holds nothing, or blocks and comments only. */
function insertAtTop(block: Located, { start, end }: Body, statements: readonly string[]): Change {
  const text = block.file.file.text;
  const rest = lineRest(text, start).replace(/\r$/, '');
  // What stands on one line stays on one line.
  if (start + rest.length >= end && text.slice(start, end).trim() === '') {
    return { at: block.place({ start, end }), text: ` ${statements.join(' ')} ` };
  }
  if (!/^[ \t]*(#.*)?$/.test(rest)) {
    return { at: point(block, start), text: statements.map((line) => ` ${line}`).join('') };
  }
  const lineStart = text.lastIndexOf('\n', block.directive.start - 1) + 1;
  const outer = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const eol = lineBreak(text, start);
  const indent = outer + indentUnit(text);
  return {
    at: point(block, start + rest.length),
    text: statements.map((line) => `${eol}${indent}${line}`).join(''),
  };
}

function point(item: Located, offset: number): Place {
  return item.place({ start: offset, end: offset });
}

function lineRest(text: string, offset: number): string {
  const lf = text.indexOf('\n', offset);
  return text.slice(offset, lf < 0 ? text.length : lf);
}

/** The line end in use around an offset. */
function lineBreak(text: string, offset: number): string {
  const lf = text.indexOf('\n', offset);
  const near = lf < 0 ? text.lastIndexOf('\n') : lf;
  return near > 0 && text[near - 1] === '\r' ? '\r\n' : '\n';
}

/** One level of indentation in this file: that of the first indented line. Looked for where a person would see it. */
function indentUnit(text: string): string {
  return /\n([ \t]+)[^\s#]/.exec(text.slice(0, MOST_LOOKED_THROUGH))?.[1] ?? '    ';
}

/** A long text that no line of is indented so far (what a controller generates) has no taste of its own. */
const MOST_LOOKED_THROUGH = 10_000;
