import type { Dialect } from '../../model/dialect.ts';
import { snippetAt as snippetOf } from '../../nginx/embedded/at.ts';
import type { BlockContext } from '../../syntax/nginx/block-context.ts';
import { entryOf, textOf } from '../../syntax/yaml/node.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';

const CONTEXTS: ReadonlyMap<string, BlockContext> = new Map([
  ['main', 'main'],
  ['http', 'http'],
  ['http.server', 'server'],
  ['http.server.location', 'location'],
]);

/** The snippet of NGINX Gateway Fabric's around an offset. */
export const snippetAt: NonNullable<Dialect<YamlFile>['nginxAt']> = (parsed, offset) =>
  snippetOf(parsed, offset, ([{ map, entry }, around]) =>
    entry.key.text === 'value' && around?.entry.key.text === 'snippets'
      ? CONTEXTS.get(textOf(entryOf(map, 'context')?.value) ?? '')
      : undefined,
  );
