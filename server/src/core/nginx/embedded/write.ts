import type { Parsed } from '../../model/dialect.ts';
import type { Change } from '../../model/place.ts';
import type { Cut } from '../../model/scope.ts';
import type { Directive, NginxTree } from '../../syntax/nginx/tree.ts';
import { ensurePath } from '../../syntax/yaml/edit.ts';
import type { YamlMap } from '../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../syntax/yaml/parse.ts';
import { insertAfter } from '../lower/edit.ts';
import { Located } from '../lower/located.ts';
import { Relocation } from './relocation.ts';
import type { EmbeddedNginx } from './scalar.ts';

/**
 * Writes statements (each with its `;`) at the top level of a snippet, where a person would put them: behind its last
 * header line, else behind its last simple directive before its first block. `undefined` where that cannot be done.
 */
export function insertIntoSnippet(
  snippet: EmbeddedNginx,
  statements: readonly string[],
): readonly Change[] | undefined {
  const { parsed, edits } = snippet;
  if (edits === 'none' || parsed.tree.template?.sound === false) return undefined;
  const { directives } = parsed.tree;
  // What stands behind a forgotten semicolon would become its arguments.
  if (directives.some(({ complete }) => !complete)) return undefined;
  const headers = directives.findLast(({ keyword }) =>
    /^(add_header|more_(set|clear)_headers)$/.test(keyword),
  );
  const block = directives.findIndex(({ body }) => body !== undefined);
  const after = headers ?? (block < 0 ? directives : directives.slice(0, block)).at(-1);
  const change =
    after === undefined
      ? atTop(snippet, directives[0], statements)
      : insertAfter(new Located(parsed, after), statements);
  const relocation = new Relocation();
  relocation.addEmbedded(snippet);
  return change && relocation.changes([change]);
}

/** Before the first block, or in place of nothing. */
function atTop(
  { parsed, edits, at }: EmbeddedNginx,
  first: Directive | undefined,
  statements: readonly string[],
): Change | undefined {
  const { uri, text } = parsed.file;
  const { start, end } = parsed.tree.embedded ?? { start: 0, end: text.length };
  const point = (offset: number): Change['at'] => ({ uri, start: offset, end: offset });
  if (edits === 'inline') return { at: point(start), text: `${statements.join(' ')} ` };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  if (first !== undefined) {
    const indent = text.slice(text.lastIndexOf('\n', first.start - 1) + 1, first.start);
    if (indent.trim() !== '') return undefined;
    return { at: point(first.start), text: statements.map((line) => `${line}${eol}${indent}`).join('') };
  }
  // Comments only: behind the last of them, as they are indented.
  const written = text.slice(start, end).trimEnd();
  const [indent = ''] = /^[ \t]*(?=\S)/m.exec(written) ?? [];
  if (written === '' || at.uri !== uri) return undefined;
  return {
    at: point(start + written.length),
    text: statements.map((line) => `${eol}${indent}${line}`).join(''),
  };
}

const PLACEHOLDER = 'gateway_lint_placeholder';

/**
 * Gives a map a snippet under a path of keys (`['metadata', 'annotations', 'nginx.org/server-snippets']`) that is not
 * there yet: a block literal, or in flow style a text on one line.
 */
export function ensureSnippet(
  document: YamlDocument,
  map: YamlMap,
  path: readonly string[],
  statements: readonly string[],
): Change | undefined {
  const change = ensurePath(document, map, path, PLACEHOLDER);
  if (change === undefined) return undefined;
  const { at, text } = change;
  const [line, indent] = new RegExp(`(?:^|\\n)( *)[^\\n]*: ${PLACEHOLDER}$`).exec(text) ?? [];
  if (line === undefined || indent === undefined || !line.startsWith('\n')) {
    return { at, text: text.replace(/"?gateway_lint_placeholder"?/, JSON.stringify(statements.join(' '))) };
  }
  const eol = document.file.text.includes('\r\n') ? '\r\n' : '\n';
  const lines = ['|', ...statements.map((statement) => `${indent}  ${statement}`)].join(eol);
  return { at, text: text.slice(0, text.length - PLACEHOLDER.length) + lines };
}

/** Repeats the lines that a snippet's own `add_header` cuts off, behind it. */
export function restoreInSnippet(
  cut: Cut,
  snippets: readonly EmbeddedNginx[],
  files: readonly Parsed<NginxTree>[],
  relocation: Relocation,
): readonly Change[] | undefined {
  const snippet = snippets.find(
    ({ parsed: { file, tree } }) =>
      file.uri === cut.by.uri &&
      (tree.embedded?.start ?? 0) <= cut.by.start &&
      cut.by.end <= (tree.embedded?.end ?? 0),
  );
  // In a block inside of the snippet, the lowering's own edit is right.
  const cutter = snippet?.parsed.tree.directives.find(({ start }) => start === cut.by.start);
  if (snippet === undefined || !cutter?.complete) return cut.restore && relocation.changes(cut.restore);
  const statements = cut.lost.flatMap(({ statement }) => {
    const file = files.find(({ file: { uri } }) => uri === statement.uri);
    const text = file?.file.text.slice(statement.start, statement.end) ?? '';
    return text.endsWith(';') ? [text] : [];
  });
  return statements.length === cut.lost.length ? insertIntoSnippet(snippet, statements) : undefined;
}
