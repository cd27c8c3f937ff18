import { createServer, type ServerResponse } from 'node:http';
import { parseAllDocuments } from 'yaml';

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly namespace?: string;
  };
}

/** What Traefik's providers ask for. */
const KINDS = [
  ...[
    'Service',
    'Endpoints',
    'EndpointSlice',
    'Secret',
    'ConfigMap',
    'Node',
    'Namespace',
    'Ingress',
    'IngressClass',
  ],
  ...['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP', 'Middleware', 'MiddlewareTCP', 'TraefikService'],
  ...['ServersTransport', 'ServersTransportTCP', 'TLSOption', 'TLSStore'],
] as const;

/** Kinds that have no namespace. */
const CLUSTER_WIDE = /^(?:GatewayClass|IngressClass|Node|Namespace)$/;

/** A pretend Kubernetes API: lists and watches the objects of a YAML text, without defaults and without checks. */
export async function startCluster(port: number, text: string): Promise<() => void> {
  const objects = objectsOf(text);
  const watches = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://cluster');
    response.setHeader('Content-Type', 'application/json');
    if (pathname === '/version')
      return void response.end('{"major":"1","minor":"34","gitVersion":"v1.34.0"}');
    const [, group, version, namespace, plural = '', name] =
      /^\/(?:api\/v1|apis\/([^/]+)\/([^/]+))(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/.exec(
        pathname,
      ) ?? [];
    const apiVersion = group === undefined ? 'v1' : `${group}/${version}`;
    const kind = KINDS.find((each) => pluralOf(each) === plural);
    const found = objects
      .filter(
        (each) =>
          each.kind === kind &&
          (each.apiVersion.includes('/') ? each.apiVersion.split('/')[0] : undefined) === group &&
          (namespace === undefined || each.metadata.namespace === namespace),
      )
      .map((each) => ({ ...each, apiVersion }));
    if (name !== undefined || kind === undefined) {
      const one = found.find((each) => each.metadata.name === name);
      if (one === undefined) response.statusCode = 404;
      const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404, reason: 'NotFound' };
      return void response.end(JSON.stringify(one ?? status));
    }
    if (searchParams.has('watch')) {
      watches.add(response);
      const event = (type: string, object: object): void =>
        void response.write(`${JSON.stringify({ type, object })}\n`);
      if (searchParams.get('sendInitialEvents') === 'true') {
        for (const each of found) event('ADDED', each);
        const annotations = { 'k8s.io/initial-events-end': 'true' };
        event('BOOKMARK', { kind, apiVersion, metadata: { resourceVersion: '1', annotations } });
      } else response.flushHeaders();
      return;
    }
    response.end(
      JSON.stringify({
        kind: `${kind}List`,
        apiVersion,
        metadata: { resourceVersion: '1' },
        items: found,
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () => {
    for (const watch of watches) watch.end();
    server.closeAllConnections();
    server.close();
  };
}

function objectsOf(text: string): readonly KubernetesObject[] {
  const given = parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((each) => each !== null)
    .map((each, index): KubernetesObject => {
      const namespace = CLUSTER_WIDE.test(each.kind) ? {} : { namespace: 'default' };
      return { ...each, metadata: { ...namespace, ...stamps(index), ...each.metadata } };
    });
  const namespaces = new Set(given.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [
    ...given,
    ...[...namespaces].map((name, index) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, ...stamps(1000 + index), labels: { 'kubernetes.io/metadata.name': name } },
    })),
  ];
}

function stamps(index: number): object {
  return {
    uid: `u${index}`,
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
  };
}

function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  return /(?:s|x|ch)$/.test(name) ? `${name}es` : name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
}
