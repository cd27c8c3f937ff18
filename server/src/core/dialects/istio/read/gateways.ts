import type { ObjectIndex, KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, booleanOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';

/** What the servers of the gateways of a VirtualService leave of its hosts. */
export interface ServedHosts {
  readonly hosts: readonly string[];
  /** False where it depends on the port of a request. */
  readonly isSure: boolean;
  /** Hosts of servers that send every request on to https (`tls.httpsRedirect`), with a VirtualService or without. */
  readonly redirected: readonly string[];
}

/** For requests of either scheme. */
export interface Served {
  readonly http: ServedHosts;
  readonly https: ServedHosts;
}

export function allServed(hosts: readonly string[]): Served {
  const all: ServedHosts = { hosts, isSure: true, redirected: [] };
  return { http: all, https: all };
}

const GROUP = 'networking.istio.io';

interface Server {
  readonly node: YamlNode;
  readonly hosts: readonly string[];
  readonly gateway: KubernetesObject;
}

/** All hosts are served where one of the gateways was not seen. @param gateways `namespace/name` */
export function servedHosts(
  service: KubernetesObject,
  hosts: readonly string[],
  gateways: readonly string[],
  index: ObjectIndex,
): Served {
  const found = gateways.map((gateway) => {
    const [namespace = '', name = ''] = gateway.split('/', 2);
    return index.find(GROUP, 'Gateway', name, namespace);
  });
  const seen = found.filter((each) => each !== undefined);
  if (seen.length < found.length || seen.length === 0) return allServed(hosts);
  const servers = seen.flatMap((gateway) =>
    itemsOf(at(gateway.node, 'spec', 'servers'))
      .filter(isHttp)
      .map((node): Server => ({
        node,
        hosts: itemsOf(at(node, 'hosts')).flatMap((item) => textOf(item) ?? []),
        gateway,
      })),
  );
  // A template may stand for any name.
  if (servers.some((server) => server.hosts.some((host) => HOLE.test(host)))) return allServed(hosts);
  const of = (list: readonly Server[]): ServedHosts => servedBy(list, service, hosts);
  const [plain, encrypted] = [servers.filter((each) => !isTls(each)), servers.filter(isTls)];
  return {
    http: plain.length > 0 || encrypted.length === 0 ? of(plain) : { ...of(encrypted), isSure: false },
    // Something in front of the gateway may take TLS off.
    https: encrypted.length > 0 ? of(encrypted) : withoutTls(of(plain)),
  };
}

function withoutTls(plain: ServedHosts): ServedHosts {
  return { ...plain, redirected: [], isSure: plain.isSure && plain.redirected.length === 0 };
}

/** The servers of one port have one route table, or are told apart by the name that a client asks for. */
function servedBy(
  servers: readonly Server[],
  service: KubernetesObject,
  hosts: readonly string[],
): ServedHosts {
  const ports = new Map<string, string[]>();
  for (const { node, hosts: own, gateway } of servers) {
    const port = `${gateway.namespace}/${textOf(at(node, 'port', 'number')) ?? ''}`;
    const list = own.flatMap((host) => shared(host, gateway, service, hosts));
    ports.set(port, [...(ports.get(port) ?? []), ...list]);
  }
  const each = [...ports.values()].map((list) => [...new Set(list)]);
  const isSame = new Set(each.map((list) => list.toSorted().join(' '))).size <= 1;
  const redirecting = servers.filter(
    ({ node }) => booleanOf(at(node, 'tls', 'httpsRedirect'), true) === true,
  );
  const isMixed = redirecting.length > 0 && redirecting.length < servers.length;
  return {
    hosts: [...new Set(each.flat())],
    // Of a host with a namespace before it, it is not known what is redirected.
    isSure:
      isSame && !isMixed && !redirecting.some((server) => server.hosts.some((host) => host.includes('/'))),
    redirected: redirecting.flatMap((server) => server.hosts.map((host) => host.toLowerCase())),
  };
}

function isTls({ node }: Server): boolean {
  return /^HTTPS$/i.test(textOf(at(node, 'port', 'protocol')) ?? '');
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
