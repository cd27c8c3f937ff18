import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change, Span } from '../../../model/place.ts';
import { SAFE_STATUSES } from '../../../nginx/lower/add-header.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import type { YamlScalar } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { headerList, isListable, textStart, type ListedHeader } from '../read/header-list.ts';

/** The `add_header` lines of a text `Name: value: always, …`. */
export function listedOps(document: YamlDocument, scalar: YamlScalar): readonly HeaderOp[] {
  const entries = headerList(scalar.text).filter(({ name }) => name !== '');
  const start = textStart(document, scalar);
  return entries.map((entry) => listedOp(document, scalar, entry, start, entries));
}

function listedOp(
  document: YamlDocument,
  scalar: YamlScalar,
  entry: ListedHeader,
  start: number | undefined,
  entries: readonly ListedHeader[],
): HeaderOp {
  const placed = (span: Span) =>
    document.place(start === undefined ? scalar.at : { start: start + span.start, end: start + span.end });
  const { name, value, always } = entry;
  const written = scalarValue(document, { ...scalar, text: value });
  const change = (span: Span, text: string): readonly Change[] => [{ at: placed(span), text }];
  const isEditable = start !== undefined && !scalar.shared;
  const removed = isEditable ? removal(scalar.text, entry, entries) : undefined;
  return {
    kind: /^(?:etag|last-modified)$/i.test(name) ? 'set' : 'append',
    name: { text: name.toLowerCase(), prefix: false },
    spelling: name,
    value: { ...written, at: placed(entry.valueAt) },
    whenEmpty: 'skip',
    reach: always ? {} : { statuses: SAFE_STATUSES },
    nameAt: placed(entry.nameAt),
    statement: placed(entry.at),
    edits: isEditable
      ? {
          rewrite: (part) => [
            ...(part.name === undefined ? [] : change(entry.nameAt, part.name)),
            ...(part.value === undefined || !isListable(part.value) ? [] : change(entry.valueAt, part.value)),
          ],
          ...(!always && {
            everyStatus: {
              title: 'Add always, so that error pages carry it too',
              changes: change({ start: entry.valueAt.end, end: entry.at.end }, ': always'),
            },
          }),
          ...(removed && { remove: change(removed, '') }),
        }
      : {},
  };
}

/** With one of its commas; the last entry goes with the whole annotation, which only a person should take away. */
function removal(text: string, { at }: ListedHeader, entries: readonly ListedHeader[]): Span | undefined {
  if (entries.length < 2) return undefined;
  const before = text.lastIndexOf(',', at.start - 1);
  if (before >= 0) return { start: before, end: at.end };
  const after = text.indexOf(',', at.end);
  return { start: at.start, end: after + 1 + (/^\s*/.exec(text.slice(after + 1))?.[0].length ?? 0) };
}

/** One more entry at the end of such a text. */
export function appendListed(
  document: YamlDocument,
  scalar: YamlScalar,
  name: string,
  value: string,
): readonly Change[] {
  const start = textStart(document, scalar);
  if (start === undefined || !isListable(value)) return [];
  // In plain style a colon and a blank would begin a map.
  const end = start + scalar.text.trimEnd().length;
  const at = document.place({ start: end, end });
  if (scalar.style !== 'plain') return [{ at, text: `, ${name}: ${value}: always` }];
  const text = JSON.stringify(`${scalar.text}, ${name}: ${value}: always`);
  return [{ at: document.place(scalar.at), text }];
}

/** One more name at the end of a text of names. */
export function appendName(document: YamlDocument, scalar: YamlScalar, name: string): readonly Change[] {
  const start = textStart(document, scalar);
  if (start === undefined) return [];
  const end = start + scalar.text.trimEnd().length;
  return [{ at: document.place({ start: end, end }), text: `,${name}` }];
}

/** A text of names as `proxy_hide_header` lines. */
export function namedHides(document: YamlDocument, scalar: YamlScalar): readonly HeaderOp[] {
  const start = textStart(document, scalar);
  let offset = 0;
  return scalar.text.split(',').flatMap((piece): readonly HeaderOp[] => {
    const name = piece.trim();
    const from = offset + piece.length - piece.trimStart().length;
    offset += piece.length + 1;
    if (name === '') return [];
    const at = document.place(
      start === undefined ? scalar.at : { start: start + from, end: start + from + name.length },
    );
    return [
      {
        kind: 'remove',
        name: { text: name.toLowerCase(), prefix: false },
        spelling: name,
        value: { kind: 'literal', text: '', at },
        whenEmpty: 'skip',
        reach: { from: 'upstream' },
        nameAt: at,
        statement: at,
        edits: {},
      },
    ];
  });
}

export function namesIn(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}
