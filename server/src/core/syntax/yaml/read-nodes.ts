import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
  type ParsedNode,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';
import type { Span } from '../../model/place.ts';
import type { YamlProblem } from './malformed.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from './node.ts';

/** What is read of a `YAMLParseError`. */
type FaultOfSyntax = Pick<YAMLParseError, 'code' | 'message' | 'pos'>;

export interface ReadNodes {
  readonly root: YamlNode | undefined;
  readonly problems: readonly YamlProblem[];
  readonly duplicates: readonly YamlProblem[];
  /** Whether some node may be repeated elsewhere. */
  readonly anchored: boolean;
}

export interface ReadLimits {
  readonly depth: number;
  readonly repeated: number;
}

/** Makes of the library's document the nodes that dialects read. */
export function readNodes(document: Document.Parsed, text: string, limits: ReadLimits): ReadNodes {
  const reader = new Reader(text, limits);
  const root = reader.node(document.contents);
  const syntax = document.errors
    // A file of several documents is split before, and directives for tags concern no gateway.
    .filter(({ code }) => code !== 'MULTIPLE_DOCS' && code !== 'TAG_RESOLVE_FAILED')
    .map((error) => syntaxProblem(error, reader.quoted));
  const problems = [...syntax, ...reader.problems].toSorted((a, b) => a.at.start - b.at.start);
  return { root, problems, duplicates: reader.duplicates, anchored: reader.anchored };
}

/** An unclosed quote is noticed at the end of the file; what a person looks for is where it began. */
function syntaxProblem(
  { code, message, pos: [start, end] }: FaultOfSyntax,
  quoted: readonly Span[],
): YamlProblem {
  const opened =
    code === 'MISSING_CHAR' && message.includes('closing')
      ? quoted.findLast((span) => span.start < start)
      : undefined;
  const at = opened === undefined ? { start, end } : { start: opened.start, end: opened.start + 1 };
  return { fault: 'syntax', code, message, at };
}

class Reader {
  readonly problems: YamlProblem[] = [];
  readonly duplicates: YamlProblem[] = [];
  /** Texts in quotes, in order. */
  readonly quoted: Span[] = [];
  readonly #text: string;
  readonly #limits: ReadLimits;
  /** By name; the nodes are read in the order of the text, so that an alias finds the anchor before it. */
  readonly #anchors = new Map<string, { readonly node: Node; size: number }>();
  readonly #done = new Map<Node, YamlNode>();
  /** Nodes that are being read: an alias to one of them is a cycle. */
  readonly #open = new Set<Node>();
  /** All nodes so far, those that aliases repeat counted each time: whoever walks the tree meets as many. */
  #count = 0;
  #repeated = 0;
  /** Said once: what lies below a cap is cut off in many places. */
  readonly #said = new Set<YamlProblem['fault']>();

  constructor(text: string, limits: ReadLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  get anchored(): boolean {
    return this.#anchors.size > 0;
  }

  node(node: ParsedNode | Node | null | undefined): YamlNode | undefined {
    if (node === null || node === undefined) return undefined;
    if (isAlias(node)) return this.#alias(node);
    const known = this.#done.get(node);
    if (known !== undefined) return known;
    if (this.#open.has(node)) return undefined;
    if (this.#open.size >= this.#limits.depth) {
      this.#sayOnce('too-deep', `more than ${this.#limits.depth}`, spanOf(node));
      return undefined;
    }
    this.#open.add(node);
    const anchor = anchorOf(node);
    const anchored = { node, size: 0 };
    if (anchor !== undefined) this.#anchors.set(anchor, anchored);
    const before = this.#count++;
    const read = this.#read(node);
    anchored.size = this.#count - before;
    this.#open.delete(node);
    if (read !== undefined) this.#done.set(node, read);
    return read;
  }

  /** The library counts the line break after a block collection as a part of it. */
  #withoutTail({ start, end }: Span): Span {
    return { start, end: start + this.#text.slice(start, end).trimEnd().length };
  }

  #alias(alias: Alias): YamlNode | undefined {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      this.problems.push({ fault: 'unknown-anchor', message: alias.source, at: spanOf(alias) });
      return undefined;
    }
    this.#repeated += target.size;
    if (this.#repeated > this.#limits.repeated) {
      const most = this.#limits.repeated.toLocaleString('en');
      this.#sayOnce('alias-bomb', `more than ${most}`, spanOf(alias));
      return undefined;
    }
    this.#count += target.size;
    return this.node(target.node);
  }

  #sayOnce(fault: YamlProblem['fault'], message: string, at: Span): void {
    if (this.#said.has(fault)) return;
    this.#said.add(fault);
    this.problems.push({ fault, message, at });
  }

  #read(node: Node): YamlNode | undefined {
    const shared = anchorOf(node) !== undefined;
    if (isScalar(node)) {
      const read = scalar(node, spanOf(node), shared);
      if (read.style === 'double' || read.style === 'single') this.quoted.push(read.at);
      return read;
    }
    const at = this.#withoutTail(spanOf(node));
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item as Node | null) ?? nothing(at));
      return { kind: 'seq', at, shared, items, flow: node.flow === true } satisfies YamlSeq;
    }
    return isMap(node) ? this.#map(node, at, shared) : undefined;
  }

  #map(node: YAMLMap, at: Span, shared: boolean): YamlMap {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    const names = new Map<string, YamlScalar>();
    for (const pair of node.items) {
      const key = this.node(pair.key as Node | null);
      const written = this.node(pair.value as Node | null);
      if (key?.kind !== 'scalar') continue;
      const value = written ?? nothing({ start: key.at.end, end: key.at.end });
      if (key.text === '<<' && key.style === 'plain') {
        merged.push(...mergedEntries(value));
        continue;
      }
      const first = names.get(key.text);
      if (first === undefined) names.set(key.text, key);
      else this.duplicates.push({ fault: 'duplicate-key', message: key.text, at: key.at, first: first.at });
      const end = Math.max(valueEnd(pair.value, value), key.at.end);
      own.push({ key, value, at: { start: key.at.start, end }, merged: false });
    }
    const entries = [...merged.filter((entry) => !names.has(entry.key.text)), ...own];
    return { kind: 'map', at, shared, entries, flow: node.flow === true };
  }
}

function anchorOf(node: Node): string | undefined {
  return (node as { readonly anchor?: string }).anchor;
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
