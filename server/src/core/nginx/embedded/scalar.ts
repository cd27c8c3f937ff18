import type { Parsed } from '../../model/dialect.ts';
import type { Place, SourceFile, Span, Uri } from '../../model/place.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import type { YamlScalar } from '../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../syntax/yaml/parse.ts';
import { parsedFile } from '../parse.ts';
import { joinedTokens, shiftedTree } from '../shift.ts';
import { parseTemplate } from '../template/parse-template.ts';

/** nginx's directives that stand in a scalar of a YAML file. */
export interface EmbeddedNginx {
  /**
   * A file of nginx's. In a block literal and in a scalar on one line without escapes, its places are those of the YAML
   * file; else it has a uri of its own, and `Relocation` says the scalar's place instead.
   */
  readonly parsed: Parsed<NginxTree>;
  /** The scalar. */
  readonly at: Place;
  readonly document: YamlDocument;
  readonly scalar: YamlScalar;
  /**
   * What edits of it look like. `lines`: whole lines, as in a file of its own. `inline`: all on one line, in the scalar's
   * quoting. `none`: it is folded, escaped, or shared through an anchor.
   */
  readonly edits: 'lines' | 'inline' | 'none';
  /** Where the text is not the file's, and yet each character of it comes from one of the file's. */
  readonly written?: WrittenAs | undefined;
}

/** How a text is written in the file that it comes from. */
export interface WrittenAs {
  /** The offset in the file of one in the text. */
  readonly offset: (offset: number) => number;
  /** What is to be written for a piece of text. */
  readonly write: (text: string) => string;
}

/**
 * Parses a scalar as nginx's directives.
 * @param path what the text is called where nginx reads it (`nginx.conf`): tells a fragment and a template by its name
 */
export function embedScalar(document: YamlDocument, scalar: YamlScalar, path = ''): EmbeddedNginx {
  const at = document.place(scalar.at);
  const span = inPlace(document, scalar);
  const parsed =
    span === undefined ? decoded(document, scalar, path) : parsedInPlace(document.file, span, path);
  const edits =
    span === undefined || scalar.shared ? 'none' : scalar.style === 'literal' ? 'lines' : 'inline';
  return { parsed, at, document, scalar, edits };
}

/** Where in the file the scalar's text stands as it is meant, but for white space; `undefined` where it nowhere does. */
export function inPlace(document: YamlDocument, { style, at, text }: YamlScalar): Span | undefined {
  const source = document.text.slice(at.start, at.end);
  const moved = (from: number, to: number): Span => ({
    start: document.start + at.start + from,
    end: document.start + at.start + to,
  });
  // nginx takes any run of white space for one blank, so that the indentation says nothing.
  if (style === 'literal') {
    const header = source.indexOf('\n') + 1;
    return header === 0 ? undefined : moved(header, source.length);
  }
  if (source.includes('\n') || style === 'folded') return undefined;
  const quotes = style === 'plain' ? 0 : 1;
  const inner = source.slice(quotes, source.length - quotes);
  return inner === text ? moved(quotes, source.length - quotes) : undefined;
}

function parsedInPlace(file: SourceFile, span: Span, path: string): Parsed<NginxTree> {
  const { text } = file;
  const { start, end } = span;
  const tree = parseTemplate(text.slice(start, end), path);
  const whole = tree.template === undefined ? text : text.slice(0, start) + tree.text + text.slice(end);
  const shifted = shiftedTree(tree, start, whole, joinedTokens(whole, [span], [tree]), text);
  return parsedFile(file, { ...shifted, embedded: { start, end, path } });
}

function decoded(document: YamlDocument, { text, at }: YamlScalar, path: string): Parsed<NginxTree> {
  const { uri, version } = document.file;
  const file: SourceFile = { uri: `${uri}#scalar=${document.start + at.start}` as Uri, version, text };
  const tree = parseTemplate(text, path);
  return parsedFile(file, { ...tree, embedded: { start: 0, end: text.length, path } });
}
