import type { EmbeddedText, Parsed } from '../../model/dialect.ts';
import type { BlockContext } from '../../syntax/nginx/block-context.ts';
import { cursorAt, type Step } from '../../syntax/yaml/cursor.ts';
import type { YamlScalar } from '../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../syntax/yaml/parse.ts';
import { inlineChange } from './inline.ts';
import { embedScalar } from './scalar.ts';

/** How a text stands in its file, beyond YAML's own quoting. */
export interface Standing {
  /** What it is called where nginx reads it. */
  readonly path?: string;
  /** What its top level is to nginx, where its place says so. */
  readonly context?: BlockContext | undefined;
  /** Whether a dollar sign is written twice, as in a Compose file. */
  readonly doubled?: boolean;
}

/** A scalar as nginx's text for an editor; `undefined` where the file has other characters than the text. */
export function embeddedText(
  document: YamlDocument,
  scalar: YamlScalar,
  { path = '', context, doubled = false }: Standing,
): EmbeddedText | undefined {
  const { parsed } = embedScalar(document, scalar, path);
  const { embedded } = parsed.tree;
  if (parsed.file.uri !== document.file.uri || embedded === undefined) return undefined;
  const tree = context === undefined ? parsed.tree : { ...parsed.tree, embedded: { ...embedded, context } };
  const write: EmbeddedText['write'] = (text, isSnippet) => {
    const dollars = isSnippet ? text.replaceAll('\\$', '\\$\\$') : text.replaceAll('$', '$$$$');
    const written = doubled ? dollars : text;
    if (scalar.style === 'literal') return written;
    // An editor takes a backslash in a snippet for its own.
    if (isSnippet && written.includes('\\')) return undefined;
    return inlineChange({ at: document.place(scalar.at), text: written }, scalar.style)?.text;
  };
  return { parsed: { ...parsed, tree }, write };
}

/**
 * The snippet around an offset.
 * @param contextOf what the top level of an entry's value is to nginx; `undefined` where it is no snippet. The entries
 *   around the offset, innermost first
 */
export function snippetAt(
  { tree }: Parsed<YamlFile>,
  offset: number,
  contextOf: (steps: readonly [Step, ...Step[]]) => BlockContext | undefined,
): EmbeddedText | undefined {
  const cursor = cursorAt(tree, offset);
  if (cursor === undefined) return undefined;
  const { document, steps } = cursor;
  const { value } = steps[0].entry;
  const context = contextOf(steps);
  const { start, end } = document.place(value.at);
  if (value.kind !== 'scalar' || context === undefined || offset < start || offset > end) return undefined;
  return embeddedText(document, value, { context });
}
