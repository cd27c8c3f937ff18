import type { Unread } from '../../../model/scope.ts';
import type { Uri } from '../../../model/place.ts';
import type { Reference } from '../model/middleware.ts';
import type { Declarations, Router, Service } from '../model/router.ts';
import type { StaticConfig } from '../model/static.ts';
import type { World } from '../world/gather.ts';
import { isWholeFileProvider, nearest } from '../world/nearness.ts';

/** The service that a router leads to, where it is declared here. */
export function serviceOf(router: Router, { declarations }: World): Service | undefined {
  const { uri } = router.level.at;
  if (router.service !== undefined)
    return namedService(router.service.text, { provider: router.provider, uri }, declarations);
  // A container's router goes to the only service of its labels.
  const own = declarations.services
    .filter(({ provider }) => provider === router.provider)
    .filter((each) => each.block.uri === uri && each.block.start === router.block.start);
  return own.length === 1 ? own[0] : undefined;
}

function namedService(
  text: string,
  from: { readonly provider: string; readonly uri: Uri },
  { services }: Declarations,
): Service | undefined {
  const [name, provider = from.provider] = text.split('@');
  return nearest(
    services.filter((each) => each.provider === provider && each.name === name),
    (each) => each.block.uri,
    from.uri,
  );
}

/** The services that one hands requests on to, itself included. A circle ends where it closes. */
function linesOf(
  service: Service,
  world: World,
  above: readonly Service[] = [],
): readonly (readonly Service[])[] {
  const line = [...above, service];
  const children = service.children.flatMap((child) => {
    const found = namedService(
      child.text,
      { provider: service.provider, uri: service.block.uri },
      world.declarations,
    );
    return found === undefined || line.includes(found) ? [] : [found];
  });
  return children.length === 0 ? [line] : children.flatMap((child) => linesOf(child, world, line));
}

/** The middlewares of services on each way that a request may take, outermost first. */
export function servedBy(service: Service | undefined, world: World): readonly (readonly Reference[])[] {
  if (service === undefined) return [];
  return linesOf(service, world).map((line) => line.flatMap(({ middlewares }) => middlewares));
}

/** A failover to which nobody tells that its service is down. Source: pkg/server/service/loadbalancer, RegisterStatusUpdater. */
export function unwatched(service: Service | undefined, world: World): readonly Unread[] {
  const all = service === undefined ? [] : new Set(linesOf(service, world).flat());
  return [...all].flatMap(({ watches, provider, block }) => {
    const watched = watches && namedService(watches.text, { provider, uri: block.uri }, world.declarations);
    if (watches === undefined || watched === undefined || watched.hasHealthCheck) return [];
    return [
      {
        at: watches.at,
        what: `The failover of ${watches.text}`,
        why: 'that service has no healthCheck, so Traefik takes every router that leads here off',
        advice: `Give ${watches.text} a healthCheck.`,
      },
    ];
  });
}

/**
 * A router that leads to a service which is surely declared nowhere, or to none.
 * @param isParent children of it name the services
 */
export function missingService(
  {
    router,
    service,
    isParent,
  }: { readonly router: Router; readonly service: Service | undefined; readonly isParent: boolean },
  config: StaticConfig | undefined,
  { dynamic }: World,
): readonly Unread[] {
  const named = router.service;
  if (
    service !== undefined ||
    router.provider !== 'file' ||
    config === undefined ||
    named?.text.includes('@') === true
  )
    return [];
  const isWhole =
    isWholeFileProvider(config, [...dynamic.keys()]) &&
    ![...dynamic.values()].some((file) => file.isTemplate);
  if (!isWhole) return [];
  if (named === undefined) {
    if (isParent) return [];
    return [
      {
        at: router.level.at,
        what: `The router ${router.name}`,
        why: 'it names no service, so Traefik takes it off',
        advice: 'Name the service that it leads to.',
      },
    ];
  }
  return [
    {
      at: named.at,
      what: named.text,
      why: 'no such service is declared, so Traefik takes the router off',
      advice: 'Declare the service or name another one.',
    },
  ];
}
