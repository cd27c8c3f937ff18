import type { HeaderOp } from '../../../model/header-op.ts';
import { boolField, entriesNamed, field, items, stringField, typeOf } from '../../../syntax/envoy/fields.ts';
import { entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { headerMutationOps, type RouteTableLevels } from '../../../routes/envoy/header-rules.ts';
import { anything, luaOps } from '../../../routes/envoy/lua.ts';
import type { Report } from '../read/report.ts';
import { placeOf, type Located, type Source } from '../read/source.ts';
import { filterEffect, filterKind, type FilterEffect } from './filter-kinds.ts';
import { mutationOps } from './mutations.ts';

/** An HTTP filter of a manager, in the order of the list. */
export interface HttpFilter extends Located {
  readonly name: string;
  /** As `filterKind` has it: `header_mutation`. */
  readonly kind: string;
  readonly config: YamlNode | undefined;
  readonly disabled: boolean;
  readonly effect: FilterEffect;
}

export function httpFilters(holder: YamlNode | undefined, source: Source): readonly HttpFilter[] {
  return items(holder, 'http_filters').map((node) => {
    const config = field(node, 'typed_config');
    const name = stringField(node, 'name') ?? '';
    const kind = filterKind(typeOf(config) ?? '', name);
    const disabled = boolField(node, 'disabled') === true;
    return { node, source, name, kind, config, disabled, effect: filterEffect(kind) };
  });
}

/** The nodes of a matched route that may hold configuration of filters, narrowest first. */
export interface RouteLevels {
  readonly cluster?: Located | undefined;
  readonly route?: Located | undefined;
  readonly virtualHost?: Located | undefined;
  readonly configuration?: Located | undefined;
}

const LEVELS = ['cluster', 'route', 'virtualHost', 'configuration'] as const;

/** What a filter does to the answers of a route; without levels, to an answer that no route was found for. */
export function opsOfFilter(filter: HttpFilter, levels: RouteLevels, report: Report): readonly HeaderOp[] {
  const own = LEVELS.map((level) => perRoute(levels[level], filter.name));
  const narrowest = own.find((each) => each !== undefined);
  if (isOff(filter, narrowest)) return [];
  if (filter.kind === 'header_mutation') return headerMutations(filter, levels, report);
  if (filter.kind === 'lua') return lua(filter, narrowest?.config);
  return filter.effect.changes ? [anything(placeOf(filter))] : [];
}

/** Whether a filter sees a route's requests at all. */
export function isOff(filter: HttpFilter, narrowest: PerRoute | undefined): boolean {
  return narrowest === undefined ? filter.disabled : narrowest.disabled;
}

export interface PerRoute {
  readonly disabled: boolean;
  readonly config: YamlNode;
  readonly source: Source;
}

export function narrowestConfig(filter: HttpFilter, levels: RouteLevels): PerRoute | undefined {
  return LEVELS.map((level) => perRoute(levels[level], filter.name)).find((each) => each !== undefined);
}

/** `typed_per_filter_config` for a filter's name, a FilterConfig around it taken off. */
function perRoute(level: Located | undefined, name: string): PerRoute | undefined {
  const entry = level && perFilterConfigs(level.node).find(({ key }) => key.text === name);
  if (level === undefined || entry?.value.kind !== 'map') return undefined;
  const { value } = entry;
  const isWrapper = typeOf(value)?.endsWith('.FilterConfig') === true;
  const config = isWrapper ? (field(value, 'config') ?? value) : value;
  return { disabled: boolField(value, 'disabled') === true, config, source: level.source };
}

export function perFilterConfigs(node: YamlNode): ReturnType<typeof entriesOf> {
  return entriesNamed(node, 'typed_per_filter_config').flatMap((entry) => entriesOf(entry.value));
}

function headerMutations(filter: HttpFilter, levels: RouteLevels, report: Report): readonly HeaderOp[] {
  const opsAt = (level: Located | undefined): readonly HeaderOp[] => {
    const own = perRoute(level, filter.name);
    return own === undefined || own.disabled ? [] : mutationOps(own.config, own.source, report);
  };
  const byLevel: RouteTableLevels = {
    cluster: opsAt(levels.cluster),
    route: opsAt(levels.route),
    virtualHost: opsAt(levels.virtualHost),
    configuration: opsAt(levels.configuration),
  };
  const own = mutationOps(filter.config, filter.source, report);
  return headerMutationOps(
    own,
    byLevel,
    boolField(filter.config, 'most_specific_header_mutations_wins') === true,
  );
}

function lua(filter: HttpFilter, perRouteConfig: YamlNode | undefined): readonly HeaderOp[] {
  const named = stringField(perRouteConfig, 'name');
  const script =
    field(perRouteConfig, 'source_code') ??
    (named === undefined ? undefined : field(filter.config, 'source_codes', named)) ??
    field(filter.config, 'default_source_code');
  const inline =
    field(script, 'inline_string') ??
    (script === undefined ? field(filter.config, 'inline_code') : undefined);
  if (inline?.kind === 'scalar') return luaOps(inline.text, filter.source.document.place(inline.at));
  return script === undefined ? [] : [anything(placeOf(filter))];
}
