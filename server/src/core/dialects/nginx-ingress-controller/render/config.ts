import type { Place, Uri } from '../../../model/place.ts';
import type { GeneratedConfig } from '../../../nginx/embedded/generated-config.ts';
import type { EmbeddedNginx } from '../../../nginx/embedded/scalar.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { ControllerWorld } from '../read/world.ts';
import { writeHttp } from './http.ts';
import { writeIngresses } from './ingress.ts';
import type { Purpose, Source } from './source.ts';
import { TEAPOT } from './common.ts';
import { writeOrphans, writeVirtualServer } from './virtual-server.ts';
import { Writer } from './writer.ts';

export interface Rendered {
  readonly config: GeneratedConfig<Source>;
  readonly snippets: readonly EmbeddedNginx[];
  /** What places are called, by their keys. */
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * @param refused objects that the controller takes nothing of
 * @param everyServer where `world` holds those of one host only
 */
export function renderConfig(
  world: ControllerWorld,
  purpose: Purpose,
  refused: ReadonlySet<KubernetesObject>,
  everyServer: ControllerWorld['servers'] = world.servers,
): Rendered {
  const writer = new Writer('nginx-ingress-controller', purpose);
  const nowhere: Place = { uri: '' as Uri, start: 0, end: 0 };
  writeHttp(
    writer,
    world,
    everyServer.filter(({ object }) => !refused.has(object)),
  );
  for (const server of world.servers) {
    if (refused.has(server.object)) continue;
    const items = server.items.filter(({ object }) => !refused.has(object));
    writeVirtualServer(writer, { ...server, items }, world);
  }
  for (const { object, items } of world.orphans) if (!refused.has(object)) writeOrphans(writer, items, world);
  writeIngresses(writer, world, refused);
  if (writer.isForRequests) {
    writer.inner('server', [], nowhere, () => {
      writer.line('listen', [TEAPOT], nowhere);
      writer.line('return', ['418'], nowhere);
    });
    // What no server takes (nginx.tmpl).
    writer.inner('server', [], nowhere, () => {
      writer.line('listen', ['80', 'default_server'], nowhere);
      writer.line('listen', ['443', 'ssl', 'default_server'], nowhere);
      writer.line('server_name', ['_'], nowhere);
      writer.inner('location', ['/'], nowhere, () => {
        writer.line('return', ['404'], nowhere);
      });
    });
  }
  return { config: writer.finish(), snippets: writer.snippets, labels: writer.labels };
}
