import type { IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import { annotationFlag, annotationText, listOf } from '../read/annotation.ts';
import type { ServedIngress } from '../read/ingress.ts';
import type { NginxWorld } from '../read/world.ts';
import { usesPatterns } from '../lower/location.ts';

/** A location of a server, as the controller merges all Ingresses of a host. */
export interface HostLocation {
  readonly path: string;
  readonly type: 'Exact' | 'Prefix';
  /** Absent: what the default server answers with. */
  readonly ingress: ServedIngress | undefined;
  /** The item of the Ingress; absent for the location that takes what no path takes. */
  readonly item: IngressPath | undefined;
  readonly hasService: boolean;
  /** Several Ingresses have it, and which is older is not known. */
  readonly isDisputed: boolean;
}

export interface HostServer {
  /** `_` for any. */
  readonly host: string;
  readonly aliases: readonly string[];
  readonly locations: readonly HostLocation[];
}

const ANY = '_';

/** Source: internal/ingress/controller/controller.go, `createServers`, `getBackendServers`, `getConfiguration`. */
export function serversOf({ ingresses }: NginxWorld): readonly HostServer[] {
  const serving = ingresses.filter(({ state, isPartial }) => state === 'serves' && !isPartial);
  const hosts = new Map<string, HostLocation[]>([[ANY, [catchAll(undefined, false)]]]);
  const aliases = new Map<string, readonly string[]>();
  for (const ingress of serving) {
    const fallback = ingress.paths.find(({ kind }) => kind === 'default');
    const rules = ingress.paths.filter(({ kind }) => kind !== 'default');
    const [rest] = hosts.get(ANY) ?? [];
    if (fallback !== undefined && rules.length === 0 && rest?.ingress === undefined) {
      hosts.set(ANY, [{ ...catchAll(ingress, true), item: fallback }]);
    }
    for (const { host = ANY } of rules) {
      if (!hosts.has(host)) hosts.set(host, [catchAll(ingress, fallback !== undefined)]);
      const names = aliases.get(host) ?? [];
      if (names.length === 0) aliases.set(host, listOf(annotationText(ingress.object, 'server-alias')));
    }
  }
  for (const ingress of serving) {
    for (const item of ingress.paths) {
      const locations = hosts.get(item.host ?? ANY);
      if (item.kind !== 'path' || item.service === undefined || locations === undefined) continue;
      addLocation(locations, ingress, item);
    }
  }
  return [...hosts].map(([host, locations]) => ({
    host,
    aliases: (aliases.get(host) ?? []).filter((alias) => !hosts.has(alias)),
    locations: withExact(sorted(locations)),
  }));
}

function catchAll(ingress: ServedIngress | undefined, hasService: boolean): HostLocation {
  return { path: '/', type: 'Prefix', ingress, item: undefined, hasService, isDisputed: false };
}

/** The name with or without `www.` that `from-to-www-redirect` sends here; absent where it is not wanted. */
export function redirectedName({ host, locations }: HostServer): string | undefined {
  const isWanted = locations.some(
    ({ ingress, item }) =>
      item !== undefined &&
      ingress !== undefined &&
      annotationFlag(ingress.object, 'from-to-www-redirect') === true,
  );
  if (!isWanted || host === ANY || host.startsWith('*')) return undefined;
  return host.startsWith('www.') ? host.slice(4) : `www.${host}`;
}

/** `ImplementationSpecific` counts as `Prefix` (k8s.SetDefaultNGINXPathType). */
function addLocation(locations: HostLocation[], ingress: ServedIngress, item: IngressPath): void {
  const type = item.pathType === 'Exact' ? 'Exact' : 'Prefix';
  const mine = { path: item.path, type, ingress, item, hasService: true, isDisputed: false } as const;
  const index = locations.findIndex(({ path }) => path === item.path);
  const there = locations[index];
  if (there?.type !== type) {
    locations.push(mine);
    return;
  }
  if (there.item === undefined) locations[index] = mine;
  else if (there.ingress !== ingress) locations[index] = { ...there, isDisputed: true };
}

/** Longer paths first: patterns are tried in this order. */
function sorted(locations: readonly HostLocation[]): readonly HostLocation[] {
  return locations
    .toSorted((a, b) => (a.path > b.path ? -1 : a.path < b.path ? 1 : 0))
    .toSorted((a, b) => b.path.length - a.path.length);
}

/** Source: location.go, `updateServerLocations`: a prefix ends in a slash, and without it is a location of its own. */
function withExact(locations: readonly HostLocation[]): readonly HostLocation[] {
  const exact = new Set(locations.flatMap(({ type, path }) => (type === 'Exact' ? [path] : [])));
  return locations.flatMap((location) => {
    const { path, type, ingress } = location;
    const isPattern = ingress !== undefined && usesPatterns(ingress, path);
    if (path === '/' || type === 'Exact' || isPattern) return [location];
    const prefix = { ...location, path: path.endsWith('/') ? path : `${path}/` };
    return exact.has(path) ? [prefix] : [prefix, { ...location, type: 'Exact' as const }];
  });
}

/** Source: template.go, `enforceRegexModifier`, `buildLocation`. */
export function locationArguments(
  { path, type }: HostLocation,
  locations: readonly HostLocation[],
): readonly string[] {
  const isPattern = locations.some(
    ({ ingress, path: each }) => ingress !== undefined && usesPatterns(ingress, each),
  );
  if (isPattern) return ['~*', `^${path}`];
  return type === 'Exact' ? ['=', path] : [path];
}

/** Source: template.go, `buildServerName`. */
export function serverName(host: string): string {
  if (!host.startsWith('*')) return host;
  return `~^(?<subdomain>[\\w-]+)\\.${host.replace('*.', '').replaceAll('.', '\\.')}$`;
}
