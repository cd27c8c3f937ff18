import type { Level } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { entryOf, field, itemsOf, mapOf, textOf, type ConfigMap, type ConfigNode } from '../config/node.ts';
import { NOTHING, type Declarations, type Guard, type Router } from '../model/router.ts';
import { referencesOf } from '../read/references.ts';
import { objectLevel, specOf } from './object.ts';
import { middlewareDocument } from './middleware-document.ts';

/** Each item of `spec.routes` is a router of its own. */
export function readIngressRoute(object: KubernetesObject): Declarations {
  const spec = specOf(object);
  const routes = field(spec, ['routes'], 'exact');
  const items = routes?.kind === 'list' ? routes.items : [];
  return {
    ...NOTHING,
    routers: items.flatMap(
      (item, index) => readRoute(object, spec, { item, index, count: items.length }) ?? [],
    ),
  };
}

interface RouteItem {
  readonly item: ConfigNode;
  readonly index: number;
  readonly count: number;
}

function readRoute(
  object: KubernetesObject,
  spec: ConfigMap | undefined,
  { item, index, count }: RouteItem,
): Router | undefined {
  const route = mapOf(item);
  const match = entryOf(route, 'match', 'exact');
  const services = field(route, ['services'], 'exact');
  const text = textOf(match?.value);
  if (route === undefined || match === undefined || text === undefined) return undefined;
  const backends = services?.kind === 'list' ? services.items : [];
  const [only] = backends;
  const priority = Number(textOf(field(route, ['priority'], 'exact')) ?? 0);
  const syntax = textOf(field(route, ['syntax'], 'exact'));
  const tls = field(spec, ['tls'], 'exact');
  const level: Level = {
    id: `route ${match.nameAt.uri}#${match.nameAt.start}`,
    kind: 'route',
    label: `route ${text}`,
    at: match.nameAt,
  };
  const serviceName = field(only, ['name'], 'exact');
  const [service] = backends.length === 1 ? itemsOf(serviceName) : [];
  const isOld = object.group !== 'traefik.io';
  return {
    name: `${object.name}-${index}`,
    provider: 'kubernetescrd',
    namespace: object.namespace,
    level,
    around: count > 1 ? [objectLevel(object)] : [],
    block: item.at,
    rule: { text, at: match.value.at },
    ...(isOld ? { syntax: 'v2' as const } : (syntax === 'v2' || syntax === 'v3') && { syntax }),
    ...(Number.isInteger(priority) && priority !== 0 && { priority }),
    entryPoints: itemsOf(field(spec, ['entryPoints'], 'exact')),
    tls: tls !== undefined && !(tls.kind === 'text' && tls.isNull),
    middlewares: referencesOf(field(route, ['middlewares'], 'exact')),
    parents: referencesOf(field(spec, ['parentRefs'], 'exact')),
    ...(service !== undefined && { service }),
    serviceMiddlewares: backends.length === 1 ? referencesOf(field(only, ['middlewares'], 'exact')) : [],
    grpc:
      backends.length > 0 &&
      backends.every((backend) => textOf(field(backend, ['scheme'], 'exact')) === 'h2c'),
    off: false,
    byDefault: false,
    // A patch names a route without saying where it leads.
    implicit: backends.length === 0,
    ...(isOld && { doubt: 'whether Traefik is of version 2, which reads traefik.containo.us' }),
    guard: routeGuard(object, route),
  };
}

function routeGuard(object: KubernetesObject, route: ConfigMap): Guard {
  return {
    name: `${object.name}-frame-policy`,
    reach: 'route',
    attach: (middleware) => {
      if (middleware.provider !== 'kubernetescrd') return undefined;
      const list = field(route, ['middlewares'], 'exact');
      const change =
        list?.kind === 'list'
          ? list.prepend?.({ name: middleware.name })
          : list === undefined
            ? route.add?.(['middlewares'], [{ name: middleware.name }])
            : undefined;
      return change && [change];
    },
    declare: (name, header, value) => middlewareDocument(object, name, header, value),
  };
}
