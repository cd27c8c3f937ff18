import { re2 } from '../../../routes/re2.ts';
import {
  boolField,
  entryNamed,
  field,
  items,
  numberField,
  stringField,
  typeOf,
} from '../../../syntax/envoy/fields.ts';
import { entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { Manager } from '../read/managers.ts';
import type { Report } from '../read/report.ts';
import { routesOf, type RouteNode } from '../read/route-nodes.ts';
import type { Located, Source } from '../read/source.ts';
import type { Clusters } from './actions.ts';

/** What Envoy refuses of a route table although every field is well-formed (RouteMatcher, RouteEntryImplBase). */
export function refuseTable(table: Located, clusters: Clusters, report: Report): void {
  const { node, source } = table;
  const names = new Set<string>();
  const domains = new Set<string>();
  for (const host of items(node, 'virtual_hosts')) {
    unique(field(host, 'name'), names, 'a virtual host of this name is there already', source, report);
    for (const domain of items(host, 'domains')) {
      unique(domain, domains, 'another domain of the table is the same', source, report);
    }
    for (const route of routesOf({ node: host, source })) refuseRoute(route, report);
  }
  // A table that comes at run time may name clusters that come later.
  const isChecked = boolField(node, 'validate_clusters') ?? !source.dynamic;
  if (clusters !== undefined && isChecked) refuseClusters(table, clusters, report);
}

function unique(
  node: YamlNode | undefined,
  seen: Set<string>,
  why: string,
  source: Source,
  report: Report,
): void {
  if (node?.kind !== 'scalar' || /\{\{|\$\{/.test(node.text)) return;
  const key = node.text.toLowerCase();
  if (seen.has(key)) report.refuse(source, source.document.place(node.at), why);
  seen.add(key);
}

function refuseRoute({ node, source }: RouteNode, report: Report): void {
  for (const regex of regexesIn(field(node, 'match'))) {
    if (regex.kind !== 'scalar') continue;
    const read = re2(regex.text, { whole: true });
    if (read?.kind === 'refused') report.refuse(source, source.document.place(regex.at), read.why);
  }
  const weighted = field(node, 'route', 'weighted_clusters');
  const all = items(weighted, 'clusters');
  for (const each of all) {
    const lacks =
      field(each, 'weight') === undefined ? 'weight' : nameOf(each) === undefined ? 'name' : undefined;
    if (lacks !== undefined)
      report.refuse(source, source.document.place(each.at), `a weighted cluster needs ${lacks}`);
  }
  if (weighted !== undefined && all.every((each) => numberField(each, 'weight') === 0)) {
    report.refuse(
      source,
      source.document.place(weighted.at),
      'the weights of the clusters add up to nothing',
    );
  }
}

function nameOf(weighted: YamlNode): YamlNode | undefined {
  return field(weighted, 'name') ?? field(weighted, 'cluster_header');
}

function regexesIn(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined) return [];
  if (node.kind === 'seq') return node.items.flatMap(regexesIn);
  return entriesOf(node).flatMap(({ key, value }) => (key.text === 'regex' ? [value] : regexesIn(value)));
}

function refuseClusters(table: Located, clusters: NonNullable<Clusters>, report: Report): void {
  const { node, source } = table;
  for (const host of items(node, 'virtual_hosts')) {
    for (const route of routesOf({ node: host, source })) {
      const forward = field(route.node, 'route');
      const named = [
        field(forward, 'cluster'),
        ...items(field(forward, 'weighted_clusters'), 'clusters').map((each) => field(each, 'name')),
      ];
      for (const cluster of named) {
        if (cluster?.kind !== 'scalar' || clusters.has(cluster.text) || /\{\{|\$\{/.test(cluster.text))
          continue;
        report.refuse(source, source.document.place(cluster.at), `there is no cluster ${cluster.text}`);
      }
    }
  }
}

/** A file of resources needs a name for the node that asks for it. */
export function refuseWithoutNode(root: Located, hasReferences: boolean, report: Report): void {
  const node = field(root.node, 'node');
  if (!hasReferences || (stringField(node, 'id') ?? '') !== '' || field(node, 'id') !== undefined) return;
  const entry = entryNamed(root.node, 'dynamic_resources') ?? entryNamed(root.node, 'static_resources');
  const at = entry?.key.at ?? root.node.at;
  const why = 'a file of listeners or routes is only loaded where node has an id and a cluster';
  report.refuse(root.source, root.source.document.place(at), why);
}

/** Filters that a manager cannot do without. */
export function refuseManager({ node, source }: Manager, report: Report): void {
  const filters = items(node, 'http_filters');
  for (const filter of filters) {
    const hasConfig =
      field(filter, 'typed_config') !== undefined || field(filter, 'config_discovery') !== undefined;
    if (!hasConfig)
      report.refuse(source, source.document.place(filter.at), 'an HTTP filter needs typed_config');
  }
  const last = filters.at(-1);
  const type = typeOf(field(last, 'typed_config')) ?? '';
  if (last === undefined || !/^envoy\.extensions\.filters\.http\.(?!router\.)\w+\./.test(type)) return;
  const why = 'the last HTTP filter must be one that ends the chain, such as the router';
  report.refuse(source, source.document.place(last.at), why);
}

export function refuseListener({ node, source }: Located, report: Report): void {
  const name = source.document.place((field(node, 'name') ?? node).at);
  const hasPlace = ['address', 'api_listener', 'internal_listener'].some(
    (each) => field(node, each) !== undefined,
  );
  if (!hasPlace) report.refuse(source, name, 'a listener needs an address');
  for (const chain of [...items(node, 'filter_chains'), ...items(node, 'default_filter_chain')]) {
    for (const filter of items(chain, 'filters')) {
      const typed = field(filter, 'typed_config');
      const isTyped = typed !== undefined && (typed.kind !== 'map' || typed.entries.length > 0);
      if (isTyped || field(filter, 'config_discovery') !== undefined) continue;
      report.refuse(source, source.document.place(filter.at), 'a filter needs typed_config');
    }
  }
  const serves = [
    'filter_chains',
    'default_filter_chain',
    'api_listener',
    'udp_listener_config',
    'fcds_config',
  ];
  if (serves.some((name) => items(node, name).length > 0)) return;
  // Datagrams may go to listener filters alone (ListenerImpl::validateFilterChains).
  if (/^udp$/i.test(stringField(field(node, 'address', 'socket_address'), 'protocol') ?? '')) return;
  report.refuse(
    source,
    source.document.place((field(node, 'name') ?? node).at),
    'the listener has no filter chain',
  );
}

export function refuseCluster({ node, source }: Located, report: Report): void {
  const isStatic =
    (stringField(node, 'type') ?? 'STATIC').toUpperCase() === 'STATIC' &&
    field(node, 'cluster_type') === undefined;
  for (const endpoints of items(field(node, 'load_assignment'), 'endpoints')) {
    for (const endpoint of items(endpoints, 'lb_endpoints')) {
      if (field(endpoint, 'endpoint_name') !== undefined) continue;
      const address = field(endpoint, 'endpoint', 'address');
      if (address === undefined)
        report.refuse(source, source.document.place(endpoint.at), 'an endpoint needs an address');
      else if (isStatic) refuseName(address, source, report);
    }
  }
}

/** A cluster that looks up no names has addresses. */
function refuseName(address: YamlNode, source: Source, report: Report): void {
  const socket = field(address, 'socket_address');
  const written = field(socket, 'address');
  if (written?.kind !== 'scalar' || field(socket, 'resolver_name') !== undefined) return;
  if (/^(?:\d{1,3}\.){3}\d{1,3}$|:|\{\{|\$/.test(written.text)) return;
  const why = `${written.text} is no IP address; a cluster that looks up names has type STRICT_DNS or LOGICAL_DNS`;
  report.refuse(source, source.document.place(written.at), why);
}
