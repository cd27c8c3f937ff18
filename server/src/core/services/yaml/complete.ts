import type { HeaderPlace } from '../../model/dialect.ts';
import type { HeaderSpec } from '../../model/header-spec.ts';
import { renderScalar } from '../../syntax/yaml/render.ts';
import type { Completion } from '../answers.ts';
import { headerFact, headerFacts } from '../header-facts.ts';
import { typingAt, type Typing } from './typing.ts';

/** Names and values of headers, where the dialect reads response headers. Works on text: a file is broken while one types. */
export function completeYaml(
  text: string,
  offset: number,
  places: readonly HeaderPlace[],
): readonly Completion[] {
  const typing = typingAt(text, offset);
  if (typing === undefined) return [];
  for (const place of places) {
    const found = completeAt(typing, place);
    if (found.length > 0) return found;
  }
  return [];
}

function completeAt(typing: Typing, place: HeaderPlace): readonly Completion[] {
  const { path, key } = typing;
  switch (place.form) {
    case 'pairs':
      if (!endsWith(path, place.under)) return [];
      return key === undefined ? names(typing, pairText) : values(typing, key, typing.typed);
    case 'items':
      if (!endsWith(path, place.under)) return [];
      if (key === place.name) return names(typing, (name) => name);
      return key === place.value ? values(typing, typing.siblings.get(place.name), typing.typed) : [];
    case 'texts':
      return endsWith(key === undefined ? path : [...path, key], place.under) ? inText(typing, place) : [];
  }
}

/** With what follows a key, unless it is there. */
function pairText(name: string, { rest }: Typing): string {
  return rest.startsWith(':') ? name : `${name}: `;
}

function inText(
  typing: Typing,
  { prefix, separator }: Extract<HeaderPlace, { readonly form: 'texts' }>,
): readonly Completion[] {
  const head =
    prefix === undefined ? '' : new RegExp(`^(?:${prefix.source})`, prefix.flags).exec(typing.typed)?.[0];
  if (head === undefined) return [];
  const inner = typing.typed.slice(head.length);
  const [name = '', ...values_] = inner.split(separator);
  if (values_.length === 0) return names(within(typing, inner), (each) => `${each}${separator}`);
  const value = values_.join(separator).trimStart();
  const gap = separator === ',' && !/\s$/.test(inner.slice(0, inner.length - value.length)) ? ' ' : '';
  return values(within(typing, value), name.trim(), value, gap, true);
}

/** The last part of what was typed alone is replaced. */
function within(typing: Typing, part: string): Typing {
  const start = typing.at.start + typing.typed.length - part.length;
  return { ...typing, at: { start, end: typing.at.end } };
}

function names(typing: Typing, write: (name: string, typing: Typing) => string): readonly Completion[] {
  return headerFacts.map((spec: HeaderSpec): Completion => ({
    label: spec.name,
    kind: 'header',
    ...(spec.status !== 'current' && { detail: spec.status }),
    doc: `${spec.summary}\n\n[Reference](${spec.reference})`,
    insert: write(spec.name, typing),
    isSnippet: false,
    at: typing.at,
  }));
}

function values(
  typing: Typing,
  name: string | undefined,
  typed: string,
  gap = '',
  isPart = false,
): readonly Completion[] {
  const specs = name === undefined ? [] : (headerFact(name)?.values ?? []);
  // Of a policy, the directive at the cursor is completed; the others stay.
  const done = /^content-security-policy/i.test(name ?? '') ? (/^.*;\s*/s.exec(typed)?.[0].length ?? 0) : 0;
  const at = { start: typing.at.start + done, end: typing.at.end };
  return specs.map(({ text, doc }) => ({
    label: text,
    kind: 'value',
    doc,
    insert: gap + (done > 0 || isPart ? escaped(text, typing) : quoted(text, typing)),
    isSnippet: false,
    at,
  }));
}

function quoted(text: string, typing: Typing): string {
  return typing.quote === '' ? renderScalar(text) : escaped(text, typing);
}

function escaped(text: string, { quote }: Typing): string {
  if (quote === "'") return text.replaceAll("'", "''");
  return quote === '"' ? JSON.stringify(text).slice(1, -1) : text;
}

function endsWith(path: readonly string[], under: readonly string[]): boolean {
  return under.every((key, index) => path.at(index - under.length)?.toLowerCase() === key.toLowerCase());
}
