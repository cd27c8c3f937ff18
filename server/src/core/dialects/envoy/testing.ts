/** Configurations for tests: the parts that matter, in a bootstrap or in a file of routes. */

function indented(text: string, by: number): string {
  const pad = ' '.repeat(by);
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : pad + line))
    .join('\n');
}

export interface BootstrapParts {
  /** Fields of the route configuration besides its virtual hosts. */
  readonly table?: string;
  /** Fields of the virtual host besides its routes. */
  readonly host?: string;
  readonly routes?: string;
  /** Fields of the connection manager. */
  readonly manager?: string;
  /** Filters before the router. */
  readonly filters?: string;
  readonly clusters?: string;
}

const ROUTE = '- match: {prefix: "/"}\n  route: {cluster: shop}';

export function bootstrap({
  table = '',
  host = '',
  routes = ROUTE,
  manager = '',
  filters = '',
  clusters = '',
}: BootstrapParts): string {
  return `static_resources:
  listeners:
    - name: front
      address: {socket_address: {address: 0.0.0.0, port_value: 8080}}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: ingress
${indented(manager, 16)}
                route_config:
                  name: edge
${indented(table, 18)}
                  virtual_hosts:
                    - name: shop
                      domains: ["*"]
${indented(host, 22)}
                      routes:
${indented(routes, 24)}
                http_filters:
${indented(filters, 18)}
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
    - name: shop
      type: STATIC
      load_assignment:
        cluster_name: shop
        endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 10.0.0.7, port_value: 8080}}}}]}]
${indented(clusters, 4)}
`.replace(/\n{2,}/g, '\n');
}

export function routeFile({ table = '', host = '', routes = ROUTE }: BootstrapParts): string {
  return `resources:
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: edge
${indented(table, 4)}
    virtual_hosts:
      - name: shop
        domains: ["*"]
${indented(host, 8)}
        routes:
${indented(routes, 10)}
`.replace(/\n{2,}/g, '\n');
}

/** A `response_headers_to_add` of one item. */
export function adding(
  value: string,
  action = 'append_action: OVERWRITE_IF_EXISTS_OR_ADD',
  key = 'X-Frame-Options',
): string {
  return `response_headers_to_add:\n  - header: {key: ${key}, value: ${value}}${action === '' ? '' : `\n    ${action}`}`;
}

export function mutationFilter(mutations: string, name = 'envoy.filters.http.header_mutation'): string {
  return `- name: ${name}
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation
    mutations:
      response_mutations:
${indented(mutations, 8)}`;
}
