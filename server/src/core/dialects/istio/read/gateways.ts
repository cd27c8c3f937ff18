import type { ObjectIndex, KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, booleanOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';

/** What the servers of the gateways of a VirtualService leave of its hosts. */
export interface ServedHosts {
  readonly hosts: readonly string[];
  /** False where it depends on the port of a request, or on what a server sends elsewhere. */
  readonly isSure: boolean;
}

const GROUP = 'networking.istio.io';

/** All hosts are served where one of the gateways was not seen. @param gateways `namespace/name` */
export function servedHosts(
  service: KubernetesObject,
  hosts: readonly string[],
  gateways: readonly string[],
  index: ObjectIndex,
): ServedHosts {
  const found = gateways.map((gateway) => {
    const [namespace = '', name = ''] = gateway.split('/', 2);
    return index.find(GROUP, 'Gateway', name, namespace);
  });
  const all: ServedHosts = { hosts, isSure: true };
  const seen = found.filter((each) => each !== undefined);
  if (seen.length < found.length || seen.length === 0) return all;
  const servers = seen.flatMap((gateway) =>
    itemsOf(at(gateway.node, 'spec', 'servers'))
      .filter(isHttp)
      .map((node) => ({
        node,
        hosts: itemsOf(at(node, 'hosts')).flatMap((item) => textOf(item) ?? []),
        gateway,
      })),
  );
  // A template may stand for any name.
  if (servers.some((server) => server.hosts.some((host) => HOLE.test(host)))) return all;
  const each = servers.map((server) => [
    ...new Set(server.hosts.flatMap((host) => shared(host, server.gateway, service, hosts))),
  ]);
  const isSame = new Set(each.map((list) => list.toSorted().join(' '))).size <= 1;
  const redirects = servers.some(
    ({ node }) => booleanOf(at(node, 'tls', 'httpsRedirect'), true) !== undefined,
  );
  return { hosts: [...new Set(each.flat())], isSure: isSame && !redirects };
}

const HOLE = /\{\{|\$\{|<%|\{%/;

/** A server that hands encrypted bytes on answers no request (TLS passthrough). */
function isHttp(server: YamlNode): boolean {
  const protocol = (textOf(at(server, 'port', 'protocol')) ?? 'HTTP').toUpperCase();
  const mode = (textOf(at(server, 'tls', 'mode')) ?? '').toUpperCase();
  return /^(?:HTTP2?|HTTPS|GRPC|GRPC-WEB)$/.test(protocol) && !mode.endsWith('PASSTHROUGH');
}

/** A server's host may name the namespace of the VirtualServices: `shop/*.example`, `./*`; without one it is any. */
function shared(
  server: string,
  gateway: KubernetesObject,
  service: KubernetesObject,
  hosts: readonly string[],
): readonly string[] {
  const slash = server.indexOf('/');
  const [space, name] = slash < 0 ? ['*', server] : [server.slice(0, slash), server.slice(slash + 1)];
  const wanted = space === '.' ? gateway.namespace : space;
  const isOpen = wanted === '*' || wanted === '' || service.namespace === '';
  if (!isOpen && wanted !== service.namespace) return [];
  return hosts.flatMap((host) => (covers(name, host) ? [host] : covers(host, name) ? [name] : []));
}

/** Whether every name that the second stands for is one of the first. */
export function covers(wide: string, narrow: string): boolean {
  const [outer, inner] = [wide.toLowerCase(), narrow.toLowerCase()];
  if (outer === inner || outer === '*') return true;
  return outer.startsWith('*') && inner.endsWith(outer.slice(1)) && inner.length >= outer.length;
}
