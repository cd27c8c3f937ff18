import { placeKey } from '../../model/place.ts';
import type { Unread } from '../../model/scope.ts';
import type { EmbeddedNginx } from './scalar.ts';
import type { Directive } from '../../syntax/nginx/tree.ts';

const HEADERS_MORE = /^more_(?:set|clear)(?:_input)?_headers$/;

/**
 * The statements of modules that a controller's image does not have.
 * @param controller as a person would name it
 */
export function foreignStatements(snippets: readonly EmbeddedNginx[], controller: string): readonly Unread[] {
  return snippets.flatMap((snippet) =>
    foreignIn(snippet.parsed.tree.directives).map((directive) => ({
      at: placeOf(snippet, directive.name),
      what: directive.keyword,
      why: `the image of ${controller} has no headers-more module, so that nginx refuses the configuration and keeps the last one`,
      advice: 'Write add_header with always, and proxy_hide_header before it.',
    })),
  );
}

/** The places of these statements, as instructions have them. */
export function foreignPlaces(snippets: readonly EmbeddedNginx[]): ReadonlySet<string> {
  return new Set(
    snippets.flatMap((snippet) =>
      foreignIn(snippet.parsed.tree.directives).map((directive) => placeKey(placeOf(snippet, directive))),
    ),
  );
}

function foreignIn(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((directive) => [
    ...(HEADERS_MORE.test(directive.keyword) ? [directive] : []),
    ...foreignIn(directive.body?.directives ?? []),
  ]);
}

/** What is no text of the file itself stands where its scalar does. */
function placeOf(
  { parsed, at }: EmbeddedNginx,
  { start, end }: { readonly start: number; readonly end: number },
): EmbeddedNginx['at'] {
  const { uri } = parsed.file;
  return uri === at.uri ? { uri, start, end } : at;
}
