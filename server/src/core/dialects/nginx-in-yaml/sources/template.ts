import type { Span } from '../../../model/place.ts';
import type { YamlScalar } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { expectationOf, pieceOf, type FileSystem, type Piece } from '../piece.ts';
import { isSnippet } from './kubernetes.ts';
import { isNoFile } from './texts.ts';

const LITERAL = /^([ \t]*)(?:- +)?(["']?)([\w.{}/-][^:"'\n]*)\2:[ \t]+\|[+-]?\d?[+-]?[ \t]*(?:#.*)?\r?$/;
const CONTROL = /^[ \t]*\{\{/;

/**
 * Block literals of a document that becomes YAML only when it is filled in (a chart's template), found by their lines:
 * those of a literal are indented further than its key, and the template's own may begin anywhere.
 */
export function templateFileSystems(document: YamlDocument): readonly FileSystem[] {
  const { text } = document;
  if (!text.includes('{{') || !isOfFiles(text)) return [];
  const pieces: Piece[] = [];
  const lines = linesOf(text);
  for (let i = 0; i < lines.length; i++) {
    const [, indent, , key] = LITERAL.exec(lines[i]?.text ?? '') ?? [];
    if (indent === undefined || key === undefined) continue;
    const end = bodyEnd(lines, i + 1, indent.length);
    if (isSnippet(key) || isNoFile(key)) continue;
    const header = lines[i];
    const last = lines[end - 1];
    if (header === undefined || last === undefined || end === i + 1) continue;
    const scalar = literal(text, { start: header.start + header.text.lastIndexOf('|'), end: last.end });
    const piece = pieceOf(document, scalar, key, expectationOf(key));
    if (piece !== undefined) pieces.push(piece);
    i = end - 1;
  }
  return pieces.length === 0 ? [] : [{ files: pieces.map((piece) => ({ path: undefined, piece })) }];
}

/** Of Kubernetes' objects, those alone that hold files. */
function isOfFiles(text: string): boolean {
  return !/^apiVersion:/m.test(text) || /^kind:[ \t]*(ConfigMap|Secret)\b/m.test(text);
}

interface Line extends Span {
  readonly text: string;
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ 0: line, index }) => ({
    text: line.replace(/\n$/, ''),
    start: index,
    end: index + line.length,
  }));
}

/** The index behind the last line of a literal. */
function bodyEnd(lines: readonly Line[], from: number, indent: number): number {
  let end = from;
  for (; end < lines.length; end++) {
    const { text } = lines[end] ?? { text: '' };
    if (text.trim() !== '' && !CONTROL.test(text) && text.search(/\S/) <= indent) break;
  }
  // The template's lines behind it belong to it only where they close what was opened in it.
  while (end > from && isOutside(lines, from, end - 1, indent)) end--;
  return end;
}

function isOutside(lines: readonly Line[], from: number, last: number, indent: number): boolean {
  const { text } = lines[last] ?? { text: '' };
  if (text.trim() === '') return true;
  if (!CONTROL.test(text) || text.search(/\S/) > indent) return false;
  let depth = 0;
  for (const line of lines.slice(from, last + 1)) {
    for (const [, word] of line.text.matchAll(/\{\{-?\s*(\w+)/g)) {
      if (/^(if|range|with|define|block)$/.test(word ?? '')) depth++;
      if (word === 'end') depth--;
    }
  }
  return depth !== 0 || !/\{\{-?\s*end\b/.test(text);
}

function literal(text: string, at: Span): YamlScalar {
  const body = text.slice(text.indexOf('\n', at.start) + 1, at.end);
  return { kind: 'scalar', style: 'literal', at, shared: false, isNull: false, text: body };
}
