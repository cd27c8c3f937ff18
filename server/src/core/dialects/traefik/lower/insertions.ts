import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import type { Middleware } from '../model/middleware.ts';
import { guardLabel, guardOption } from '../read/guard-option.ts';
import type { Binding } from './bindings.ts';
import { guarded, guardedEntryPoint, type Surroundings } from './guarded.ts';

/** Where one more header would reach a router, the narrowest place first. */
export function insertionsOf(binding: Binding, surroundings: Surroundings): readonly Insertion[] {
  const { router } = binding;
  const level = router.guard.reach === 'object' ? (router.around[0] ?? router.level) : router.level;
  return [
    ...inExisting(binding, level, surroundings),
    ...withGuard(binding, level, surroundings),
    ...forObject(binding, surroundings),
    ...forEntryPoint(binding, surroundings),
  ].filter(({ add }) => add('X-Frame-Options', 'SAMEORIGIN').length > 0);
}

/** A `headers` middleware of the chain can take one more option. */
function inExisting({ chain }: Binding, level: Level, { users: all }: Surroundings): readonly Insertion[] {
  const own = chain.links.flatMap((link) =>
    link.kind === 'middleware' && link.middleware.options !== undefined && link.from === 'router'
      ? [link.middleware]
      : [],
  );
  return own.map((middleware) => {
    const { name } = middleware;
    const users = all.get(middleware) ?? 0;
    const shared = users > 1 ? `, which ${users} routers use` : '';
    return {
      level:
        users > 1
          ? { ...middleware.level, kind: 'gateway' as const, label: `middleware ${name}${shared}` }
          : level,
      add: (header, value) => optionChange(middleware, header, value),
      title: (header, value) => `Set ${header} to ${value} in the middleware ${name}${shared}`,
    };
  });
}

function optionChange({ options, provider }: Middleware, header: string, value: string): readonly Change[] {
  const isLabel = provider === 'docker' || provider === 'swarm';
  const { path, text } = isLabel ? guardLabel(header, value) : guardOption(header, value);
  const change = options?.add?.(path, text);
  return change === undefined ? [] : [change];
}

/** A new middleware, first in the chain: so it also acts on what the others answer by themselves. */
function withGuard({ router }: Binding, level: Level, surroundings: Surroundings): readonly Insertion[] {
  return [
    {
      level,
      add: (header, value) => guarded([router.guard], router, [header, value], surroundings),
      title: (header, value) =>
        `Put a middleware with ${header}: ${value} first in the chain of the ${level.label}`,
    },
  ];
}

/** One middleware for all routes of an object. */
function forObject({ router }: Binding, surroundings: Surroundings): readonly Insertion[] {
  const [object] = router.around;
  if (object === undefined || router.guard.reach === 'object') return [];
  const guards = surroundings.bound.flatMap((each) =>
    each.router.around[0]?.id === object.id ? [each.router.guard] : [],
  );
  return [
    {
      level: object,
      add: (header, value) => guarded(guards, router, [header, value], surroundings),
      title: (header, value) =>
        `Put a middleware with ${header}: ${value} first in all routes of ${object.label}`,
    },
  ];
}

/** An entry point's middlewares come before those of its routers. */
function forEntryPoint({ router, entryPoint }: Binding, surroundings: Surroundings): readonly Insertion[] {
  if (entryPoint === undefined || router.provider.startsWith('kubernetes')) return [];
  const served = surroundings.bound
    .find((each) => each.router === router)
    ?.bindings.filter((each) => each.entryPoint?.redirection === undefined);
  // One of several would mend a part of it.
  if (served?.length !== 1) return [];
  const { name, nameAt } = entryPoint;
  return [
    {
      level: {
        id: `entry point ${nameAt.uri}#${nameAt.start}`,
        kind: 'gateway',
        label: `entry point ${name}`,
        at: nameAt,
      },
      add: (header, value) => guardedEntryPoint(entryPoint, router, [header, value], surroundings),
      title: (header, value) =>
        `Put a middleware with ${header}: ${value} on the entry point ${name}, for all of its routers`,
    },
  ];
}
