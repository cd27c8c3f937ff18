import type { Route } from '../../../routes/route.ts';
import { chainOf } from '../lower/chain.ts';
import { opsOf } from '../lower/ops.ts';
import type { Router } from '../model/router.ts';
import type { EntryPoint } from '../model/static.ts';
import type { World } from '../world/gather.ts';
import type { Resolver } from '../world/resolve.ts';

/**
 * The router that Traefik itself puts before all others of an entry point with `redirections`. It belongs to the
 * provider `internal`, and has the entry point's middlewares like every router.
 * Source: pkg/provider/traefik/internal.go.
 */
export function redirectionRoutes(
  entryPoint: EntryPoint | undefined,
  _world: World,
  resolver: Resolver,
): readonly Route[] {
  const redirection = entryPoint?.redirection;
  if (entryPoint === undefined || redirection === undefined) return [];
  const router = internalRouter(entryPoint);
  const { links, isOff } = chainOf({ router, entryPoint, parents: [], served: [] }, resolver);
  if (isOff) return [];
  const { permanent } = redirection;
  return [
    {
      scope: {
        path: [router.level],
        block: router.block,
        answers: [],
        ops: opsOf(links, true),
        insertions: [],
        whole: true,
      },
      matches: () => true,
      answer: ({ method }) => ({
        kind: 'gateway',
        status: method === 'GET' ? (permanent ? 301 : 302) : permanent ? 308 : 307,
      }),
    },
  ];
}

function internalRouter({ name, nameAt }: EntryPoint): Router {
  return {
    name,
    provider: 'internal',
    namespace: '',
    level: {
      id: `redirection ${nameAt.uri}#${nameAt.start}`,
      kind: 'host',
      label: `entry point ${name}`,
      at: nameAt,
    },
    around: [],
    block: nameAt,
    entryPoints: [],
    tls: false,
    middlewares: [],
    parents: [],
    serviceMiddlewares: [],
    grpc: false,
    off: false,
    byDefault: false,
    implicit: false,
    guard: { name, reach: 'route', attach: () => undefined, declare: () => undefined },
  };
}
