import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

export const GATEWAY_API = 'gateway.networking.k8s.io';
export const ENVOY_GATEWAY = 'gateway.envoyproxy.io';

export interface Edge {
  readonly class: Fields;
  readonly object: Fields;
  readonly listeners: readonly string[];
}

/** A Gateway of one to three listeners: of their own ports, or of one port and several names. */
export function gateway(random: Random): Edge {
  const listeners: readonly (Fields & { readonly name: string })[] = [
    {
      name: 'http',
      protocol: 'HTTP',
      port: 80,
      ...(random.chance(0.15) && { hostname: random.pick(['*.example', '*.shop.example', 'shop.example']) }),
      ...admission(random),
    },
    ...(random.chance(0.35) ? [{ name: 'alt', protocol: 'HTTP', port: 8080, ...admission(random) }] : []),
    ...(random.chance(0.2)
      ? [
          {
            name: 'named',
            protocol: 'HTTP',
            port: random.pick([80, 8081]),
            hostname: random.pick(['other.test', 'a.shop.example']),
          },
        ]
      : []),
  ];
  return {
    class: {
      apiVersion: `${GATEWAY_API}/v1`,
      kind: 'GatewayClass',
      metadata: { name: 'eg' },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    },
    object: {
      apiVersion: `${GATEWAY_API}/v1`,
      kind: 'Gateway',
      metadata: { name: 'edge', namespace: 'default' },
      spec: { gatewayClassName: 'eg', listeners },
    },
    listeners: listeners.map(({ name }) => name),
  };
}

function admission(random: Random): Fields {
  if (random.chance(0.75)) return {};
  return {
    allowedRoutes: random.pick<Json>([
      { namespaces: { from: 'Same' } },
      { namespaces: { from: 'All' } },
      { kinds: [{ kind: 'HTTPRoute' }] },
      { kinds: [{ kind: 'GRPCRoute' }] },
    ]),
  };
}

/** Two services; the judge puts its own behind both. */
export function backing(): readonly Fields[] {
  return ['web', 'web2'].flatMap((name, index): readonly Fields[] => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { clusterIP: `10.0.0.${index + 1}`, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
      endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true } }],
    },
  ]);
}
