import type { Place } from '../../../model/place.ts';
import { at } from '../../../syntax/yaml/node.ts';
import type { ControllerWorld } from '../read/world.ts';
import type { Writer } from './writer.ts';

/** A service that answers everything with 418, through which the controller redirects and returns (nginx418Server). */
export const TEAPOT = '127.0.0.1:18418';

export function writeInherit(writer: Writer, mode: string | undefined, place: Place): void {
  if (mode !== undefined && /^(?:on|off|merge)$/i.test(mode)) {
    writer.line('add_header_inherit', [mode.toLowerCase()], place);
  }
}

/** A snippet of the ConfigMap, for what has none of its own. */
export function configured(
  writer: Writer,
  { configuration }: ControllerWorld,
  key: string,
): ReturnType<Writer['embedded']> {
  return configuration && writer.embedded(configuration.document, at(configuration.node, 'data', key));
}
