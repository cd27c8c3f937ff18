import type { Change, Place } from '../../../model/place.ts';
import {
  entriesOf,
  entryOf,
  field,
  itemsOf,
  mapOf,
  textOf,
  type ConfigEntry,
  type ConfigMap,
  type ConfigNode,
  type Item,
} from '../config/node.ts';
import type { Declarations, Guard, Router, Service } from '../model/router.ts';
import type { RuleSyntax } from '../rule/parse.ts';
import { guardLabel, guardOption } from './guard-option.ts';
import { readMiddleware } from './middleware.ts';
import { referencesOf } from './references.ts';

/** How the notation at hand differs from others. */
export interface Notation {
  readonly provider: string;
  /** The whole text of a definition: a block of YAML, or the service that carries the labels. */
  readonly blockOf: (entry: ConfigEntry) => Place;
  readonly syntax?: RuleSyntax;
  /** True where a router without a rule gets the provider's default one. */
  readonly hasDefaultRule: boolean;
  readonly byDefault: boolean;
  readonly guardName: string;
}

/** Routers, middlewares and services of a dynamic configuration, in whatever notation. */
export function readHttp(root: ConfigMap, notation: Notation): Declarations {
  const http = mapOf(field(root, ['http']));
  return {
    middlewares: entriesOf(field(http, ['middlewares'])).map((entry) =>
      readMiddleware({
        name: entry.name,
        provider: notation.provider,
        namespace: '',
        nameAt: entry.nameAt,
        block: notation.blockOf(entry),
        body: mapOf(entry.value),
        nameCase: 'any',
      }),
    ),
    routers: entriesOf(field(http, ['routers'])).map((entry) => readRouter(root, entry, notation)),
    services: entriesOf(field(http, ['services'])).map((entry) => readService(entry, notation)),
    uses: [],
    unread: [],
  };
}

function readRouter(root: ConfigMap, entry: ConfigEntry, notation: Notation): Router {
  const body = mapOf(entry.value);
  const get = (name: string): ConfigEntry | undefined => entryOf(body, name);
  const rule = get('rule')?.value;
  const ruleText = textOf(rule);
  const [service] = itemsOf(get('service')?.value);
  const priority = Number(textOf(get('priority')?.value) ?? 0);
  const syntax = syntaxOf(textOf(get('ruleSyntax')?.value)) ?? notation.syntax;
  const tls = get('tls')?.value;
  return {
    name: entry.name,
    provider: notation.provider,
    namespace: '',
    level: {
      id: `router ${entry.nameAt.uri}#${entry.nameAt.start}`,
      kind: 'route',
      label: `router ${entry.name}`,
      at: entry.nameAt,
    },
    around: [],
    block: notation.blockOf(entry),
    ...(rule !== undefined && ruleText !== undefined && { rule: { text: ruleText, at: rule.at } }),
    ...(rule === undefined && !notation.hasDefaultRule && { rule: { text: '', at: entry.nameAt } }),
    ...(syntax !== undefined && { syntax }),
    ...(Number.isInteger(priority) && priority !== 0 && { priority }),
    entryPoints: itemsOf(get('entryPoints')?.value),
    tls: tls !== undefined && !(tls.kind === 'text' && (tls.isNull || tls.text === 'false')),
    middlewares: referencesOf(get('middlewares')?.value),
    // The label decoders ignore it.
    parents: notation.provider === 'file' ? referencesOf(get('parentRefs')?.value) : [],
    ...(service !== undefined && { service }),
    serviceMiddlewares: [],
    grpc: false,
    off: false,
    byDefault: notation.byDefault,
    implicit: false,
    guard: routerGuard(root, entry, notation),
  };
}

function syntaxOf(text: string | undefined): RuleSyntax | undefined {
  return text === 'v2' || text === 'v3' ? text : undefined;
}

function readService(entry: ConfigEntry, notation: Notation): Service {
  const balancer = field(entry.value, ['loadBalancer']);
  const servers = field(balancer, ['servers']);
  const schemes =
    servers?.kind === 'list'
      ? servers.items.map((server) => textOf(field(server, ['url']))?.split(':')[0])
      : [textOf(field(balancer, ['server', 'scheme']))];
  return {
    name: entry.name,
    provider: notation.provider,
    block: notation.blockOf(entry),
    middlewares: referencesOf(field(entry.value, ['middlewares'])),
    ...readChildren(entry.value),
    // Cleartext HTTP/2 to every server: nobody serves pages so, but gRPC is served so.
    grpc: schemes.length > 0 && schemes.every((scheme) => scheme === 'h2c'),
  };
}

/** Source: pkg/server/service/service.go, BuildHTTP. Mirrors get a copy of the request, whose answer nobody sees. */
function readChildren(body: ConfigNode): Pick<Service, 'children' | 'watches' | 'hasHealthCheck'> {
  const named = (path: readonly string[]): readonly Item[] => itemsOf(field(body, path));
  const members = ['weighted', 'highestRandomWeight'].flatMap((kind) => {
    const list = field(body, [kind, 'services']);
    return list?.kind === 'list' ? list.items.flatMap((item) => itemsOf(field(item, ['name']))) : [];
  });
  const [watches] = named(['failover', 'service']);
  return {
    children: [
      ...members,
      ...named(['mirroring', 'service']),
      ...named(['failover', 'service']),
      ...named(['failover', 'fallback']),
    ],
    ...(watches !== undefined && { watches }),
    hasHealthCheck: ['loadBalancer', 'weighted', 'highestRandomWeight', 'mirroring', 'failover'].some(
      (kind) => field(body, [kind, 'healthCheck']) !== undefined,
    ),
  };
}

function routerGuard(root: ConfigMap, router: ConfigEntry, { provider, guardName }: Notation): Guard {
  const body = mapOf(router.value);
  return {
    name: guardName,
    reach: 'route',
    attach: (middleware) => {
      const name =
        middleware.provider === provider ? middleware.name : `${middleware.name}@${middleware.provider}`;
      const list = entryOf(body, 'middlewares')?.value;
      const change =
        list === undefined || (list.kind === 'text' && list.isNull)
          ? addList(body, list, name)
          : list.kind === 'text'
            ? list.rewrite?.(`${name},${/^\s/.test(list.text.split(',')[1] ?? '') ? ' ' : ''}${list.text}`)
            : list.kind === 'list'
              ? list.prepend?.(name)
              : undefined;
      return change && [change];
    },
    declare: (name, header, value) => {
      const { path, text } = provider === 'file' ? guardOption(header, value) : guardLabel(header, value);
      const change = root.add?.([...spelled(root, ['http', 'middlewares']), name, 'headers', ...path], text);
      return change && [change];
    },
  };
}

function addList(body: ConfigMap | undefined, empty: unknown, name: string): Change | undefined {
  return empty === undefined ? body?.add?.(['middlewares'], [name]) : undefined;
}

/** The path in the spelling that the file uses. */
function spelled(root: ConfigMap, path: readonly string[]): readonly string[] {
  let current: ConfigMap | undefined = root;
  return path.map((name) => {
    const entry = entryOf(current, name);
    current = mapOf(entry?.value);
    return entry?.name ?? name;
  });
}
