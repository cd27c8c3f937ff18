import type { HeaderOp } from '../../../model/header-op.ts';
import { filterOps } from '../../../routes/envoy/header-rules.ts';
import { entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { field, items, stringField } from '../../../syntax/envoy/fields.ts';
import type { Report } from '../read/report.ts';
import type { Located } from '../read/source.ts';
import { httpFilters, opsOfFilter, type RouteLevels } from './filters.ts';

/**
 * What a cluster's own HTTP filters do: before anything else, and to answers of the service alone. The configuration
 * that a route has for a filter's name is theirs too.
 */
export function upstreamFilterOps(
  cluster: Located | undefined,
  levels: RouteLevels,
  report: Report,
): readonly HeaderOp[] {
  const options = field(cluster?.node, 'typed_extension_protocol_options');
  const protocol = entriesOf(options).find(
    ({ key }) => key.text === 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
  );
  if (cluster === undefined || protocol === undefined) return [];
  const filters = httpFilters(protocol.value, cluster.source);
  const ops = filterOps(filters.map((filter) => opsOfFilter(filter, levels, report)));
  return ops.map((op) => ({ ...op, reach: { ...op.reach, from: 'upstream' as const } }));
}

/** A cluster that surely has no endpoint to ask. */
export function hasNoEndpoint(cluster: YamlNode): boolean {
  const assigned = items(cluster, 'load_assignment').flatMap((node) => items(node, 'endpoints'));
  const type = (stringField(cluster, 'type') ?? 'STATIC').toUpperCase();
  if (type !== 'STATIC' || field(cluster, 'cluster_type') !== undefined) return false;
  if (items(cluster, 'hosts').length > 0) return false;
  return assigned.every(
    (each) =>
      items(each, 'lb_endpoints').length === 0 && field(each, 'leds_cluster_locality_config') === undefined,
  );
}
