import type { SourceFile, Span } from '../model/place.ts';
import { lineIndex } from '../text/lines.ts';

/** A rule that a comment names. */
export interface NamedRule extends Span {
  readonly id: string;
}

/** `# gateway-lint-ignore RULE[, RULE] -- reason` */
export interface Suppression {
  /** The comment, without the line break. */
  readonly comment: Span;
  readonly rules: readonly NamedRule[];
  readonly hasReason: boolean;
  /** The line whose findings it silences: its own, or where it has that to itself, the next that says something. */
  readonly line: number;
}

const MARK = /#[ \t]*gateway-lint-ignore(?![\w-])[ \t]*:?/;
const RULE = /[^\s,]+/g;
/** Two hyphens that stand by themselves; rule ids have single ones inside. */
const REASON = /(?:^|\s)--(?:\s+|$)/;

/** @param comments of the dialect's own; absent where it cannot tell: then the text is searched */
export function suppressionsIn({ text }: SourceFile, comments?: readonly Span[]): readonly Suppression[] {
  if (!text.includes('gateway-lint-ignore')) return [];
  const lines = lineIndex(text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line;
  const all = comments ?? commentsIn(text);
  const alone = new Set(
    all.filter(({ start }) => standsAlone(text, start)).map(({ start }) => lineOf(start)),
  );
  const isEmpty = (line: number): boolean => {
    const start = lines.offsetAt({ line, character: 0 });
    return /^[ \t]*(\r|\n)/.test(text.slice(start));
  };
  const target = (line: number): number => {
    if (!alone.has(line)) return line;
    let next = line + 1;
    while (alone.has(next) || isEmpty(next)) next++;
    return next;
  };
  return all.flatMap((span) => {
    const comment = {
      start: span.start,
      end: span.start + text.slice(span.start, span.end).trimEnd().length,
    };
    const found = read(text, comment);
    return found === undefined ? [] : [{ comment, ...found, line: target(lineOf(span.start)) }];
  });
}

function read(text: string, { start, end }: Span): Pick<Suppression, 'rules' | 'hasReason'> | undefined {
  const comment = text.slice(start, end);
  const mark = MARK.exec(comment);
  if (mark?.index !== 0) return undefined;
  const from = mark[0].length;
  const reason = REASON.exec(comment.slice(from));
  const list = comment.slice(from, reason === null ? undefined : from + reason.index);
  const rules = [...list.matchAll(RULE)].map((match): NamedRule => {
    const at = start + from + match.index;
    return { id: match[0], start: at, end: at + match[0].length };
  });
  const hasReason = reason !== null && comment.slice(from + reason.index + reason[0].length).trim() !== '';
  return { rules, hasReason };
}

function standsAlone(text: string, start: number): boolean {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  return text.slice(lineStart, start).trim() === '';
}

/** Where a dialect has no comments to give: what looks like one at the start of a line or after a blank. */
function commentsIn(text: string): readonly Span[] {
  return [...text.matchAll(/(?<=^|[ \t])#[^\r\n]*/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
