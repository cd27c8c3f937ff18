import type { Random } from '../../../nginx/generate/random.ts';
import type { Configuration } from '../support/bench.ts';
import { render, type Fields, type Json } from '../support/render.ts';
import { spoil } from './faults.ts';
import { envoyFilter } from './filters.ts';
import { items } from './items.ts';

/** The objects of a mesh's edge, in one file or in several. */
export function configuration(_seed: number, random: Random): Configuration {
  const isFaulty = random.chance(0.12);
  const services = isFaulty ? [service(random, 0, ['*'])] : virtualServices(random);
  const fault = isFaulty && services[0] ? spoil(services[0], random) : undefined;
  const filters = random.chance(0.25)
    ? Array.from({ length: 1 + random.below(2) }, (_, index) => envoyFilter(random, index))
    : [];
  const gateways = random.chance(0.3) ? [gateway(random, isFaulty)] : [];
  const inner = services.some((each) => JSON.stringify(each).includes('"delegate"'))
    ? [delegate(random)]
    : [];
  const texts = (objects: readonly Fields[]): string =>
    objects.map((each) => render(each, random, { keepsNames: true })).join('---\n');
  const routes = [...services, ...inner];
  return {
    fault,
    files: random.chance(0.6)
      ? { 'edge.yaml': texts([...gateways, ...routes, ...filters]) }
      : {
          'routes.yaml': texts(routes),
          ...(gateways.length > 0 && { 'gateway.yaml': texts(gateways) }),
          ...(filters.length > 0 && { 'filters.yaml': texts(filters) }),
        },
  };
}

/** Istio refuses hosts of one object that overlap; those of several objects may. */
const HOSTS: readonly [readonly string[], ...(readonly string[])[]] = [
  ['shop.example'],
  ['*.example'],
  ['a.shop.example', 'other.test'],
  ['*'],
  ['*.shop.example'],
  ['shop.example', 'a.shop.example'],
  ['other.test', '*.shop.example'],
];

function virtualServices(random: Random): readonly Fields[] {
  const first = random.chance(0.4) ? ['*'] : random.pick(HOSTS);
  const taken = new Set<string>(first);
  const chosen: (readonly string[])[] = [first];
  for (const hosts of random.some(HOSTS, 0.25)) {
    // Of two objects for one host the older comes first: a case of its own.
    if (hosts.some((host) => taken.has(host)) && random.chance(0.95)) continue;
    for (const host of hosts) taken.add(host);
    chosen.push(hosts);
  }
  return chosen.map((hosts, index) => service(random, index, hosts));
}

function service(random: Random, index: number, hosts: readonly string[]): Fields {
  const gateways = random.pick<Fields>([
    { gateways: ['istio-system/edge'] },
    { gateways: ['istio-system/edge'] },
    { gateways: ['istio-system/edge'] },
    { gateways: [...(hosts.includes('*') ? [] : ['mesh']), 'istio-system/edge'] },
    index > 0 && !hosts.includes('*') ? { gateways: ['mesh'] } : { gateways: ['istio-system/edge'] },
    index > 0 && !hosts.includes('*') ? {} : { gateways: ['istio-system/edge'] },
  ]);
  return {
    apiVersion: `networking.istio.io/${random.pick(['v1', 'v1beta1', 'v1alpha3'])}`,
    kind: 'VirtualService',
    metadata: { name: `web-${index}`, namespace: 'shop' },
    spec: { hosts, ...gateways, http: items(random, { delegates: random.chance(0.2) }) },
  };
}

function delegate(random: Random): Fields {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'inner', namespace: 'team' },
    spec: { http: items(random) },
  };
}

/** @param isOpen it serves every host */
function gateway(random: Random, isOpen: boolean): Fields {
  const server = (hosts: Json, number = 80): Json => ({
    port: { number, name: `http-${number}`, protocol: 'HTTP' },
    hosts,
    ...(!isOpen && random.chance(0.15) && { tls: { httpsRedirect: random.chance(0.8) } }),
  });
  const hosts = isOpen
    ? ['*']
    : random.pick<Json>([
        ['*'],
        ['*.example'],
        ['shop.example', 'other.test'],
        ['shop/*'],
        ['elsewhere/*'],
        ['./*.shop.example'],
        ['*/shop.example'],
      ]);
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'istio-system' },
    spec: { selector: { istio: 'ingressgateway' }, servers: [server(hosts)] },
  };
}
