import type { Dialect } from '../../model/dialect.ts';
import { snippetAt as snippetOf } from '../../nginx/embedded/at.ts';
import type { BlockContext } from '../../syntax/nginx/block-context.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';

/** Annotations of Ingresses, settings of the controller and fields of its resources, and where its templates put them. */
const CONTEXTS: ReadonlyMap<string, BlockContext> = new Map([
  ['location-snippets', 'location'],
  ['server-snippets', 'server'],
  ['http-snippets', 'http'],
  ['main-snippets', 'main'],
  ['stream-snippets', 'stream'],
  ['streamSnippets', 'stream'],
  ['serverSnippets', 'stream server'],
]);

/** The snippet around an offset. */
export const snippetAt: NonNullable<Dialect<YamlFile>['nginxAt']> = (parsed, offset) =>
  snippetOf(parsed, offset, ([{ entry }]) => CONTEXTS.get(entry.key.text.replace(/^nginx\.org\//, '')));
