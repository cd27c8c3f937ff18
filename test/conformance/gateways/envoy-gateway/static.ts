/** What is read of the configuration that Envoy Gateway would send to its Envoy (`egctl x translate -o json`). */
export interface Dump {
  readonly xds: Readonly<Record<string, { readonly configs: readonly Section[] }>>;
}

interface Section {
  readonly '@type': string;
  readonly dynamicListeners?: readonly { readonly activeState: { readonly listener: Listener } }[];
  readonly dynamicRouteConfigs?: readonly { readonly routeConfig: RouteConfig }[];
  readonly dynamicActiveClusters?: readonly { readonly cluster: { readonly name: string } }[];
}

interface Named {
  readonly name: string;
  readonly '@type'?: string;
}

type RouteConfig = Named;

interface Manager {
  readonly '@type': string;
  readonly accessLog?: unknown;
  readonly rds?: { readonly routeConfigName: string };
}

interface Chain {
  readonly filters: readonly { readonly name: string; readonly typedConfig: Manager }[];
}

interface Listener extends Named {
  readonly address: { readonly socketAddress: { readonly portValue: number } };
  readonly accessLog?: unknown;
  readonly filterChains?: readonly Chain[];
  readonly defaultFilterChain?: Chain;
}

/** One static Envoy file of a dump: routes in their listeners, the service behind every cluster. */
export interface StaticFile {
  readonly text: string;
  /** By the port that Envoy Gateway gave. */
  readonly ports: ReadonlyMap<number, number>;
}

export async function staticFile(
  { xds }: Dump,
  up: number,
  freePort: () => Promise<number>,
): Promise<StaticFile> {
  const sections = Object.values(xds).flatMap(({ configs }) => configs);
  const routes = new Map(
    sections
      .flatMap(({ dynamicRouteConfigs = [] }) => dynamicRouteConfigs)
      .map(({ routeConfig }) => [routeConfig.name, untyped(routeConfig)]),
  );
  const ports = new Map<number, number>();
  const listeners: object[] = [];
  for (const { activeState } of sections.flatMap(({ dynamicListeners = [] }) => dynamicListeners)) {
    const { listener } = activeState;
    // Its own health check and statistics.
    if (/ready|stats|prometheus/.test(listener.name)) continue;
    const port = await freePort();
    ports.set(listener.address.socketAddress.portValue, port);
    const { defaultFilterChain, filterChains, ...rest } = untyped(listener);
    listeners.push({
      ...rest,
      accessLog: undefined,
      address: { socketAddress: { address: '127.0.0.1', portValue: port } },
      filterChains: filterChains?.map((chain) => inlined(chain, routes)),
      defaultFilterChain: defaultFilterChain && inlined(defaultFilterChain, routes),
    });
  }
  const clusters = sections
    .flatMap(({ dynamicActiveClusters = [] }) => dynamicActiveClusters)
    .map(({ cluster: { name } }) => ({
      name,
      type: 'STATIC',
      connectTimeout: '1s',
      loadAssignment: {
        clusterName: name,
        endpoints: [
          {
            lbEndpoints: [
              { endpoint: { address: { socketAddress: { address: '127.0.0.1', portValue: up } } } },
            ],
          },
        ],
      },
    }));
  return { text: JSON.stringify({ staticResources: { listeners, clusters } }), ports };
}

function inlined({ filters, ...chain }: Chain, routes: ReadonlyMap<string, object>): object {
  return {
    ...chain,
    filters: filters.map(({ typedConfig, ...filter }) => {
      const { rds, ...manager } = typedConfig;
      if (rds === undefined) return { ...filter, typedConfig };
      const { routeConfigName: name } = rds;
      const routeConfig = routes.get(name) ?? { name, virtualHosts: [] };
      return { ...filter, typedConfig: { ...manager, accessLog: undefined, routeConfig } };
    }),
  };
}

/** In the place of an `Any`, the type is told; in a field of its own it is not. */
function untyped<T extends Named>(message: T): T {
  return { ...message, '@type': undefined };
}
