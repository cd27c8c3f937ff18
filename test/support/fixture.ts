import type { Span } from '../../server/src/core/model/place.ts';

/** A finding that a test demands: the rule, where, and a part of the message. */
export interface Mark extends Span {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

export interface Fixture {
  readonly files: Readonly<Record<string, string>>;
  readonly marks: readonly Mark[];
}

const fileLine = /^-- (\S+) --$/;
const markLine = /^([ \t]*)(\^+)[ \t]+([a-z][a-z0-9-]*)(?::[ \t]*(.*))?$/;

/**
 * A test's source: one file, or several headed by `-- path --` lines. Lines of `^^^ rule-id: part of the message` are
 * marks under the line above; they are not part of the file. A source that begins with a line break is an indented
 * template literal, so the break and the common indentation go.
 */
export function fixture(source: string, firstPath = 'nginx.conf'): Fixture {
  const files = new Map<string, string>();
  const marks: Mark[] = [];
  let path = firstPath;
  let text = '';
  /** Where the last line that is no mark begins. */
  let lineStart = 0;
  for (const line of dedent(source).match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const bare = line.replace(/\r?\n$/, '');
    const named = fileLine.exec(bare)?.[1];
    const mark = markLine.exec(bare);
    if (named !== undefined) {
      if (files.size > 0 || text !== '') files.set(path, text);
      [path, text, lineStart] = [named, '', 0];
      files.set(path, text);
    } else if (mark !== null) {
      const [, indent = '', carets = '', rule = '', message = ''] = mark;
      const start = lineStart + indent.length;
      marks.push({ path, start, end: start + carets.length, rule, message: message.trim() });
    } else {
      lineStart = text.length;
      text += line;
    }
  }
  files.set(path, text);
  return { files: Object.fromEntries(files), marks };
}

/** What `fixture` reads, written again with these marks; the two sides of a comparison. */
export function renderFixture(files: Readonly<Record<string, string>>, marks: readonly Mark[]): string {
  return Object.entries(files)
    .map(
      ([path, text]) =>
        `-- ${path} --\n${renderFile(
          text,
          marks.filter((mark) => mark.path === path),
        )}`,
    )
    .join('');
}

function renderFile(text: string, marks: readonly Mark[]): string {
  const sorted = marks.toSorted(
    (a, b) => a.start - b.start || a.end - b.end || (a.rule + a.message < b.rule + b.message ? -1 : 1),
  );
  let out = '';
  let offset = 0;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? ['']) {
    const end = offset + line.length;
    out += line.endsWith('\n') ? line : `${line}\n`;
    const isLast = end === text.length;
    for (const mark of sorted) {
      if (mark.start < offset || (mark.start >= end && !(isLast && mark.start === end))) continue;
      const carets = '^'.repeat(Math.max(1, mark.end - mark.start));
      const note = mark.message === '' ? mark.rule : `${mark.rule}: ${mark.message}`;
      out += `${line.slice(0, mark.start - offset).replace(/[^\t]/g, ' ')}${carets} ${note}\n`;
    }
    offset = end;
  }
  return out;
}

function dedent(source: string): string {
  if (!source.startsWith('\n')) return source;
  const lines = source.slice(1).split('\n');
  const leading = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';
  const indents = lines.filter((line) => line.trim() !== '').map((line) => leading(line).length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(line.trim() === '' ? leading(line).length : indent)).join('\n');
}
