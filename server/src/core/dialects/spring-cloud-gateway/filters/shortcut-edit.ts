import type { Change, Place } from '../../../model/place.ts';
import type { YamlScalar } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { renderItem } from '../../../syntax/yaml/render.ts';
import type { Property } from '../config/property.ts';

/** Offsets in the text to places in the file, where the file has it letter by letter. */
export function mapping(
  document: YamlDocument,
  scalar: YamlScalar,
  text: string,
): ((start: number, end: number) => Place) | undefined {
  if (scalar.style === 'literal' || scalar.style === 'folded') return undefined;
  const source = document.text.slice(scalar.at.start, scalar.at.end);
  const shift = source.indexOf(text);
  if (shift < 0 || shift > 1) return undefined;
  const from = scalar.at.start + shift;
  return (start, end) => document.place({ start: from + start, end: from + end });
}

/** One argument of a shortcut with another text. */
export function rewritten(
  item: Property,
  scalar: YamlScalar,
  text: string,
  at: Place,
  next: string,
): readonly Change[] {
  if (next.includes(',')) return longForm(item, scalar, text, next);
  const plain = scalar.style === 'plain' && !/: |\s#|[\n\\]|[[\]{}]/.test(next);
  const quoted = scalar.style === 'double' && !/["\\\n]/.test(next);
  if (plain || quoted) return [{ at, text: next }];
  if (scalar.style === 'single') return [{ at, text: next.replaceAll("'", "''") }];
  return [];
}

/** A value with a comma can only be written in the long form. */
export function longForm(
  item: Property,
  scalar: YamlScalar,
  text: string,
  value: string,
  key: 'value' | 'values' = 'value',
): readonly Change[] {
  const { document, parent } = item;
  const [, name = '', header = ''] = /^([^=]+)=\s*([^,]*?)\s*,/.exec(text) ?? [];
  if (scalar.shared || parent?.kind !== 'seq' || parent.shared || parent.flow || header === '') return [];
  const column = scalar.at.start - (document.text.lastIndexOf('\n', scalar.at.start - 1) + 1);
  const eol = document.file.text.includes('\r\n') ? '\r\n' : '\n';
  const long = renderItem(
    { name, args: { name: header, [key]: value } },
    ' '.repeat(Math.max(0, column - 2)),
    '  ',
    eol,
  );
  return [{ at: document.place(scalar.at), text: long.slice(2) }];
}
