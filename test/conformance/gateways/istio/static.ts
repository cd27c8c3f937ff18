/** What the generator prints: Envoy's resources as a control plane would hand them over, as far as they are changed here. */
export interface Generated {
  readonly listeners: readonly Listener[];
  readonly routes: readonly { readonly name: string }[];
  readonly clusters: readonly { readonly name: string }[];
}

interface Listener {
  readonly name: string;
  readonly address: { readonly socketAddress: { readonly portValue: number } };
  readonly filterChains?: readonly Chain[];
}

interface Chain {
  readonly filters?: readonly { readonly name: string; readonly typedConfig: Manager }[];
}

interface Manager {
  readonly '@type': string;
  readonly rds?: { readonly routeConfigName: string };
  readonly httpFilters?: readonly { readonly name: string }[];
}

/** Filters that only Istio's own Envoy knows, or that count and report; none touches a header of an answer. */
const LEFT_OUT = /^istio\.|grpc_stats/;

/** One static file for Envoy: the listener of the gateway's port on `listen`, every cluster the service on `up`. */
export function staticFile(
  { listeners, routes, clusters }: Generated,
  { listen, up, port }: { readonly listen: number; readonly up: number; readonly port: number },
): object {
  const managed = (manager: Manager): object => {
    if (!manager['@type'].endsWith('HttpConnectionManager')) return manager;
    const { rds, httpFilters = [], ...rest } = manager;
    const table = routes.find(({ name }) => name === rds?.routeConfigName);
    return {
      ...rest,
      accessLog: [],
      httpFilters: httpFilters.filter(({ name }) => !LEFT_OUT.test(name)),
      ...(rds && { routeConfig: table ?? { name: rds.routeConfigName } }),
    };
  };
  const address = (portValue: number): object => ({ socketAddress: { address: '127.0.0.1', portValue } });
  return {
    staticResources: {
      listeners: listeners
        .filter((each) => each.address.socketAddress.portValue === port)
        .map((each) => ({
          ...each,
          address: address(listen),
          accessLog: [],
          filterChains: (each.filterChains ?? []).map((chain) => ({
            ...chain,
            filters: (chain.filters ?? []).map((filter) => ({
              ...filter,
              typedConfig: managed(filter.typedConfig),
            })),
          })),
        })),
      clusters: clusters.map(({ name }) => ({
        name,
        type: 'STATIC',
        connectTimeout: '1s',
        loadAssignment: {
          clusterName: name,
          endpoints: [{ lbEndpoints: [{ endpoint: { address: address(up) } }] }],
        },
      })),
    },
  };
}
