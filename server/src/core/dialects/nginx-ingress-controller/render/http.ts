import { at, textOf } from '../../../syntax/yaml/node.ts';
import { isListRefused } from '../lower/configuration.ts';
import { listedOps } from '../lower/listed-headers.ts';
import type { ControllerWorld } from '../read/world.ts';
import { writeInherit } from './common.ts';
import type { Writer } from './writer.ts';

/**
 * What stands in the http block for all hosts (nginx.tmpl), and at the top of each server's file.
 * @param servers all that there are, since the snippets of any reach all hosts
 */
export function writeHttp(writer: Writer, world: ControllerWorld, servers: ControllerWorld['servers']): void {
  const { configuration } = world;
  if (configuration !== undefined) {
    const { document, node, nameAt } = configuration;
    const data = at(node, 'data');
    writer.snippet(writer.embedded(document, at(data, 'http-snippets')));
    const list = at(data, 'add-header');
    if (list?.kind === 'scalar' && !list.isNull && !isListRefused(list.text))
      writer.headers(listedOps(document, list));
    writeInherit(writer, textOf(at(data, 'add-header-inherit')), nameAt);
  }
  if (world.snippets === 'off') return;
  for (const { object, spec } of servers)
    writer.snippet(writer.embedded(object.document, at(spec, 'http-snippets')));
}
