import type { Random } from '../../../nginx/generate/random.ts';
import { render, type Fields, type Json } from '../support/render.ts';
import { headers } from './headers.ts';
import { rule } from './routers.ts';

const API = 'traefik.io/v1alpha1';

/** Kubernetes objects: middlewares, IngressRoutes, and the service behind them. */
export function objects(random: Random): string {
  const known = ['guard', ...random.some(['embed', 'other', 'chain'], 0.6)];
  const list: readonly Fields[] = [
    ...known.map((name) => middleware(random, name)),
    ...(random.chance(0.3)
      ? [{ ...middleware(random, 'far'), metadata: { name: 'far', namespace: 'edge' } }]
      : []),
    ...Array.from({ length: 1 + random.below(2) }, (_, index) => ingressRoute(random, index, known)),
    service(),
    slice(),
  ];
  return list.map((each) => render(each, random, { keepsNames: true })).join('---\n');
}

function middleware(random: Random, name: string): Fields {
  const spec =
    name === 'chain'
      ? { chain: { middlewares: [reference(random, ['guard', 'embed'])] } }
      : name === 'other' && random.chance(0.5)
        ? random.pick<Fields>([
            { compress: {} },
            { stripPrefix: { prefixes: ['/a'] } },
            { redirectScheme: { scheme: 'https' } },
            { ipAllowList: { sourceRange: ['10.0.0.0/8'] } },
          ])
        : { headers: headers(random, true) };
  return { apiVersion: API, kind: 'Middleware', metadata: { name, namespace: 'default' }, spec };
}

function reference(random: Random, known: readonly string[]): Json {
  return random.pick<Json>([
    { name: random.any(known) ?? 'guard' },
    { name: random.any(known) ?? 'guard' },
    { name: random.any(known) ?? 'guard' },
    { name: random.any(known) ?? 'guard', namespace: 'default' },
    { name: `default-${random.any(known) ?? 'guard'}@kubernetescrd` },
    random.chance(0.3) ? { name: 'far', namespace: 'edge' } : { name: 'guard' },
  ]);
}

function ingressRoute(random: Random, index: number, known: readonly string[]): Fields {
  const route = (): Json => ({
    kind: 'Rule',
    match: rule(random),
    ...(random.chance(0.15) && { priority: random.pick([1, 10, 50]) }),
    ...(random.chance(0.6) && {
      middlewares: Array.from({ length: 1 + random.below(2) }, () => reference(random, known)),
    }),
    services: [{ name: 'app', port: 80, ...(random.chance(0.1) && { weight: 1 }) }],
  });
  return {
    apiVersion: API,
    kind: 'IngressRoute',
    metadata: { name: `route-${index}`, namespace: 'default' },
    spec: {
      ...(random.chance(0.6) && {
        entryPoints: random.pick<Json>([['web'], ['web', 'websecure'], ['websecure']]),
      }),
      routes: Array.from({ length: 1 + random.below(3) }, route),
    },
  };
}

function service(): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'app', namespace: 'default' },
    spec: {
      clusterIP: '10.0.0.1',
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: '__UP__' }],
    },
  };
}

function slice(): Fields {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'app-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'app' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true } }],
    ports: [{ name: 'http', port: '__UP__', protocol: 'TCP' }],
  };
}
