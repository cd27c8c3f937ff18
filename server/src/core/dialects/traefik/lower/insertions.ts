import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import type { Middleware } from '../model/middleware.ts';
import type { Guard, Router } from '../model/router.ts';
import { guardOption } from '../read/guard-option.ts';
import type { World } from '../world/gather.ts';
import type { Binding, Bound } from './bindings.ts';

/** Where one more header would reach a router, the narrowest place first. */
export function insertionsOf(binding: Binding, bound: readonly Bound[], world: World): readonly Insertion[] {
  const { router } = binding;
  const level = router.guard.reach === 'object' ? (router.around[0] ?? router.level) : router.level;
  return [
    ...inExisting(binding, bound, level),
    ...withGuard(router.guard, router, level, world),
    ...forObject(router, bound, world),
    ...forEntryPoint(binding, world),
  ].filter(isPossible);
}

function isPossible({ add }: Insertion): boolean {
  return add('X-Frame-Options', 'SAMEORIGIN').length > 0;
}

/** A `headers` middleware of the chain can take one more option. */
function inExisting({ chain }: Binding, bound: readonly Bound[], level: Level): readonly Insertion[] {
  const own = chain.links.flatMap((link) =>
    link.kind === 'middleware' && link.middleware.options !== undefined && link.from === 'router'
      ? [link.middleware]
      : [],
  );
  return own.map((middleware) => {
    const users = usersOf(middleware, bound);
    const shared: Level = {
      ...middleware.level,
      kind: 'gateway',
      label: `middleware ${middleware.name}, which ${users} routers use`,
    };
    const place = users > 1 ? shared : level;
    return {
      level: place,
      add: (header: string, value: string) => optionChange(middleware, header, value),
      title: (header: string, value: string) =>
        `Set ${header} to ${value} in the middleware ${middleware.name}${users > 1 ? `, which ${users} routers use` : ''}`,
    };
  });
}

function usersOf(middleware: Middleware, bound: readonly Bound[]): number {
  return bound.filter(({ bindings }) =>
    bindings.some(({ chain }) =>
      chain.links.some((link) => link.kind === 'middleware' && link.middleware === middleware),
    ),
  ).length;
}

function optionChange({ options }: Middleware, header: string, value: string): readonly Change[] {
  const { path, text } = guardOption(header, value);
  // As the options beside it are written: labels are written in small letters mostly.
  const small = options?.entries.every(({ name }) => name === name.toLowerCase()) === true;
  const [first = '', ...rest] = path;
  const change = options?.add?.([small ? first.toLowerCase() : first, ...rest], text);
  return change === undefined ? [] : [change];
}

/** A new middleware, first in the chain: so it also acts on what the others answer by themselves. */
function withGuard(guard: Guard, router: Router, level: Level, world: World): readonly Insertion[] {
  return [
    {
      level,
      add: (header, value) => guarded([guard], router, header, value, world),
      title: (header, value) =>
        `Put a middleware with ${header}: ${value} first in the chain of the ${level.label}`,
    },
  ];
}

/** One middleware for all routes of an object. */
function forObject(router: Router, bound: readonly Bound[], world: World): readonly Insertion[] {
  const [object] = router.around;
  if (object === undefined || router.guard.reach === 'object') return [];
  const routers = bound.flatMap((each) => (each.router.around[0]?.id === object.id ? [each.router] : []));
  return [
    {
      level: object,
      add: (header, value) =>
        guarded(
          routers.map((each) => each.guard),
          router,
          header,
          value,
          world,
        ),
      title: (header, value) =>
        `Put a middleware with ${header}: ${value} first in all routes of ${object.label}`,
    },
  ];
}

function guarded(
  guards: readonly Guard[],
  { guard, provider, namespace, level }: Router,
  header: string,
  value: string,
  world: World,
): readonly Change[] {
  const owner = provider === 'kubernetes' ? 'kubernetescrd' : provider;
  const existing = equalGuard(owner, namespace, header, value, level, world);
  const name = existing?.name ?? freeName(guard.name, owner, world);
  const attached = guards.map((each) => each.attach({ name, provider: owner }));
  const declared = existing === undefined ? guard.declare(name, header, value) : [];
  if (declared === undefined || attached.includes(undefined)) return [];
  return joined([...attached.flatMap((changes) => changes ?? []), ...declared]);
}

/** A middleware that does exactly this and nothing else. */
function equalGuard(
  provider: string,
  namespace: string,
  header: string,
  value: string,
  level: Level,
  { declarations }: World,
): Middleware | undefined {
  return declarations.middlewares.find((each) => {
    const [op, ...more] = each.ops;
    return (
      each.provider === provider &&
      each.namespace === namespace &&
      each.level.at.uri === level.at.uri &&
      each.off === undefined &&
      each.options?.entries.length === 1 &&
      more.length === 0 &&
      op?.kind === 'set' &&
      op.name.text === header.toLowerCase() &&
      op.value.kind === 'literal' &&
      op.value.text === value
    );
  });
}

function freeName(wanted: string, provider: string, { declarations }: World): string {
  const taken = new Set(
    declarations.middlewares.flatMap((each) => (each.provider === provider ? [each.name.toLowerCase()] : [])),
  );
  if (!taken.has(wanted.toLowerCase())) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`.toLowerCase())) number++;
  return `${wanted}-${number}`;
}

/** An entry point's middlewares come before those of its routers. */
function forEntryPoint({ router, entryPoint }: Binding, world: World): readonly Insertion[] {
  if (entryPoint === undefined || router.provider === 'kubernetes' || router.provider === 'kubernetescrd')
    return [];
  const level: Level = {
    id: `entry point ${entryPoint.nameAt.uri}#${entryPoint.nameAt.start}`,
    kind: 'gateway',
    label: `entry point ${entryPoint.name}`,
    at: entryPoint.nameAt,
  };
  const { guard, provider, namespace } = router;
  return [
    {
      level,
      add: (header, value) => {
        const existing = equalGuard(provider, namespace, header, value, router.level, world);
        const name = existing?.name ?? freeName(guard.name, provider, world);
        const attached = entryPoint.attach(`${name}@${provider}`);
        const declared = existing === undefined ? guard.declare(name, header, value) : [];
        return attached === undefined || declared === undefined ? [] : joined([...attached, ...declared]);
      },
      title: (header, value) =>
        `Put a middleware with ${header}: ${value} on the entry point ${entryPoint.name}, for all of its routers`,
    },
  ];
}

/** Insertions at one place become one, in their order. */
function joined(changes: readonly Change[]): readonly Change[] {
  const made: Change[] = [];
  for (const change of changes) {
    const { at } = change;
    const same = made.findIndex(
      (other) =>
        other.at.uri === at.uri &&
        other.at.start === at.start &&
        other.at.end === at.end &&
        at.start === at.end,
    );
    const known = made[same];
    if (known === undefined) made.push(change);
    else made[same] = { at, text: known.text + change.text };
  }
  return made;
}
