import type { Malformed } from '../../model/malformed.ts';
import type { Place, Span } from '../../model/place.ts';
import type { ParsedDocument, YamlDocument, YamlFile } from './parse.ts';
import { syntaxFault } from './syntax-fault.ts';

export interface YamlProblem {
  readonly fault: Malformed['fault'];
  /** The library's code of a fault of syntax. */
  readonly code?: string;
  readonly message: string;
  readonly at: Span;
  /** Where a key stands that is written twice. */
  readonly first?: Span;
}

/**
 * Text that another program fills in before YAML is made of it: Go, Jinja and ERB templates, Maven's `@property@`. What
 * stands there may be anything, also in places where YAML has no room for it.
 */
const TEMPLATE = /\{\{|\{%|<%|(?:^|[\s:=-])@[\w.-]+@/m;

/** True where the tree of a document says what its text says: not where a template keeps it from being YAML. */
export function isReadable({ file, parsed }: YamlDocument): boolean {
  return parsed.problems.length === 0 || !TEMPLATE.test(file.text);
}

/** What is wrong with a file as text. */
export function malformedIn({ file, documents }: YamlFile): readonly Malformed[] {
  const isTemplate = documents.some(({ parsed }) => isFaulty(parsed)) && TEMPLATE.test(file.text);
  return documents.flatMap((document) => malformedDocument(document, isTemplate));
}

function isFaulty({ problems, duplicates }: ParsedDocument): boolean {
  return problems.length + duplicates.length > 0;
}

/** Of faults of syntax the first alone: what comes after it is often seen wrongly because of it. */
function malformedDocument(document: YamlDocument, isTemplate: boolean): readonly Malformed[] {
  if (!isFaulty(document.parsed)) return [];
  const { problems, duplicates } = document.parsed;
  const caps = problems.filter(({ fault }) => fault !== 'syntax' && fault !== 'unknown-anchor');
  if (isTemplate) return caps.map((each) => malformed(document, each));
  const [first] = problems.filter(({ fault }) => fault === 'syntax');
  if (first !== undefined) return [first, ...caps].map((each) => malformed(document, each));
  return [...problems, ...duplicates].map((each) => malformed(document, each));
}

function malformed(document: YamlDocument, problem: YamlProblem): Malformed {
  const { fault, message, at, first } = problem;
  const place = visible(document, at);
  const illegible = fault === 'duplicate-key' ? undefined : illegibleFrom(document, problem);
  return {
    fault,
    at: place,
    what: fault === 'syntax' ? syntaxFault(problem, document.text) : message,
    ...(first && { first: document.place(first) }),
    ...(illegible && { illegible }),
    ...(fault === 'unknown-anchor' && { fix: quoted(place, message) }),
  };
}

/** Before the first fault the text is read as it is meant; an alias that leads nowhere spoils its own place alone. */
function illegibleFrom(document: YamlDocument, { fault, at }: YamlProblem): Place {
  if (fault === 'unknown-anchor' || fault === 'alias-bomb') return document.place(at);
  return document.place({ start: fault === 'syntax' ? at.start : 0, end: document.text.length });
}

/** Within one line, and never empty: a squiggle over a screenful helps as little as none. */
function visible(document: YamlDocument, { start, end }: Span): Place {
  const { text } = document;
  // A fault at the end of the text belongs to the last thing that was written.
  const blanks = /^ */.exec(text.slice(start))?.[0].length ?? 0;
  const last = Math.max(0, text.trimEnd().length - 1);
  const from = Math.min(start + blanks, last);
  const line = /^[^\r\n]*/.exec(text.slice(from))?.[0].length ?? 0;
  return document.place({
    start: from,
    end: Math.max(Math.min(end, from + line), Math.min(from + 1, text.length)),
  });
}

/** `*.example.org` is the name of an anchor to YAML; what is meant is a text. */
function quoted(at: Place, name: string): NonNullable<Malformed['fix']> {
  const text = JSON.stringify(`*${name}`);
  return { title: `Write ${text}`, changes: [{ at, text }] };
}
