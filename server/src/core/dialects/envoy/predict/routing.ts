import { authorityOf, virtualHostOf, withoutPort } from '../../../routes/envoy/virtual-hosts.ts';
import { matchesHeader, matchesPath, matchesQuery } from '../../../routes/envoy/matchers.ts';
import { requestHeader, type RequestParts } from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import {
  boolField,
  envoyScalar,
  field,
  items,
  numberField,
  stringField,
} from '../../../syntax/envoy/fields.ts';
import { entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { LoweredRoute } from '../lower/route.ts';
import type { LoweredManager } from '../lower/unit.ts';
import { ignoresPort, type Manager, type TableUse } from '../read/managers.ts';
import { headerMatch, pathMatch, queryMatch } from '../read/match-nodes.ts';
import type { Report } from '../read/report.ts';
import { hasUnseenHosts } from '../read/route-nodes.ts';
import { seenScheme } from './listeners.ts';
import { scopeAnswer } from './scopes.ts';

/** Where a request ends up within a manager. */
export type Taken =
  | { readonly kind: 'route'; readonly route: LoweredRoute }
  /** No level of a route table has a say: no route, or a redirect to TLS. */
  | { readonly kind: 'unrouted'; readonly status: number }
  | { readonly kind: 'unknown'; readonly doubt: string };

export interface Routing {
  readonly taken: readonly Taken[];
  readonly certain: boolean;
}

const NOT_FOUND: Taken = { kind: 'unrouted', status: 404 };

export function routesFor(lowered: LoweredManager, request: RequestParts, report: Report): Routing {
  const { manager, uses } = lowered;
  const gap = manager?.gaps.some(({ kind }) => kind === 'unseen') === true;
  const unseen: Taken = { kind: 'unknown', doubt: 'routes that are not in the workspace' };
  const taken: Taken[] = gap ? [unseen] : [];
  for (const use of uses) {
    const chosen = scopeAnswer(manager?.scopes, use.scope, request);
    if (chosen === false) continue;
    taken.push(...inTable(use, lowered, request, report));
    if (chosen === true) return { taken, certain: taken.length === 1 };
  }
  taken.push(NOT_FOUND);
  return { taken, certain: taken.length === 1 };
}

function inTable(
  use: TableUse,
  lowered: LoweredManager,
  request: RequestParts,
  report: Report,
): readonly Taken[] {
  const { table } = use;
  const { manager, routes } = lowered;
  // A rejected file leaves the manager without any table.
  if (table.source.dynamic && report.rejected.has(table.source.document.file.uri)) return [NOT_FOUND];
  const hosts = items(table.node, 'virtual_hosts').map((node) => ({ node, domains: domainsOf(node) }));
  const isTemplated = hosts.some(({ domains }) => domains.some((domain) => /\{\{|\$\{/.test(domain)));
  if (hasUnseenHosts(table.node) || isTemplated || field(table.node, 'vhost_header') !== undefined) {
    return [{ kind: 'unknown', doubt: 'which virtual host takes the request' }];
  }
  const host = virtualHostOf(hosts, authority(manager, table.node, request));
  if (host === undefined) return [NOT_FOUND];
  const toTls = redirectsToTls(host.node, manager, request);
  const redirect: Taken = { kind: 'unrouted', status: 301 };
  if (toTls === true) return [redirect];
  const own = routes.filter((route) => route.use === use && route.host.node === host.node);
  const found = firstOf(own, request);
  return toTls === undefined ? [redirect, ...found] : found;
}

/** The first route that matches, with all its clusters; before it those of which nobody knows. */
function firstOf(routes: readonly LoweredRoute[], request: RequestParts): readonly Taken[] {
  const taken: Taken[] = [];
  let last: { readonly node: YamlNode; readonly matches: Ternary } | undefined;
  for (const route of routes) {
    if (last?.node !== route.route.node) {
      if (last?.matches === true) return taken;
      last = { node: route.route.node, matches: matchesRoute(route, request) };
    }
    if (last.matches !== false) taken.push({ kind: 'route', route });
  }
  return last?.matches === true ? taken : [...taken, NOT_FOUND];
}

const DECIDED = new Set([
  'prefix',
  'path',
  'safe_regex',
  'path_separated_prefix',
  'case_sensitive',
  'headers',
  'query_parameters',
  'runtime_fraction',
  'grpc',
  'connect_matcher',
]);

function matchesRoute({ route }: LoweredRoute, request: RequestParts): Ternary {
  const match = field(route.node, 'match');
  if (match?.kind !== 'map') return undefined;
  const others = entriesOf(match).filter(({ key }) => !DECIDED.has(snakeCase(key.text)));
  const connect = field(match, 'connect_matcher') !== undefined;
  return allOf([
    connect
      ? request.method === 'CONNECT'
      : request.method === 'CONNECT'
        ? undefined
        : matchesPath(pathMatch(match), request.path),
    ...items(match, 'headers').map((each) => matchesHeader(headerMatch(each), request)),
    ...items(match, 'query_parameters').map((each) => matchesQuery(queryMatch(each), request)),
    field(match, 'grpc') === undefined ? true : isGrpc(request),
    fraction(field(match, 'runtime_fraction')),
    route.always ? true : undefined,
    others.length > 0 ? undefined : true,
  ]);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isGrpc(request: RequestParts): boolean {
  const [type = ''] = requestHeader(request, 'content-type');
  return /^application\/grpc(?:\+|$)/.test(type);
}

const PARTS = new Map([
  ['HUNDRED', 100],
  ['TEN_THOUSAND', 10_000],
  ['MILLION', 1_000_000],
]);

/** A share of the requests; all or none of them can be told. */
function fraction(node: YamlNode | undefined): Ternary {
  if (node === undefined) return true;
  if (field(node, 'runtime_key') !== undefined) return undefined;
  const numerator = numberField(node, 'default_value', 'numerator') ?? 0;
  const denominator = (stringField(node, 'default_value', 'denominator') ?? 'HUNDRED').toUpperCase();
  const whole = PARTS.get(denominator) ?? 100;
  return numerator >= whole ? true : numerator === 0 ? false : undefined;
}

function domainsOf(host: YamlNode): readonly string[] {
  return items(host, 'domains').map((domain) => (domain.kind === 'scalar' ? domain.text : ''));
}

function authority(manager: Manager | undefined, table: YamlNode, request: RequestParts): string {
  let name = authorityOf(request);
  const own = boolField(manager?.node, 'strip_matching_host_port') === true ? manager?.port : undefined;
  if (ignoresPort(manager?.node, table)) name = withoutPort(name);
  else if (own !== undefined && name.endsWith(`:${own}`)) name = withoutPort(name);
  return boolField(manager?.node, 'strip_trailing_host_dot') === true
    ? name.replace(/\.(?=:\d+$|$)/, '')
    : name;
}

function redirectsToTls(host: YamlNode, manager: Manager | undefined, request: RequestParts): Ternary {
  const node = field(host, 'require_tls');
  if (node?.kind !== 'scalar') return false;
  const scalar = envoyScalar(node);
  const kind =
    scalar.kind === 'number'
      ? ['NONE', 'EXTERNAL_ONLY', 'ALL'][scalar.value]
      : scalar.kind === 'string'
        ? scalar.value.toUpperCase()
        : 'NONE';
  if (kind === 'NONE') return false;
  const scheme = seenScheme(manager, request);
  if (scheme === 'https') return false;
  return kind === 'ALL' && scheme !== undefined ? true : undefined;
}
