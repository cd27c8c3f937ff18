import { Composer, Parser, type Document } from 'yaml';
import type { Parsed } from '../../model/dialect.ts';
import type { Place, SourceFile, Span } from '../../model/place.ts';
import { Layout } from './layout.ts';
import { joinedQuote } from './lenient-quotes.ts';
import { malformedIn, type YamlProblem } from './malformed.ts';
import { isDeeperThan } from './nesting.ts';
import type { YamlNode } from './node.ts';
import { readNodes } from './read-nodes.ts';
import { reparse } from './reparse.ts';

/** One document of a file. */
export class YamlDocument {
  readonly file: SourceFile;
  /** Where the document starts in the file; spans of its nodes are relative to this. */
  readonly start: number;
  readonly parsed: ParsedDocument;
  /** Of the file. */
  readonly layout: Layout;

  constructor(file: SourceFile, start: number, parsed: ParsedDocument, layout = new Layout(file.text)) {
    this.file = file;
    this.start = start;
    this.parsed = parsed;
    this.layout = layout;
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
  /** Why the tree may not say what the text says; empty where it does. */
  readonly problems: readonly YamlProblem[];
  /** What is wrong and still has one reading. */
  readonly duplicates: readonly YamlProblem[];
  /** Whether it has anchors. */
  readonly anchored: boolean;
  /** What it was parsed to before an edit left it with problems: the next edit will mend them. */
  readonly sound?: ParsedDocument | undefined;
}

export interface YamlFile {
  readonly file: SourceFile;
  readonly documents: readonly YamlDocument[];
}

/** Caps on what one document may ask of us: a gateway's configuration comes nowhere near any of them. */
export const yamlLimits = {
  /** In UTF-16 code units. */
  length: 4_000_000,
  /** Levels of nesting. A recursive reader of tens of thousands of them runs out of stack. */
  depth: 100,
  /** Nodes that aliases repeat. */
  repeated: 100_000,
} as const;

/** @param previous the file before the edit: documents whose text is the same are kept, and of others what is not edited */
export function parseYaml(file: SourceFile, previous?: YamlFile): YamlFile {
  const known = new Map(previous?.documents.map((document) => [document.text, document.parsed]));
  const layout = new Layout(file.text);
  const documents = splitDocuments(file.text).map(({ start, text }, index) => {
    const parsed = known.get(text) ?? parseEdited(text, previous?.documents[index]?.parsed);
    return new YamlDocument(file, start, parsed, layout);
  });
  return { file, documents };
}

function parseEdited(text: string, before: ParsedDocument | undefined): ParsedDocument {
  const sound = before?.problems.length === 0 ? before : before?.sound;
  if (sound === undefined || text.length > yamlLimits.length) return parseOne(text);
  const parsed = reparse(sound, text, yamlLimits.depth, parseStrictly) ?? parseOne(text);
  return parsed.problems.length === 0 ? parsed : { ...parsed, sound };
}

/** `Dialect.parse` of every dialect whose files are YAML: sharing the function lets a file be parsed once for all. */
export function parseYamlFile(file: SourceFile, previous?: Parsed<YamlFile>): Parsed<YamlFile> {
  const tree = parseYaml(file, previous?.tree);
  const malformed = malformedIn(tree);
  return { file, tree, includes: [], ...(malformed.length > 0 && { malformed }) };
}

/**
 * A line `---` starts a document (YAML 1.2.2, section 9.1.2: it ends any scalar before it), and so does what follows a line
 * `...`.
 */
function splitDocuments(text: string): readonly { readonly start: number; readonly text: string }[] {
  const marks = [...text.matchAll(/^(?:---(?=\s|$)|\.\.\.(?=\s|$)[^\n]*\n?)/gm)].map((match) =>
    match[0].startsWith('-') ? match.index : match.index + match[0].length,
  );
  const starts = [0, ...new Set(marks.filter((index) => index > 0))];
  // What holds nothing is a document only where a marker makes it one.
  return starts
    .map((start, index) => ({ start, text: text.slice(start, starts[index + 1] ?? text.length) }))
    .filter(
      ({ text: part }) => starts.length === 1 || part.startsWith('---') || /^(?!\.\.\.)[^#\s%]/m.test(part),
    );
}

/** More than a few of such quotes are a file gone wrong. */
const MOST_JOINED = 16;

function parseOne(text: string): ParsedDocument {
  let parsed = parseStrictly(text);
  let joined: string | undefined = text;
  for (let count = 0; count < MOST_JOINED; count++) {
    joined = joinedQuote(joined, parsed.problems);
    if (joined === undefined) break;
    parsed = { ...parseStrictly(joined), text };
  }
  return parsed;
}

function parseStrictly(text: string, depth: number = yamlLimits.depth): ParsedDocument {
  if (text.length > yamlLimits.length) return unread(text, 'too-long', yamlLimits.length);
  const tokens = [...new Parser().parse(text)];
  if (tokens.some((token) => isDeeperThan(token, depth))) return unread(text, 'too-deep', yamlLimits.depth);
  const document = compose(tokens, text.length);
  if (document === undefined) return { text, root: undefined, problems: [], duplicates: [], anchored: false };
  return { text, ...readNodes(document, text, { ...yamlLimits, depth }) };
}

/** Duplicate keys are read leniently: gateways differ, and the last one is what most of them take. */
function compose(tokens: Parameters<Composer['compose']>[0], length: number): Document.Parsed | undefined {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, merge: false, logLevel: 'silent' });
  for (const document of composer.compose(tokens, true, length)) return document;
  return undefined;
}

function unread(text: string, fault: 'too-long' | 'too-deep', limit: number): ParsedDocument {
  const [line = ''] = /^\s*[^\n\r]*/.exec(text) ?? [];
  const start = line.length - line.trimStart().length;
  const at = { start, end: Math.max(line.trimEnd().length, start) };
  return {
    text,
    root: undefined,
    problems: [{ fault, message: `more than ${limit.toLocaleString('en')}`, at }],
    duplicates: [],
    anchored: false,
  };
}
