import type { Unit } from '../../../model/dialect.ts';
import { boolField, field, items, numberField, stringField, typeOf } from '../../../syntax/envoy/fields.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { filesAt, isRouteTable, listenersOf, resourcesOf, sourceOf } from './bootstrap.ts';
import { pathReferences } from './references.ts';
import type { Located, Source } from './source.ts';

/** A place where a route table is used. */
export interface TableUse {
  readonly table: Located;
  /** The keys of a scoped table; absent: it takes every request. */
  readonly scope?: YamlNode;
}

/** Why some or all of an HTTP connection manager's routes are not known, or are not there. */
export interface TableGap {
  /** `unseen`: outside of what was read. `nameless`: the file has no table of this name. */
  readonly kind: 'unseen' | 'nameless';
  readonly at: YamlNode;
  readonly what: string;
}

/** An HTTP connection manager. */
export interface Manager extends Located {
  readonly listener: Located;
  /** The filter chain that it stands in. */
  readonly chain: YamlNode;
  readonly port: number | undefined;
  readonly tls: boolean;
  readonly tables: readonly TableUse[];
  readonly gaps: readonly TableGap[];
  /** What picks one of several tables; absent: there is one, for all. */
  readonly scopes?: YamlNode;
}

export function managersOf(unit: Unit<YamlFile>): readonly Manager[] {
  return listenersOf(unit).flatMap((listener) => managersIn(listener, unit));
}

function managersIn(listener: Located, unit: Unit<YamlFile>): readonly Manager[] {
  const { node, source } = listener;
  const chains = [...items(node, 'filter_chains'), ...items(node, 'default_filter_chain')];
  const inChains = chains.flatMap((chain) =>
    items(chain, 'filters').flatMap((filter) => {
      const config = field(filter, 'typed_config') ?? field(filter, 'config');
      return config !== undefined && isManager(filter, config) ? [{ chain, config }] : [];
    }),
  );
  const api = field(node, 'api_listener', 'api_listener');
  const all = api === undefined ? inChains : [...inChains, { chain: node, config: api }];
  return all.map(({ chain, config }) => ({
    node: config,
    source,
    listener,
    chain,
    port: numberField(node, 'address', 'socket_address', 'port_value'),
    tls: field(chain, 'transport_socket') !== undefined,
    ...tablesOf({ node: config, source }, unit),
  }));
}

function isManager(filter: YamlNode, config: YamlNode): boolean {
  const type = typeOf(config);
  if (type !== undefined) return type.endsWith('.HttpConnectionManager');
  return (stringField(filter, 'name') ?? '').endsWith('http_connection_manager');
}

type Tables = Pick<Manager, 'tables' | 'gaps' | 'scopes'>;

function tablesOf(manager: Located, unit: Unit<YamlFile>): Tables {
  const { node, source } = manager;
  const inline = field(node, 'route_config');
  if (inline !== undefined) return { tables: [{ table: { node: inline, source } }], gaps: [] };
  const rds = field(node, 'rds');
  if (rds !== undefined)
    return loaded(rds, field(rds, 'config_source'), stringField(rds, 'route_config_name'), source, unit);
  const scoped = field(node, 'scoped_routes');
  return scoped === undefined ? { tables: [], gaps: [] } : scopedTables(scoped, source, unit);
}

function loaded(
  rds: YamlNode,
  configSource: YamlNode | undefined,
  name: string | undefined,
  source: Source,
  unit: Unit<YamlFile>,
): Tables {
  const what = name === undefined ? 'the route configuration' : `the route configuration ${name}`;
  const [reference] = pathReferences(configSource);
  const gap = (kind: TableGap['kind'], at: YamlNode): Tables => ({ tables: [], gaps: [{ kind, at, what }] });
  if (reference === undefined) return gap('unseen', rds);
  const files = filesAt(unit, reference.path, source.document.place(reference.at));
  if (files.length === 0) return gap('unseen', rds);
  const tables = files
    .flatMap((file) => sourceOf(file, true) ?? [])
    .flatMap((each) => resourcesOf(each).filter(({ type }) => isRouteTable(type)));
  const table = tables.find((each) => stringField(each.node, 'name') === name);
  if (table !== undefined) return { tables: [{ table }], gaps: [] };
  return gap('nameless', field(rds, 'route_config_name') ?? rds);
}

function scopedTables(scoped: YamlNode, source: Source, unit: Unit<YamlFile>): Tables {
  const list = field(scoped, 'scoped_route_configurations_list');
  const tables: TableUse[] = [];
  const gaps: TableGap[] = [];
  if (list === undefined) gaps.push({ kind: 'unseen', at: scoped, what: 'the scoped route configurations' });
  for (const scope of items(list, 'scoped_route_configurations')) {
    const inline = field(scope, 'route_configuration');
    if (inline !== undefined) {
      tables.push({ table: { node: inline, source }, scope });
      continue;
    }
    const name = stringField(scope, 'route_configuration_name');
    const found = loaded(scope, field(scoped, 'rds_config_source'), name, source, unit);
    tables.push(...found.tables.map((use) => ({ ...use, scope })));
    gaps.push(...found.gaps);
  }
  return { tables, gaps, scopes: scoped };
}

/** Whether a host's port is left out of account, by the manager or by the table. */
export function ignoresPort(manager: YamlNode | undefined, table: YamlNode): boolean {
  return (
    boolField(manager, 'strip_any_host_port') === true ||
    boolField(table, 'ignore_port_in_host_matching') === true
  );
}
