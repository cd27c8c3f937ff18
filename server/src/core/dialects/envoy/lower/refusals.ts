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
  if (weighted !== undefined && all.every((each) => numberField(each, 'weight') === 0)) {
    report.refuse(
      source,
      source.document.place(weighted.at),
      'the weights of the clusters add up to nothing',
    );
  }
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

/** Filters that a manager cannot do without, and names that must differ. */
export function refuseManager(manager: Manager, report: Report): void {
  const { node, source } = manager;
  const filters = items(node, 'http_filters');
  const last = filters.at(-1);
  const isRouter = (typeOf(field(last, 'typed_config')) ?? '').endsWith('.router.v3.Router');
  const isPlain =
    last !== undefined &&
    typeOf(field(last, 'typed_config')) !== undefined &&
    stringField(last, 'name') !== undefined;
  if (!isPlain || isRouter || field(last, 'config_discovery') !== undefined) return;
  if (/^envoy\.extensions\.filters\.http\.(?!router)\w+\./.test(typeOf(field(last, 'typed_config')) ?? '')) {
    report.refuse(
      source,
      source.document.place(last.at),
      'the last HTTP filter must be one that ends the chain, such as the router',
    );
  }
}
