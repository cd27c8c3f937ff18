import { listenersOf, type Attachment, type Listener } from '../lower/attach.ts';
import { implementationOf } from '../read/implementation.ts';
import { GATEWAY_API, type GatewayWorld } from '../read/world.ts';
import type { RequestParts } from '../../../routes/route.ts';
import { bestHostname } from './hostnames.ts';

/** Of the listeners on one port, the one of the most specific host name takes a request (listener isolation). */
export function listenerFor(
  listeners: readonly Listener[],
  { host, port }: RequestParts,
): Listener | undefined {
  const here = listeners.filter((each) => each.port === port);
  const best = bestHostname(here.map(nameOf), host);
  return here.find((each) => nameOf(each) === best);
}

function nameOf({ hostname = '' }: Listener): string {
  return hostname === '' ? '*' : hostname.toLowerCase();
}

/** The Gateways that listen on a port, each with the listener that takes the request: no route needs to be there. */
export function listening(world: GatewayWorld, parts: RequestParts): readonly Attachment[] {
  return world.ofKind(GATEWAY_API, 'Gateway').flatMap((gateway) => {
    const listeners = listenersOf(gateway);
    if (!listeners.some(({ port }) => port === parts.port)) return [];
    return {
      gatewayName: gateway.name,
      gatewayNamespace: gateway.namespace,
      gateway,
      listener: listenerFor(listeners, parts) ?? listeners.find(({ port }) => port === parts.port),
      section: undefined,
      implementation: implementationOf(gateway, world),
      hostnames: [],
    };
  });
}

/** Whether another listener of the same port has a more specific name for the host than the one that a rule is on. */
export function isShadowed(attachment: Attachment | undefined, parts: RequestParts): boolean {
  const own = attachment?.listener;
  if (own?.port !== parts.port) return false;
  const best = listenerFor(listenersOf(attachment?.gateway), parts);
  return best !== undefined && best.name !== own.name;
}
