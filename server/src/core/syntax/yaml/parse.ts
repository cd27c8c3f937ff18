import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type ParsedNode,
} from 'yaml';
import type { Parsed } from '../../model/dialect.ts';
import type { Place, SourceFile, Span } from '../../model/place.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from './node.ts';

export interface YamlProblem {
  readonly message: string;
  readonly at: Span;
}

/** One document of a file. */
export class YamlDocument {
  readonly file: SourceFile;
  /** Where the document starts in the file; spans of its nodes are relative to this. */
  readonly start: number;
  readonly parsed: ParsedDocument;

  constructor(file: SourceFile, start: number, parsed: ParsedDocument) {
    this.file = file;
    this.start = start;
    this.parsed = parsed;
  }

  get root(): YamlNode | undefined {
    return this.parsed.root;
  }

  get text(): string {
    return this.parsed.text;
  }

  place(span: Span): Place {
    return { uri: this.file.uri, start: this.start + span.start, end: this.start + span.end };
  }
}

/** What depends on a document's own text alone. */
export interface ParsedDocument {
  readonly text: string;
  readonly root: YamlNode | undefined;
  readonly problems: readonly YamlProblem[];
}

export interface YamlFile {
  readonly file: SourceFile;
  readonly documents: readonly YamlDocument[];
}

/** Larger documents are not read; a gateway's configuration is never that long. In UTF-16 code units. */
const LONGEST_DOCUMENT = 4_000_000;
const DEEPEST = 100;

/** @param previous the file before the edit: documents whose text is the same are kept */
export function parseYaml(file: SourceFile, previous?: YamlFile): YamlFile {
  const known = new Map(previous?.documents.map((document) => [document.text, document.parsed]));
  const documents = splitDocuments(file.text).map(
    ({ start, text }) => new YamlDocument(file, start, known.get(text) ?? parseOne(text)),
  );
  return { file, documents };
}

/** `Dialect.parse` of every dialect whose files are YAML: sharing the function lets a file be parsed once for all. */
export function parseYamlFile(file: SourceFile, previous?: Parsed<YamlFile>): Parsed<YamlFile> {
  return { file, tree: parseYaml(file, previous?.tree), includes: [] };
}

/** A line `---` starts a document (YAML 1.2.2, section 9.1.2: it ends any scalar before it). */
function splitDocuments(text: string): readonly { readonly start: number; readonly text: string }[] {
  const starts = [
    0,
    ...[...text.matchAll(/^---(?=\s|$)/gm)].map((match) => match.index).filter((index) => index > 0),
  ];
  // What comes before the first marker is a document only if it holds anything.
  return starts
    .map((start, index) => ({ start, text: text.slice(start, starts[index + 1] ?? text.length) }))
    .filter(({ text: part }, index) => index > 0 || starts.length === 1 || /^[^#\s%]/m.test(part));
}

function parseOne(text: string): ParsedDocument {
  if (text.length > LONGEST_DOCUMENT) {
    return {
      text,
      root: undefined,
      problems: [{ message: 'The document is too long to be read.', at: { start: 0, end: 3 } }],
    };
  }
  // Duplicate keys are read leniently: gateways differ, and the last one is what most of them take.
  const document = parseDocument(text, {
    uniqueKeys: false,
    prettyErrors: false,
    merge: false,
    logLevel: 'silent',
  });
  const problems = document.errors.map(({ message, pos: [start, end] }) => ({ message, at: { start, end } }));
  const reader = new Reader(document, text);
  return { text, root: reader.node(document.contents), problems };
}

class Reader {
  readonly #document: Document.Parsed;
  readonly #text: string;
  readonly #done = new Map<Node, YamlNode>();
  /** Nodes that are being read: an alias to one of them is a cycle. */
  readonly #open = new Set<Node>();

  constructor(document: Document.Parsed, text: string) {
    this.#document = document;
    this.#text = text;
  }

  node(node: ParsedNode | Node | null | undefined): YamlNode | undefined {
    if (node === null || node === undefined) return undefined;
    if (isAlias(node)) return this.#alias(node);
    const known = this.#done.get(node);
    if (known !== undefined) return known;
    if (this.#open.has(node) || this.#open.size > DEEPEST) return undefined;
    this.#open.add(node);
    const read = this.#read(node);
    this.#open.delete(node);
    if (read !== undefined) this.#done.set(node, read);
    return read;
  }

  /** The library counts the line break after a block collection as a part of it. */
  #withoutTail({ start, end }: Span): Span {
    return { start, end: start + this.#text.slice(start, end).trimEnd().length };
  }

  #alias(node: Node & { resolve: (document: Document.Parsed) => Node | undefined }): YamlNode | undefined {
    return this.node(node.resolve(this.#document));
  }

  #read(node: Node): YamlNode | undefined {
    const shared = (node as { readonly anchor?: string }).anchor !== undefined;
    if (isScalar(node)) return scalar(node, spanOf(node), shared);
    const at = this.#withoutTail(spanOf(node));
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item as Node | null) ?? nothing(at));
      return { kind: 'seq', at, shared, items, flow: node.flow === true } satisfies YamlSeq;
    }
    if (!isMap(node)) return undefined;
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of node.items) {
      const key = this.node(pair.key as Node | null);
      if (key?.kind !== 'scalar') continue;
      const value = this.node(pair.value as Node | null) ?? nothing({ start: key.at.end, end: key.at.end });
      if (key.text === '<<' && key.style === 'plain') merged.push(...mergedEntries(value));
      else
        own.push({
          key,
          value,
          at: { start: key.at.start, end: Math.max(valueEnd(pair.value, value), key.at.end) },
          merged: false,
        });
    }
    const names = new Set(own.map((entry) => entry.key.text));
    const entries = [...merged.filter((entry) => !names.has(entry.key.text)), ...own];
    return { kind: 'map', at, shared, entries, flow: node.flow === true } satisfies YamlMap;
  }
}

/** An alias ends where it is written, not where its anchor is. */
function valueEnd(written: unknown, value: YamlNode): number {
  return isAlias(written) ? spanOf(written).end : value.at.end;
}

function mergedEntries(value: YamlNode): YamlEntry[] {
  const maps = value.kind === 'seq' ? value.items : [value];
  return maps.flatMap((map) =>
    map.kind === 'map' ? map.entries.map((entry) => ({ ...entry, merged: true })) : [],
  );
}

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

const STYLES: Readonly<Record<string, YamlScalar['style']>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function scalar(
  node: { readonly value: unknown; readonly source?: string; readonly type?: string },
  at: Span,
  shared: boolean,
): YamlScalar {
  const style = STYLES[node.type ?? ''] ?? 'plain';
  const text = style === 'plain' ? (node.source ?? '') : String(node.value);
  return { kind: 'scalar', at, shared, text, isNull: style === 'plain' && node.value === null, style };
}

function nothing(at: Span): YamlScalar {
  return {
    kind: 'scalar',
    at: { start: at.end, end: at.end },
    shared: false,
    text: '',
    isNull: true,
    style: 'plain',
  };
}
