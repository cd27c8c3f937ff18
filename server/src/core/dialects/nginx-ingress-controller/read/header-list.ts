import type { Span } from '../../../model/place.ts';
import type { YamlScalar } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** One entry of `Name: value: always, …` (ParseAddHeaders). Spans are those of the text. */
export interface ListedHeader {
  readonly name: string;
  readonly value: string;
  readonly always: boolean;
  readonly at: Span;
  readonly nameAt: Span;
  readonly valueAt: Span;
  /** Why the controller takes nothing of the whole text, as a clause. */
  readonly fault?: string;
}

export function headerList(text: string): readonly ListedHeader[] {
  let start = 0;
  return text.split(',').map((entry) => {
    const at = trimmed(text, start, start + entry.length);
    start += entry.length + 1;
    return listed(text, at);
  });
}

function listed(text: string, at: Span): ListedHeader {
  const first = text.slice(at.start, at.end).indexOf(':');
  const colon = first < 0 ? at.end : at.start + first;
  const second = text.slice(colon + 1, at.end).indexOf(':');
  const next = second < 0 || first < 0 ? at.end : colon + 1 + second;
  const nameAt = trimmed(text, at.start, colon);
  const valueAt = trimmed(text, Math.min(colon + 1, at.end), next);
  const flag = text.slice(Math.min(next + 1, at.end), at.end).trim();
  const [name, value] = [nameAt, valueAt].map((span) => text.slice(span.start, span.end));
  const fault = faultOf(name ?? '', value ?? '', flag);
  return {
    name: name ?? '',
    value: value ?? '',
    always: /^always$/i.test(flag),
    at,
    nameAt,
    valueAt,
    ...(fault !== undefined && { fault }),
  };
}

function trimmed(text: string, start: number, end: number): Span {
  const piece = text.slice(start, end);
  const lead = piece.length - piece.trimStart().length;
  return { start: start + lead, end: start + lead + piece.trim().length };
}

/** validateAddHeaderAnnotation. */
function faultOf(name: string, value: string, flag: string): string | undefined {
  if (name === '') return 'an entry has no name';
  if (!/^[-A-Za-z0-9]+$/.test(name)) return `${name} is no header name`;
  if (flag !== '' && !/^always$/i.test(flag)) return `after the second colon only always may stand`;
  if (value.includes('$')) return 'a value may hold no $';
  if (/[\r\n]/.test(value)) return 'a value may hold no line break';
  return /^(?:[^"\\]|\\.)*$/.test(value) ? undefined : 'a quotation mark must be escaped';
}

/** Whether a value can be written in such a list at all. */
export function isListable(value: string): boolean {
  return !/[,:$"\\\r\n]/.test(value);
}

/** Where the text of a scalar begins in its document; `undefined` where it is not written as it is meant. */
export function textStart(document: YamlDocument, scalar: YamlScalar): number | undefined {
  if (scalar.shared || scalar.style === 'literal' || scalar.style === 'folded') return undefined;
  const start = scalar.at.start + (scalar.style === 'plain' ? 0 : 1);
  return document.text.startsWith(scalar.text, start) ? start : undefined;
}
