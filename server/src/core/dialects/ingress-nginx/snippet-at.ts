import type { Dialect } from '../../model/dialect.ts';
import { snippetAt as snippetOf } from '../../nginx/embedded/at.ts';
import type { BlockContext } from '../../syntax/nginx/block-context.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';

/** Annotations of Ingresses and settings of the controller, and where its template puts them. */
const CONTEXTS: ReadonlyMap<string, BlockContext> = new Map([
  ['configuration-snippet', 'location'],
  ['auth-snippet', 'location'],
  ['location-snippet', 'location'],
  ['server-snippet', 'server'],
  ['http-snippet', 'http'],
  ['main-snippet', 'main'],
  ['stream-snippet', 'stream'],
]);

/** The snippet around an offset. */
export const snippetAt: NonNullable<Dialect<YamlFile>['nginxAt']> = (parsed, offset) =>
  snippetOf(parsed, offset, ([{ entry }]) => CONTEXTS.get(entry.key.text.replace(/^.*\//, '')));
